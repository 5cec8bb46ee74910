package io.vectile.benchmarks.growth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.benchmarks.RawLine;
import io.vectile.cli.text.Json;
import io.vectile.error.VectileException;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tiny plan, over data that ends before its sizes do. */
class GrowthTest {
    private static final int D = 16;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void writeData() {
        write("base.bvecs", 700, 1);
        write("learn.bvecs", 400, 2);
        write("query.bvecs", 20, 3);
    }

    private static void write(String name, int n, int seed) {
        byte[] rows = new byte[n * D];
        new SplittableRandom(seed).nextBytes(rows);
        VectorFiles.write(folder.resolve(name), Vectors.ofBytes(rows, D));
    }

    private static List<RawLine> run(String respect) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Growth.run(new String[] {respect, folder.toString(), "tiny"}, new PrintStream(said, true));
        List<RawLine> lines = said.toString().lines().map(RawLine::of).toList();
        lines.forEach(line -> assertEquals(respect, line.text("grows")));
        return lines;
    }

    /** Series and size of each line. */
    private static List<String> places(List<RawLine> lines) {
        return lines.stream().map(line -> line.text("series") + " " + (int) line.number("size")).toList();
    }

    private static void assertSearched(RawLine line, int n, int d, int k) {
        assertEquals(n, line.number("n"));
        assertEquals(d, line.number("d"));
        assertEquals(k, line.number("k"));
        assertTrue(line.number("single_ms", "p50") > 0 && line.number("single_ms", "p50") <= line.number("single_ms", "p99"));
        assertTrue(line.number("batch_ms") > 0 && line.number("add_s") > 0);
    }

    @Test
    void theSameIndexesGrowWithVectors() {
        List<RawLine> lines = run("n");
        assertEquals(List.of("PQ8 1000", "IVF16,PQ8 nprobe 2 1000", "IVF16,PQ8 nprobe 8 1000", "Flat 1000",
                "PQ8 3000", "IVF16,PQ8 nprobe 2 3000", "IVF16,PQ8 nprobe 8 3000", "Flat 3000"), places(lines));
        for (RawLine line : lines) {
            int n = (int) line.number("size");
            assertSearched(line, n, D, 10);
            if (!line.text("built").startsWith("IVF")) {
                assertEquals(n * (line.text("index").equals("Flat") ? D : 8), line.number("code_bytes"), "whole numbers take a byte each");
            }
        }
        assertEquals(lines.get(0).number("train_s"), lines.get(4).number("train_s"));
        assertTrue(lines.get(0).number("add_s") < lines.get(4).number("add_s"), "of all vectors");
    }

    @Test
    void dimensionsGrowWithCodesAndWithout() {
        List<RawLine> lines = run("d");
        assertEquals(List.of("Flat 16", "PQ(d/16) 16", "PQ16 16", "Flat 32", "PQ(d/16) 32", "PQ16 32"), places(lines));
        assertEquals(List.of("Flat", "PQ1", "PQ16", "Flat", "PQ2", "PQ16"), lines.stream().map(line -> line.text("index")).toList());
        for (RawLine line : lines) {
            assertSearched(line, 600, (int) line.number("size"), 10);
        }
        assertEquals(600 * 32 * Float.BYTES, lines.get(3).number("code_bytes"), "numbers that are not whole take four bytes");
    }

    @Test
    void codesAndCellsAndNeighboursGrow() {
        List<RawLine> m = run("m");
        assertEquals(List.of("PQm 2", "PQm 4"), places(m));
        assertEquals(List.of("PQ2", "PQ4"), m.stream().map(line -> line.text("index")).toList());
        m.forEach(line -> assertSearched(line, 1000, D, 10));
        List<RawLine> nlist = run("nlist");
        assertEquals(List.of("nprobe 16 4", "1 of 64 cells 4", "nprobe 16 8", "1 of 64 cells 8"), places(nlist));
        assertEquals(List.of("IVF4,PQ8", "IVF4,PQ8", "IVF8,PQ8", "IVF8,PQ8"), nlist.stream().map(line -> line.text("index")).toList());
        nlist.forEach(line -> assertSearched(line, 1000, D, 10));
        List<RawLine> k = run("k");
        assertEquals(List.of("PQ8 1", "PQ8 10", "IVF16,PQ8 nprobe 8 1", "IVF16,PQ8 nprobe 8 10", "Flat 1", "Flat 10"), places(k));
        k.forEach(line -> assertSearched(line, 1000, D, (int) line.number("size")));
    }

    @Test
    void threadsGrowToAllProcessors() {
        List<RawLine> lines = new ArrayList<>();
        Meter meter = new Meter("threads", Plan.of("tiny").effort(), line -> lines.add(RawLine.of(Json.of(line))));
        new MoreThreads(Plan.of("tiny"), GrowthData.open(folder), 3).measure(meter);
        assertEquals(List.of("PQ8 1", "PQ8 2", "PQ8 3", "IVF16,PQ8 1", "IVF16,PQ8 2", "IVF16,PQ8 3"), places(lines));
        for (RawLine line : lines) {
            assertEquals(3000, line.number("n"));
            assertEquals(20, line.number("queries"));
            assertTrue(line.number("train_s") > 0 && line.number("add_s") > 0 && line.number("search_s") > 0);
        }
        assertEquals(Runtime.getRuntime().availableProcessors(), run("threads").getLast().number("size"));
    }

    @Test
    void aSearchAllocatesAtLeastItsAnswer() {
        List<RawLine> lines = run("allocation");
        assertEquals(12, lines.size());
        assertEquals(List.of("Flat 10", "Flat 100", "PQ8 10", "PQ8 100", "IVF16,PQ8 nprobe 2 10"), places(lines).subList(0, 5));
        for (RawLine line : lines) {
            assertEquals(12 * line.number("size"), line.number("answer_bytes"));
            assertTrue(line.number("allocated_bytes") >= line.number("answer_bytes"), line.toString());
        }
    }

    @Test
    void memoryIsSwept() {
        assertEquals(List.of("sweep 65536", "sweep 1048576"), places(run("memory")));
    }

    @Test
    void otherWordsAreRefusedByName() {
        String words = assertThrows(IllegalArgumentException.class, () -> Growth.run(new String[] {"q", "x", "tiny"}, System.out)).getMessage();
        assertEquals("needs one of [n, d, m, nlist, k, threads, allocation, memory], DIR, and one of [full, quick, tiny]; got [q, x, tiny]", words);
        assertThrows(IllegalArgumentException.class, () -> Growth.run(new String[] {"n", folder.toString(), "huge"}, System.out));
        assertThrows(VectileException.class, () -> Growth.run(new String[] {"n", folder.resolve("none").toString(), "tiny"}, System.out));
        Vectors floats = Vectors.of(new float[] {1, 2}, 2);
        assertThrows(IllegalArgumentException.class, () -> new GrowthData(floats, floats, floats));
    }
}
