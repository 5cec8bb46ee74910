#!/bin/sh
# Starts the Java kernel for Jupyter, which calls it as kernel.json says: on the JDK that ./vectile finds, with Vectile, its
# pictures and the Vector API at hand.
#
#   VECTILE_OPTS  options for the JVM, separated by blanks: -Xmx4g
set -eu
command=vectile-java
root=$(cd "$(dirname "$0")/../../../.." && pwd -P)
. "$root/launcher/tree.sh"
target=$root/notebooks/target

require_jdk
[ -r "$target/class-path" ] || die 1 "the kernel is not built; notebooks/open builds it"

# Ours first: a class of the kernel has a substitute there.
class_path=$target/classes:$(cat "$target/class-path")

# What cells are compiled against; the kernel wants semicolons on every system.
RJK_CLASSPATH=$(printf '%s' "$class_path" | tr ':' '\n' | grep -v rapaio-jupyter-kernel | tr '\n' ';')
RJK_COMPILER_OPTIONS="--add-modules jdk.incubator.vector"
RJK_INIT_SCRIPT=
RJK_TIMEOUT_MILLIS=-1
RJK_MIMA_CACHE=$target/mima
export RJK_CLASSPATH RJK_COMPILER_OPTIONS RJK_INIT_SCRIPT RJK_TIMEOUT_MILLIS RJK_MIMA_CACHE

# Numbers that cells format read like those in pictures, whatever the language of the system.
#
# What cells print goes through the connection; on standard output the kernel tells of its class path.
# shellcheck disable=SC2086  # VECTILE_OPTS is several words
exec "$jdk/bin/java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -Djava.awt.headless=true \
  -Duser.language=en -Duser.country=US ${VECTILE_OPTS-} -cp "$class_path" org.rapaio.jupyter.kernel.MainApp "$1" >/dev/null
