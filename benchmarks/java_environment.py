"""The JDK, the built benchmarks and the machine, for scripts that run Java beside Python."""
import datetime
import glob
import os
import platform
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
ROOT = os.path.dirname(HERE)
JAR = os.path.join(HERE, "target", "vectile-benchmarks.jar")
JDK = 25


def java():
    """A JDK new enough, from where ./vectile looks for one."""
    places = [os.environ.get("VECTILE_JAVA_HOME"), os.environ.get("JAVA_HOME")]
    on_path = shutil.which("java")
    if on_path:
        places.append(os.path.dirname(os.path.dirname(os.path.realpath(on_path))))
    home = os.path.expanduser("~")
    for pattern in ("/usr/lib/jvm/*", "/usr/java/*", "/opt/java/*", "/opt/*jdk*", home + "/.sdkman/candidates/java/*",
                    home + "/.jdks/*", home + "/.local/share/mise/installs/java/*",
                    "/Library/Java/JavaVirtualMachines/*/Contents/Home",
                    home + "/Library/Java/JavaVirtualMachines/*/Contents/Home",
                    "/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home"):
        places += sorted(glob.glob(pattern))
    for place in filter(None, places):
        program = os.path.join(place, "bin", "java")
        release = os.path.join(place, "release")
        if os.access(program, os.X_OK) and os.path.exists(release):
            with open(release) as text:
                version = re.search(r'^JAVA_VERSION="(\d+)', text.read(), re.M)
            if version and int(version[1]) >= JDK:
                return program
    sys.exit(f"{name()}: no JDK {JDK} or newer in JAVA_HOME, on the PATH or in another usual folder; "
             "VECTILE_JAVA_HOME may name one")


def build():
    """Builds the benchmarks where a source is newer than they are."""
    sources = [os.path.join(ROOT, "pom.xml")]
    for module in ("core", "cli", "benchmarks"):
        sources.append(os.path.join(ROOT, module, "pom.xml"))
        sources += glob.glob(os.path.join(ROOT, module, "src", "main", "**", "*.java"), recursive=True)
    if os.path.exists(JAR) and os.path.getmtime(JAR) > max(map(os.path.getmtime, sources)):
        return
    say("building, which takes a minute or less ...")
    # The wrapper loads Maven with curl or wget; without them an installed Maven does.
    maven = "./mvnw" if shutil.which("curl") or shutil.which("wget") or not shutil.which("mvn") else "mvn"
    run([maven, "-B", "-q", "-Dmaven.test.skip=true", "-pl", "benchmarks", "-am", "package"], cwd=ROOT)


def run(command, **options):
    done = subprocess.run(command, **options)
    if done.returncode != 0:
        sys.exit(f"{name()}: exit status {done.returncode} of {' '.join(command)}")


def cpu():
    """The model, and what of AVX it has, since virtual machines hide the model."""
    facts = {}
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo") as lines:
            facts = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    model = facts.get("model name", platform.processor())
    flags = [flag for flag in facts.get("flags", "").split() if flag in ("avx2", "avx512f", "avx512vbmi", "avx512_fp16")]
    return f"{model} ({', '.join(flags)})" if flags else model


def machine():
    """What it was measured on, and the day."""
    return {"date": datetime.date.today().isoformat(), "cpu": cpu(), "processors": os.cpu_count(),
            "system": f"{platform.system()} {platform.machine()}"}


def say(text):
    print(text, file=sys.stderr, flush=True)


def name():
    return os.path.basename(sys.argv[0])
