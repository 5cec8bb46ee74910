package io.vectile.benchmarks.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.benchmarks.RawLine;
import io.vectile.cli.bench.Stopwatch.Effort;
import io.vectile.error.VectileException;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every library answers properly, and what is measured of it is what is said. */
class PeerBenchTest {
    private static final int D = 32;
    private static final int ROWS = 2000;
    private static final int QUERIES = 40;
    private static final Effort LITTLE = new Effort(0, Duration.ZERO, Duration.ZERO, 5, 20, Duration.ZERO, 1, Duration.ZERO);

    @TempDir
    private static Path folder;

    @BeforeAll
    static void makeData() {
        write("base.bvecs", ROWS + 100, 1);
        write("query.bvecs", QUERIES + 20, 2);
        run("truth", folder, ROWS, QUERIES, truth());
    }

    private static void write(String name, int n, int seed) {
        byte[] rows = new byte[n * D];
        new SplittableRandom(seed).nextBytes(rows);
        VectorFiles.write(folder.resolve(name), Vectors.ofBytes(rows, D));
    }

    private static Path truth() {
        return folder.resolve("truth.ivecs");
    }

    private static List<RawLine> run(Object... words) {
        List<String> args = new ArrayList<>();
        for (Object word : words) {
            args.add(word.toString());
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PeerBench.run(args, LITTLE, new PrintStream(said, true));
        return said.toString().lines().map(RawLine::of).toList();
    }

    private static List<RawLine> of(List<RawLine> lines, String kind, String index) {
        return lines.stream().filter(line -> line.text("kind").equals(kind) && line.text("index").equals(index)).toList();
    }

    @ParameterizedTest
    @EnumSource
    void everySettingIsMeasuredAndTheMostExactOneFindsNearlyAll(Library library) {
        List<RawLine> lines = run("measure", folder, ROWS, QUERIES, truth(), 2, library.name().toLowerCase(Locale.ROOT));
        for (Library.Candidate candidate : library.candidates(ROWS, List.of())) {
            RawLine index = of(lines, "index", candidate.index()).getFirst();
            assertEquals(library.label(), index.text("library"));
            assertEquals(ROWS, index.number("rows"));
            assertEquals(D, index.number("d"));
            assertEquals(2, index.number("build_threads"));
            assertEquals(index.number("train_s") + index.number("add_s"), index.number("build_s"), 1e-9);
            assertEquals(index.number("bytes"), index.number("bytes_per_vector") * ROWS, 1e-3);

            boolean scan = candidate.index().equals("PQ8");
            double vectors = scan ? 8 : library == Library.VECTILE ? D : D * Float.BYTES;
            // A heap that shrinks elsewhere meanwhile may hide a part.
            assertTrue(index.number("bytes_per_vector") > vectors / 2, index.toString());

            List<RawLine> searches = of(lines, "search", candidate.index());
            assertEquals(candidate.settings(), searches.stream().map(line -> line.text("search")).toList());
            for (RawLine search : searches) {
                assertEquals(PeerData.K, search.number("k"));
                assertTrue(search.number("single_ms", "p50") > 0);
                assertTrue(search.number("single_ms", "p50") <= search.number("single_ms", "p99"));
                assertTrue(search.number("queries_per_s") > 0);
            }
            double most = searches.getLast().number("recall", "10@10");
            // A code of 8 bytes for 32 numbers without any structure cannot tell neighbours well; by chance 0.005 would be found.
            assertTrue(most > (scan ? 0.2 : 0.97), candidate.index() + " finds " + most);
            assertTrue(most >= searches.getFirst().number("recall", "10@10"));
        }
    }

    @Test
    void specsOfThisLibraryMayBeChosen() {
        List<RawLine> lines = run("measure", folder, ROWS, QUERIES, truth(), 1, "vectile", "Flat", "IVF16,Flat");
        assertEquals(1.0, of(lines, "search", "Flat").getFirst().number("recall", "10@10"));
        assertEquals(1.0, of(lines, "search", "Flat").getFirst().number("recall", "1@1"));
        assertEquals(1.0, of(lines, "search", "IVF16,Flat").getLast().number("recall", "10@10"), "all of 16 cells are visited");
        assertEquals(D, of(lines, "index", "Flat").getFirst().number("bytes_per_vector"), 0.5);
    }

    @Test
    void lucenesFilesAreGoneAtTheEnd() {
        LucenePeer lucene = new LucenePeer(LucenePeer.Kept.FLOATS);
        Vectors some = VectorFiles.open(folder.resolve("query.bvecs"));
        lucene.build(some, some, 1);
        assertTrue(Files.isDirectory(lucene.folder()));
        assertEquals(7, lucene.search("k=20").nearest(some.row(7), 1)[0]);
        lucene.close();
        assertFalse(Files.exists(lucene.folder()));
    }

    @ParameterizedTest
    @EnumSource
    void peersThatWereNeverBuiltCanBeClosed(Library library) {
        library.candidates(ROWS, List.of()).forEach(candidate -> candidate.peer().close());
    }

    @Test
    void whatCannotBeMeasuredIsRefusedWithTheReason() {
        assertRefused("there is no such folder", folder.resolve("none"), ROWS, QUERIES);
        assertRefused("--rows must be from 10 to that, and is 3000", folder, 3000, QUERIES);
        assertRefused("--rows must be from 10 to that, and is 9", folder, 9, QUERIES);
        assertRefused("--queries must be from 1 to 50", folder, ROWS, QUERIES + 11);
        var unknown = assertThrows(IllegalArgumentException.class,
                () -> run("measure", folder, ROWS, QUERIES, truth(), 1, "other"));
        assertTrue(unknown.getMessage().startsWith("no library \"other\""), unknown.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Setting.number("ef=0", "ef"));
        assertThrows(IllegalArgumentException.class, () -> Setting.number("k=10", "ef"));
    }

    private static void assertRefused(String reason, Path data, int rows, int queries) {
        var refused = assertThrows(VectileException.class, () -> run("truth", data, rows, queries, truth()));
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"250000, 1024", "1000000, 2048", "20000, 256", "50000, 512"})
    void cellsAreTwiceTheRootOrSo(long rows, int cells) {
        assertEquals(cells, Library.cells(rows));
    }
}
