# For the commands in this folder, which source it: finds a JDK 25 or newer where ./vectile does, and builds the module
# where a source is newer than what was built. Expects $command and $root; sets $java and $jar.

fail() { # status, message
  status=$1; shift
  printf '%s: %s\n' "$command" "$*" >&2
  exit "$status"
}


find_java() {
  on_path=$(command -v java || true)
  [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path" 2>/dev/null || printf '%s' "$on_path")")")
  for jdk in "${VECTILE_JAVA_HOME-}" "${JAVA_HOME-}" "$on_path" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/*jdk* \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    [ -n "$jdk" ] && [ -x "$jdk/bin/java" ] && [ -r "$jdk/release" ] || continue
    version=$(sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$jdk/release")
    if [ "${version:-0}" -ge 25 ]; then
      printf '%s\n' "$jdk/bin/java"
      return
    fi
  done
  fail 1 "no JDK 25 or newer in JAVA_HOME, on the PATH or in another usual folder; VECTILE_JAVA_HOME may name one"
}

build() {
  jar=$root/stress/target/vectile-stress.jar
  if [ -f "$jar" ] && [ -z "$(cd "$root" && find pom.xml core/pom.xml stress/pom.xml core/src/main stress/src/main -newer "$jar" | head -n 1)" ]; then
    return
  fi
  printf 'building, which takes a minute or less ...\n' >&2
  mvn=./mvnw
  # The wrapper loads Maven with one of these; without them an installed Maven does.
  if ! command -v curl >/dev/null && ! command -v wget >/dev/null && command -v mvn >/dev/null; then
    mvn=mvn
  fi
  (cd "$root" && "$mvn" -B -q -Dmaven.test.skip=true -pl stress -am package) >&2 </dev/null || fail 1 "the build failed"
}

java=$(find_java)
build
