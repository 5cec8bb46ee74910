"""A Python environment of its own with the official Faiss, for what compares with it."""
import os
import subprocess
import sys

PACKAGES = ["faiss-cpu", "numpy", "packaging"]


def faiss_python(venv):
    """The Python of an environment with Faiss, which is made where there is none."""
    name = os.path.basename(sys.argv[0])
    if sys.version_info < (3, 9):
        sys.exit(f"{name}: needs Python 3.9 or newer; this is {sys.version.split()[0]}")
    python = os.path.join(venv, "bin", "python")
    if not os.path.exists(python):
        print(f"making {venv} with {', '.join(PACKAGES)} ...", file=sys.stderr, flush=True)
        if subprocess.run([sys.executable, "-m", "venv", venv]).returncode != 0:
            sys.exit(f"{name}: {sys.executable} could not make an environment in {venv}; it needs its modules venv and "
                     "ensurepip (Debian: apt-get install python3-venv)")
    if subprocess.run([python, "-c", "import faiss, numpy"], stderr=subprocess.DEVNULL).returncode != 0:
        if subprocess.run([python, "-m", "pip", "install", "-q", "--retries", "0", *PACKAGES]).returncode != 0:
            sys.exit(f"{name}: pip could not install {', '.join(PACKAGES)} into {venv}, which needs a package index that "
                     "has them; --venv DIR names another environment, one with Faiss perhaps")
    return python
