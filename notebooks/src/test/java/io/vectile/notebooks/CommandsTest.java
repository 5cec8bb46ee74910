package io.vectile.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.fixtures.PlantedTree;
import io.vectile.fixtures.PlantedTree.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts {@code open}, {@code execute} and the kernel's start, where Maven, Python and Jupyter are small scripts that say how they were called. */
class CommandsTest {
    private static final String KERNEL = "notebooks/jupyter/kernels/vectile-java/run.sh";

    /** All that the scripts call, so that a Jupyter or a Python of this machine is not found. */
    private static final List<String> TOOLS = List.of("dirname", "sed", "find", "head", "mkdir", "mv", "rm", "cp", "cat", "tr", "grep");

    @TempDir
    private Path temp;

    private PlantedTree planted;
    private Path own;
    private Path jdk;

    @BeforeEach
    void plant() throws IOException {
        planted = PlantedTree.in(temp, List.of("core", "pictures", "notebooks"),
                List.of("launcher/tree.sh", "notebooks/environment.sh", "notebooks/open", "notebooks/execute", KERNEL));
        own = planted.root().resolve("notebooks/.jupyter");
        jdk = planted.jdk("jdk 25", "25.0.1");
        PlantedTree.script(planted.root().resolve("mvnw"), "echo \"$@\" >> builds; printf a.jar:b.jar > notebooks/target/class-path");
        for (String tool : TOOLS) {
            String folder = Files.exists(Path.of("/usr/bin", tool)) ? "/usr/bin/" : "/bin/";
            planted.program(tool, "exec " + folder + tool + " \"$@\"");
        }
    }

    private Result run(String script, String... words) throws Exception {
        String[] command = Stream.concat(Stream.of(planted.root().resolve(script).toString()), Stream.of(words)).toArray(String[]::new);
        return planted.run(temp, Map.of("PATH", planted.programs().toString(), "VECTILE_JAVA_HOME", jdk.toString(), "JUPYTER_PATH", "theirs"), command);
    }

    /** A Jupyter that tells its name, its folder, its words, and where it was told to look and to write. */
    private static String jupyter(String name) {
        return "echo \"" + name + " ${PWD##*/} $* $JUPYTER_PATH $JUPYTER_CONFIG_DIR $JUPYTER_DATA_DIR $JUPYTER_RUNTIME_DIR\"";
    }

    private String expected(String name, String words) {
        return name + " notebooks " + words + " " + planted.root() + "/notebooks/jupyter:theirs " + own + "/config " + own + "/data " + own + "/runtime";
    }

    /** A Python that makes virtual environments, whose pip counts its calls and does as told. */
    private void plantPython(String pip) throws IOException {
        Path parts = temp.toRealPath();
        PlantedTree.script(parts.resolve("lab"), jupyter("new lab"));
        PlantedTree.script(parts.resolve("pip"), "echo \"$@\" >>" + parts + "/installs; " + pip.replace("LAB", "cp " + parts + "/lab \"$(dirname \"$0\")/jupyter-lab\""));
        planted.program("python3", "[ \"$1 $2\" = \"-m venv\" ] || exit 9; mkdir -p \"$3/bin\"; cp " + parts + "/pip \"$3/bin/python\"");
    }

    @Test
    void buildsTheKernelOnceAndOpensTheInstalledLab() throws Exception {
        planted.program("jupyter-lab", jupyter("lab"));
        planted.program("jupyter-notebook", jupyter("classic"));
        Result first = run("notebooks/open", "--no-browser");
        assertEquals(0, first.status(), first.output());
        assertTrue(first.output().startsWith("notebooks/open: building once"), first.output());
        assertEquals(expected("lab", "product-quantization.ipynb --no-browser"), first.lastLine());
        assertEquals(1, run("notebooks/open").lines(), "the second time there is nothing to build");
        String build = Files.readString(planted.root().resolve("builds")).strip();
        assertTrue(build.contains("-Pend-to-end -pl notebooks -am package"), build);
    }

