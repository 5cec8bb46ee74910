package io.vectile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.kernel.KernelSets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kernel set, register width and JVM start-up gives the same index and the same answers, bit for bit. */
class DeterministicAcrossMachinesTest {
    private static final String SIMD = "--add-modules=jdk.incubator.vector";

    private static final List<Child> children = new ArrayList<>();

    /** A JVM that prints the digests. */
    private record Child(List<String> options, Process process, Path output, Path errors) {
        static Child start(Path folder, String... options) throws IOException {
            Path output = Files.createTempFile(folder, "output", ".txt");
            Path errors = Files.createTempFile(folder, "errors", ".txt");
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of(options));
            command.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), IndexDigest.class.getName()));
            Process process = new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
            return new Child(List.of(options), process, output, errors);
        }

        /** What it printed, after its end. */
        List<String> lines() throws IOException, InterruptedException {
            int status = process.waitFor();
            List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
            assertEquals(0, status, options + ": " + lines + errorLines());
            return lines;
        }

        List<String> errorLines() throws IOException {
            return Files.readAllLines(errors, StandardCharsets.UTF_8);
        }

        String kernels() throws IOException, InterruptedException {
            return lines().stream().filter(line -> line.startsWith("kernels ")).findFirst().orElseThrow();
        }
    }

    /** All at once; each waits for its turn on the processors. */
    @BeforeAll
    static void startAJvmOfEachKind(@TempDir Path folder) throws IOException {
        children.add(Child.start(folder));
        children.add(Child.start(folder, SIMD, "-Dvectile.kernels=scalar"));
        children.add(Child.start(folder, SIMD, "-Dvectile.kernels=simd"));
        children.add(Child.start(folder, SIMD));
        if (KernelSets.simd().stream().anyMatch(set -> set.name().startsWith("vbmi"))) {
            children.add(Child.start(folder, SIMD, "-Dvectile.kernels=vbmi"));
        }
        if (List.of("amd64", "x86_64").contains(System.getProperty("os.arch"))) {
            children.add(Child.start(folder, SIMD, "-XX:UseAVX=2"));
        }
    }

    @AfterAll
    static void endThem() {
        children.forEach(child -> child.process().destroyForcibly());
        children.clear();
    }

    @Test
    void allGiveTheSameCodesAndAnswers() throws IOException, InterruptedException {
        List<String> expected = digests(children.getFirst());
        assertEquals(IndexDigest.SPECS.size() * 3 + 2, expected.size());
        for (Child child : children) {
            assertEquals(expected, digests(child), child.options().toString());
        }
    }

    private static List<String> digests(Child child) throws IOException, InterruptedException {
        return child.lines().stream().filter(line -> line.startsWith(IndexDigest.PREFIX)).toList();
    }

    @Test
    void theKernelsAskedForAreThoseThatRan() throws IOException, InterruptedException {
        for (Child child : children) {
            String kernels = child.kernels();
            if (child.options().isEmpty() || child.options().contains("-Dvectile.kernels=scalar")) {
                assertEquals("kernels scalar", kernels);
            } else if (child.options().contains("-Dvectile.kernels=vbmi")) {
                assertEquals("kernels vbmi-512", kernels);
            } else if (child.options().contains("-Dvectile.kernels=simd")) {
                assertTrue(kernels.startsWith("kernels simd-"), kernels);
            } else if (child.options().contains("-XX:UseAVX=2")) {
                assertTrue(List.of("kernels simd-256", "kernels simd-128").contains(kernels), kernels);
            }
        }
    }

    @Test
    void withoutTheVectorModuleOneWarningSaysHowToGetIt() throws IOException, InterruptedException {
        for (Child child : children) {
            child.lines();
            List<String> hints =
                    child.errorLines().stream().filter(line -> line.contains("--add-modules jdk.incubator.vector")).toList();
            assertEquals(child.options().isEmpty() ? 1 : 0, hints.size(), child.options() + ": " + child.errorLines());
            assertTrue(hints.stream().allMatch(line -> line.contains("WARNING") && line.contains("without SIMD")), hints::toString);
        }
    }
}
