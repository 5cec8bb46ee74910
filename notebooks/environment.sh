# For the commands in this folder, which source it with $root and $command set: where Jupyter finds the kernel, and where it
# keeps what it writes, which is here and not in the home folder.
. "$root/launcher/tree.sh"
own=$root/notebooks/.jupyter

JUPYTER_PATH=$root/notebooks/jupyter${JUPYTER_PATH:+:$JUPYTER_PATH}
JUPYTER_CONFIG_DIR=$own/config
JUPYTER_DATA_DIR=$own/data
JUPYTER_RUNTIME_DIR=$own/runtime
export JUPYTER_PATH JUPYTER_CONFIG_DIR JUPYTER_DATA_DIR JUPYTER_RUNTIME_DIR

# An installed Jupyter goes before the one that notebooks/open installs.
PATH=$PATH:$own/venv/bin

build_kernel() {
  require_jdk
  build "$root/notebooks/target/class-path" -Pend-to-end core pictures notebooks
}
