package io.vectile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.error.OutOfMemoryException;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An add that there is no memory for is refused, and the index goes on as it was. In JVMs of their own, which have little. */
class OutOfMemoryTest {
    private static final int D = 64;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "PQ32", "IVF4,PQ32", "IVF4,PQ32,RFlat"})
    void aRefusedAddLeavesTheIndexUsable(String spec) throws Exception {
        // Codes are native memory, which the JVM bounds by MaxDirectMemorySize.
        assertEquals(List.of("refused", "as before", "usable"), run("-Xmx256m", "-XX:MaxDirectMemorySize=6m", "heap", spec));
    }

    @ParameterizedTest
    @ValueSource(strings = {"IVF4,PQ32"})
    void soDoesOneForWhichTheHeapIsTooSmall(String spec) throws Exception {
        assertEquals(List.of("refused", "as before", "usable"), run("-Xmx20m", "-XX:MaxDirectMemorySize=1g", "native", spec));
    }

    /** @param where where the rows lie that are too many */
    private List<String> run(String heap, String direct, String where, String spec) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector", heap, direct, "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                Child.class.getName(), spec, where));
        Process process = new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
        int status = process.waitFor();
        List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
        assertEquals(0, status, () -> lines + read(errors));
        return lines;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Adds ever more until it is refused. */
    static final class Child {
        public static void main(String[] args) {
            Index index = Index.of(args[0], D).train(Data.NORMAL.vectors(300, D, new SplittableRandom(1)));
            Vectors queries = Data.NORMAL.vectors(5, D, new SplittableRandom(2));
            Vectors rows = Data.NORMAL.vectors(1000, D, new SplittableRandom(3));
            Neighbors before = index.search(queries, 10);
            long ntotal = 0;
            String end = "never refused";
            try {
                for (int call = 0; call < 12; call++) {
                    index.add(rows);
                    before = index.search(queries, 10);
                    ntotal = index.ntotal();
                }
                index.add(zeros(args[1].equals("native")));
            } catch (OutOfMemoryException e) {
                end = "refused";
            }
            System.out.println(end);
            System.out.println(index.ntotal() == ntotal && before.equals(index.search(queries, 10)) ? "as before" : "changed");
            index.remove(IdFilter.range(10, Long.MAX_VALUE));
            index.compact();
            index.add(queries);
            System.out.println(index.ntotal() == Math.min(ntotal, 10) + 5 ? "usable" : "not usable");
        }

        private static Vectors zeros(boolean natively) {
            MemorySegment numbers = natively
                    ? Arena.ofAuto().allocate(200_000_000)
                    : MemorySegment.ofArray(new byte[20_000_000]);
            return Vectors.of(numbers, Vectors.ElementType.UINT8, numbers.byteSize() / D, D, 0, D);
        }
    }

    @Test
    void aSearchForMoreThanMemoryHoldsSaysHowMuchItNeeds() {
        Index index = Index.of("Flat", 2);
        index.add(new float[][] {{1, 2}, {3, 4}});
        int k = Integer.MAX_VALUE - 8;
        if (Runtime.getRuntime().maxMemory() < 8L * k) {
            String refused = assertThrows(OutOfMemoryException.class, () -> index.search(new float[2], k)).getMessage();
            assertTrue(refused.contains(12L * k + " bytes"), refused);
        }
        assertEquals("options", assertThrows(NullPointerException.class, () -> index.search(new float[2], 1, null)).getMessage());
        assertEquals("filter", assertThrows(NullPointerException.class, () -> index.remove((IdFilter) null)).getMessage());
    }
}
