# For the commands in this folder, which source it: finds a JDK 25 or newer where ./vectile does, and builds the module
# where a source is newer than what was built. Expects $command and $root; sets $java and $jar.
. "$root/launcher/tree.sh"
jar=$root/stress/target/vectile-stress.jar
require_jdk
java=$jdk/bin/java
build "$jar" "" core stress
