package io.vectile.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.fixtures.PlantedTree;
import io.vectile.fixtures.PlantedTree.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code vectile}, in a source tree whose JDK and Maven are small scripts that say how they were called. */
class LauncherTest {

    private static final List<String> JVM_OPTIONS =
            List.of("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED");

    @TempDir
    private Path temp;

    private PlantedTree planted;
    private Path tree;
    private Path jdk;

    @BeforeEach
    void plantTree() throws IOException {
        planted = PlantedTree.in(temp, List.of("core", "pictures", "cli"), List.of("vectile", "launcher/tree.sh"));
        tree = planted.root();
        PlantedTree.script(tree.resolve("mvnw"), "echo built >> builds; echo jar > cli/target/vectile-cli.jar");
        jdk = planted.jdk("jdk 25", "25.0.1");
    }

    @Test
    void handsTheOptionsAndTheWordsToTheJdk() throws Exception {
        Result result = launch(temp, Map.of("VECTILE_OPTS", "-Xmx1g -Da=b"), "bench", "--base", "two words", "");
        assertEquals(0, result.status(), result.output());
        String java = "jdk 25|" + String.join("|", JVM_OPTIONS) + "|-Xmx1g|-Da=b|-jar|" + tree
                + "/cli/target/vectile-cli.jar|bench|--base|two words||";
        assertEquals(java, result.lastLine());
    }

    @Test
    void startsThroughLinks() throws Exception {
        Path folder = Files.createDirectories(temp.resolve("links"));
        Files.createSymbolicLink(folder.resolve("absolute"), tree.resolve("vectile"));
        Files.createSymbolicLink(folder.resolve("relative"), Path.of("../links/absolute"));
        Result result = run(folder, Map.of("VECTILE_JAVA_HOME", jdk.toString()), "./relative", "--help");
        assertTrue(result.lastLine().endsWith(tree + "/cli/target/vectile-cli.jar|--help|"), result.output());
    }

    @Test
    void buildsOnFirstUseAndWhenASourceIsNewer() throws Exception {
        Result first = launch(tree, Map.of());
        assertTrue(first.output().startsWith("vectile: building once"), first.output());
        assertEquals(1, launch(tree, Map.of()).lines(), "the second use only starts the JDK");
        assertEquals(1, builds());
        planted.setAge(3600);
        launch(tree, Map.of());
        assertEquals(2, builds());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "core/src/main/A", "pictures/pom.xml", "pictures/src/main/A", "cli/src/main/A"})
    void aSourceOfAnyModuleThatIsNewerIsEnough(String source) throws Exception {
        launch(tree, Map.of());
        Files.setLastModifiedTime(tree.resolve(source), FileTime.from(Instant.now().plusSeconds(3600)));
        launch(tree, Map.of());
        assertEquals(2, builds());
    }

    @Test
    void showsWhatABuildSaidThatFailed() throws Exception {
        PlantedTree.script(tree.resolve("mvnw"), "echo the compiler complains; exit 1");
        Result result = launch(tree, Map.of());
        assertEquals(1, result.status());
        assertTrue(result.output().contains("the compiler complains\nvectile: the build failed"), result.output());
        assertEquals(1, launch(tree, Map.of()).status(), "a failed build is not taken for a good one");
    }

    @Test
    void refusesAnOldJdkWithStatus3() throws Exception {
        Path old = planted.jdk("jdk 17", "17.0.9");
        Result result = launch(tree, Map.of("VECTILE_JAVA_HOME", old.toString()));
        assertEquals(3, result.status());
        assertTrue(result.output().startsWith("vectile: no JDK 25 or newer in " + old + ".\n"), result.output());
        assertTrue(result.output().contains("set VECTILE_JAVA_HOME"), result.output());
    }

    @Test
    void passesOverAnOldJavaHomeForTheJavaOnThePath() throws Exception {
        Files.createSymbolicLink(planted.programs().resolve("java"), planted.jdk("jdk 27", "27-ea").resolve("bin/java"));
        String old = planted.jdk("jdk 8", "1.8.0_412").toString();
        Result result = launch(tree, Map.of("VECTILE_JAVA_HOME", "", "JAVA_HOME", old));
        assertTrue(result.lastLine().startsWith("jdk 27|"), result.output());
    }

    private int builds() throws IOException {
        return Files.readAllLines(tree.resolve("builds")).size();
    }

    private Result launch(Path folder, Map<String, String> environment, String... words) throws Exception {
        List<String> command = Stream.concat(Stream.of(tree.resolve("vectile").toString()), Stream.of(words)).toList();
        return run(folder, environment, command.toArray(String[]::new));
    }

    private Result run(Path folder, Map<String, String> environment, String... command) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("VECTILE_JAVA_HOME", jdk.toString()));
        all.putAll(environment);
        return planted.run(folder, all, command);
    }
}