    @Test
    void opensTheChineseOneInTheClassicNotebookWhereThereIsNoLab() throws Exception {
        planted.program("jupyter-notebook", jupyter("classic"));
        assertEquals(expected("classic", "product-quantization.zh.ipynb --port 9"), run("notebooks/open", "--chinese", "--port", "9").lastLine());
    }

    @Test
    void installsJupyterLabOnceWhereThereIsNoJupyter() throws Exception {
        plantPython("LAB");
        Result first = run("notebooks/open");
        assertEquals(0, first.status(), first.output());
        assertTrue(first.output().contains("installing JupyterLab into " + own + "/venv"), first.output());
        assertEquals(expected("new lab", "product-quantization.ipynb"), first.lastLine());
        assertEquals(expected("new lab", "product-quantization.ipynb"), run("notebooks/open").output().strip());
        assertEquals(List.of("-m pip install --quiet --disable-pip-version-check jupyterlab"), Files.readAllLines(temp.toRealPath().resolve("installs")));
    }

    @Test
    void saysWhatToDoWherePipOrPythonFails() throws Exception {
        Result noPython = run("notebooks/open");
        assertEquals(1, noPython.status());
        assertTrue(noPython.output().contains("neither Jupyter nor Python 3"), noPython.output());
        plantPython("echo no network; exit 1");
        Result noNetwork = run("notebooks/open");
        assertEquals(1, noNetwork.status());
        assertTrue(noNetwork.output().contains("no network\nnotebooks/open: pip could not install jupyterlab"), noNetwork.output());
        assertTrue(noNetwork.output().contains("apt-get install jupyter-notebook"), noNetwork.output());
        assertEquals(1, run("notebooks/open").status(), "half an environment is not taken for a whole one");
    }

    @Test
    void executingSaysHowToInstallWhatRunsNotebooks() throws Exception {
        Result result = run("notebooks/execute");
        assertEquals(1, result.status());
        assertTrue(result.output().contains("apt-get install jupyter-nbconvert"), result.output());
        assertEquals(2, run("notebooks/execute", "--elsewhere").status());
        assertFalse(Files.exists(planted.root().resolve("builds")), "nothing is built in vain");
    }

    @Test
    void executingFailsWhereACellFails() throws Exception {
        planted.program("jupyter-nbconvert", "echo CellExecutionError >&2; exit 1");
        Result result = run("notebooks/execute");
        assertEquals(1, result.status());
        assertTrue(result.output().contains("CellExecutionError\nnotebooks/execute: a cell of product-quantization.ipynb failed"), result.output());
    }

    @Test
    void executingRefusesAFolderOfThisMachineInAnOutput() throws Exception {
        planted.program("jupyter-nbconvert", "echo \"${PWD%/notebooks}/data\"");
        Result result = run("notebooks/execute");
        assertEquals(1, result.status());
        assertTrue(result.lastLine().contains("names a folder of this machine"), result.output());
    }

    @Test
    void theKernelStartsWithOurClassesBeforeItsOwn() throws Exception {
        Files.createDirectories(planted.root().resolve("notebooks/target"));
        Result unbuilt = run(KERNEL, "connection.json");
        assertEquals(1, unbuilt.status());
        assertTrue(unbuilt.output().contains("notebooks/open builds it"), unbuilt.output());
        Files.writeString(planted.root().resolve("notebooks/target/class-path"), "core.jar:rapaio-jupyter-kernel-3.jar");
        PlantedTree.script(jdk.resolve("bin/java"), "echo \"$* $RJK_CLASSPATH\" >&2");
        String started = run(KERNEL, "connection.json").output();
        String classes = planted.root() + "/notebooks/target/classes";
        assertTrue(started.contains(" -cp " + classes + ":core.jar:rapaio-jupyter-kernel-3.jar org.rapaio.jupyter.kernel.MainApp connection.json"), started);
        assertTrue(started.contains("--add-modules jdk.incubator.vector"), started);
        assertTrue(started.strip().endsWith(classes + ";core.jar;"), started);
    }
}
