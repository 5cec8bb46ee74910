# For the scripts of this source tree, which source it: where a JDK 25 or newer is, and how a module is built that is missing or
# older than its sources. Expects $root, the folder of the tree, and $command, the name that errors begin with.
#
#   VECTILE_JAVA_HOME  the JDK to use; unset: JAVA_HOME, java on the PATH, then the usual folders
need=25

die() { # status, message, a line each
  status=$1; shift
  for line; do
    printf '%s: %s\n' "$command" "$line"
  done >&2
  exit "$status"
}

# The feature version of the JDK in a folder, from its "release" file: starting it to ask would take longer than the help.
version_of() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release"
}

is_new_enough() {
  version=$(version_of "$1") && [ "${version:-0}" -ge "$need" ]
}

follow() { # a path, through its symbolic links (macOS has had readlink -f only since 12.3)
  path=$1
  while [ -L "$path" ]; do
    link=$(readlink "$path")
    case $link in
      /*) path=$link ;;
      *) path=$(dirname "$path")/$link ;;
    esac
  done
  printf '%s\n' "$path"
}

find_jdk() {
  if [ -n "${VECTILE_JAVA_HOME-}" ]; then
    is_new_enough "$VECTILE_JAVA_HOME" || return 1
    printf '%s\n' "$VECTILE_JAVA_HOME"
    return
  fi
  on_path=$(command -v java || true)
  [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(follow "$on_path")")")
  for candidate in "${JAVA_HOME-}" "$on_path" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/*jdk* \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if [ -n "$candidate" ] && is_new_enough "$candidate"; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  return 1
}

# Sets $jdk, or ends with status 3.
require_jdk() {
  jdk=$(find_jdk) || die 3 \
    "no JDK $need or newer in ${VECTILE_JAVA_HOME:-JAVA_HOME, on the PATH, in /usr/lib/jvm or another usual folder}." \
    "Install one, for example from https://adoptium.net, or set VECTILE_JAVA_HOME to the folder of one."
}

is_built() ( # jar, stamp of its last build, the modules whose sources count; in a subshell, for its variables
  jar=$1
  stamp=$2
  shift 2
  [ -f "$jar" ] || exit 1
  [ -f "$stamp" ] || stamp=$jar
  for module; do
    shift
    set -- "$@" "$module/pom.xml" "$module/src/main"
  done
  cd "$root"
  [ -z "$(find pom.xml "$@" -newer "$stamp" | head -n 1)" ]
)

# Builds a module where it is missing or older than a source of it or of the modules below it. Needs $jdk.
build() { # jar, options for Maven, the modules, from below to the one the jar is of
  jar=$1
  options=$2
  shift 2
  target=$(dirname "$jar")
  ! is_built "$jar" "$target/build.stamp" "$@" || return 0
  mkdir -p "$target"
  # Two first uses at once build one after the other, where the system has flock.
  exec 9>"$target/build.lock"
  ! command -v flock >/dev/null || flock 9
  ! is_built "$jar" "$target/build.stamp" "$@" || return 0
  printf '%s: building once, which takes a minute or less ...\n' "$command" >&2
  mvn=./mvnw
  # The wrapper loads Maven with one of these; without them an installed Maven does.
  if ! command -v curl >/dev/null && ! command -v wget >/dev/null && command -v mvn >/dev/null; then
    mvn=mvn
  fi
  for module; do :; done # the last
  version=$(version_of "$jdk")
  log=$target/build.log
  : >"$target/build.stamp.new" # the time at which the build begins, so that a source saved meanwhile counts as newer
  # shellcheck disable=SC2086  # options are several words, or none
  (cd "$root" && JAVA_HOME=$jdk "$mvn" -B -q -Dmaven.test.skip=true "-Djdk.range=[$version,$((version + 1)))" $options \
    -pl "$module" -am package) >"$log" 2>&1 </dev/null 9>&- || {
    cat "$log" >&2
    die 1 "the build failed; its output stands above and in $log"
  }
  mv "$target/build.stamp.new" "$target/build.stamp"
  exec 9>&-
}
