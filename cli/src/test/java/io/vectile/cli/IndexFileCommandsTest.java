package io.vectile.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.vectile.FaissFiles;
import io.vectile.FileReport;
import io.vectile.Index;
import io.vectile.Neighbors;
import io.vectile.SearchOptions;
import io.vectile.cli.text.JsonReader;
import io.vectile.vectors.IntVectors;
import io.vectile.vectors.Metric;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands build and convert, and search and inspect of what they wrote. */
class IndexFileCommandsTest {

    @TempDir
    Path temp;

    private SampleFiles sample;
    private Path file;

    @BeforeEach
    void files() {
        sample = new SampleFiles(temp);
        file = temp.resolve("saved.index");
    }

    private CommandRun build(String spec, Object... more) {
        Object[] words = {"build", "--index", spec, "--base", sample.baseFile, "--out", file};
        return CommandRun.done(Stream.concat(Stream.of(words), Stream.of(more)).toArray());
    }

    private Map<String, Object> inspected(Path index) {
        return JsonReader.readObject(CommandRun.done("inspect", index, "--json").out().strip());
    }

    private static Index filled(String spec, Metric metric, float[][] rows) {
        Index index = Index.of(spec, SampleFiles.D, metric);
        index.train(rows);
        index.add(rows);
        return index;
    }

    /** Two searches that must write the same ids and distances. */
    private void assertSameAnswers(List<Object> one, List<Object> other) throws IOException {
        for (List<Object> source : List.of(one, other)) {
            String name = source == one ? "one" : "other";
            Object[] common = {"--query", sample.queryFile, "-k", 7, "--ids", temp.resolve(name + ".ivecs"), "--distances",
                temp.resolve(name + ".fvecs")};
            CommandRun.done(Stream.of(Stream.of("search"), source.stream(), Stream.of(common)).flatMap(s -> s).toArray());
        }
        for (String extension : List.of(".ivecs", ".fvecs")) {
            assertArrayEquals(Files.readAllBytes(temp.resolve("one" + extension)),
                    Files.readAllBytes(temp.resolve("other" + extension)), one + " and " + other + ": " + extension);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'Flat', l2, ''", "'PQ4', ip, ''", "'IVF8,Flat', cosine, 'nprobe=3'", "'IVF8,PQ4', l2, 'nprobe=3'",
        "'OPQ4,IVF8,PQ4,RFlat', l2, 'nprobe=3,k_factor=4'", "'PQ4,RFlat', cosine, 'k_factor=2'", "'PCA8,Flat', l2, ''",
        "'L2norm,Flat', ip, ''", "'RR,PQ4', l2, 'distances=symmetric'"
    })
    void aSavedIndexAnswersLikeOneInMemory(String spec, String metric, String options) throws IOException {
        build(spec, "--metric", metric);
        assertSameAnswers(List.of(file, "--search", options),
                List.of("--index", spec, "--metric", metric, "--base", sample.baseFile, "--search", options));
    }

    @Test
    void buildWritesWhatTheLibraryWritesAndSaysSo() throws IOException {
        CommandRun run = build("IVF8,PQ4", "--metric", "ip", "--limit", 1500, "--train", sample.baseFile, "--threads", 2);
        Index index = Index.of("IVF8,PQ4", SampleFiles.D, Metric.INNER_PRODUCT);
        index.train(sample.base);
        index.add(Vectors.of(sample.base).rows(0, 1500));
        Path expected = temp.resolve("expected.index");
        FaissFiles.write(index, expected);
        assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(file));
        assertEquals(
                file + ": IVF8,PQ4 (ip), 1,500 vectors of 16 numbers, "
                        + String.format("%,d", Files.size(expected)) + " bytes",
                run.out().strip());
    }

    @ParameterizedTest
    @CsvSource({"'Flat'", "'PQ4x6'", "'IVF8,Flat'", "'OPQ4,IVF8,PQ4,RFlat'", "'PCA8,Flat'"})
    void theSizeThatInspectForetellsIsTheSizeOfTheFile(String spec) throws IOException {
        CommandRun before = CommandRun.done("inspect", "--json", "--index", spec, "--base", sample.baseFile);
        build(spec, "--format", "faiss");
        assertEquals((double) Files.size(file), JsonReader.readObject(before.out().strip()).get("file_bytes"));
        assertEquals((double) Files.size(file), inspected(file).get("file_bytes"));
        assertEquals((double) Files.size(file), inspected(file).get("bytes"));
    }

    @Test
    void plainVectorsTakeTheirFloatsAndAHeader() throws IOException {
        build("Flat");
        assertEquals(SampleFiles.N * SampleFiles.D * 4 + 45, Files.size(file));
    }

    @Test
    void theFileKeepsTheOptionsOfSearchesThatDoNotSay() throws IOException {
        build("IVF8,PQ4,RFlat", "--search", "nprobe=5,k_factor=3");
        assertEquals(5.0, inspected(file).get("nprobe"));
        assertEquals(3.0, inspected(file).get("k_factor"));
        assertSameAnswers(List.of(file), List.of(file, "--search", "k_factor=3,nprobe=5"));
        build("IVF8,PQ4,RFlat");
        assertEquals(1.0, inspected(file).get("nprobe"));
        assertEquals(1.0, inspected(file).get("k_factor"));
    }

    @Test
    void inspectOfAFileTellsWhatInspectOfTheSameInMemoryTells() {
        build("OPQ4,IVF8,PQ4,RFlat");
        Map<String, Object> saved = inspected(file);
        assertEquals(file.toString(), saved.remove("path"));
        assertEquals(saved.get("file_bytes"), saved.remove("bytes"));
        assertEquals("faiss", saved.remove("format"));
        Map<String, Object> memory = JsonReader.readObject(CommandRun.done("inspect", "--json", "--index",
                "OPQ4,IVF8,PQ4,RFlat", "--base", sample.baseFile).out().strip());
        assertEquals(memory.keySet(), saved.keySet());
        assertEquals("Linear16,IVF8,PQ4,RFlat", saved.get("index"));
        for (String key : List.of("metric", "d", "n", "trained", "nprobe", "k_factor", "residual", "code_bytes", "lists")) {
            assertEquals(memory.get(key), saved.get(key), key);
        }
        CommandRun text = CommandRun.done("inspect", file);
        assertTrue(text.outLines().getFirst().contains(file.toString()), text.out());
        assertTrue(text.out().contains("k_factor 1"), text.out());
    }

    @ParameterizedTest
    @CsvSource({"a.vtl, '', vectile", "a.VTL, '', vectile", "a.index, '', faiss", "a, '', faiss", "a.vtl, faiss, faiss",
        "a.index, vectile, vectile"})
    void theFormatIsThatOfTheNameUnlessItIsGiven(String name, String format, String written) throws IOException {
        Path out = temp.resolve(name);
        List<Object> words = new ArrayList<>(List.of("build", "--index", "IVF8,PQ4", "--base", sample.baseFile, "--out", out));
        if (!format.isEmpty()) {
            words.addAll(List.of("--format", format));
        }
        CommandRun.done(words.toArray());
        assertEquals(written, inspected(out).get("format"));
        Path expected = temp.resolve("expected");
        Index index = filled("IVF8,PQ4", Metric.L2, sample.base);
        if (written.equals("faiss")) {
            FaissFiles.write(index, expected);
        } else {
            index.save(expected);
        }
        assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(out));
        assertSameAnswers(List.of(out), List.of("--index", "IVF8,PQ4", "--base", sample.baseFile));
    }

    @ParameterizedTest
    @CsvSource({"'Flat'", "'IVF8,PQ4'", "'PCA8,IVF8,PQ4,RFlat'"})
    void convertGoesBothWaysAndBack(String spec) throws IOException {
        build(spec, "--search", spec.contains("IVF") ? "nprobe=3" : "");
        Path vtl = temp.resolve("a.vtl");
        Path back = temp.resolve("back.index");
        CommandRun.done("convert", file, vtl);
        CommandRun.done("convert", vtl, back);
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(back));
        assertSameAnswers(List.of(file), List.of(vtl));
        Path again = temp.resolve("again.vtl");
        CommandRun.done("convert", vtl, again);
        assertArrayEquals(Files.readAllBytes(vtl), Files.readAllBytes(again));
    }

    @Test
    @SuppressWarnings("unchecked")
    void inspectOfANativeFileTellsItsSectionsAndHowItWasTrained() throws IOException {
        Path vtl = temp.resolve("a.vtl");
        CommandRun.done("build", "--index", "OPQ4,IVF8,PQ4,RFlat", "--base", sample.baseFile, "--out", vtl);
        Map<String, Object> saved = inspected(vtl);
        assertEquals("OPQ4,IVF8,PQ4,RFlat", saved.get("index"));
        assertEquals((double) Files.size(vtl), saved.get("bytes"));
        assertEquals((double) Files.size(vtl), saved.get("native_bytes"));
        assertEquals(1234.0, ((Map<String, Object>) saved.get("training")).get("seed"));
        assertEquals("1.0", saved.get("format_version"));
        List<Map<String, Object>> sections = (List<Map<String, Object>>) saved.get("sections");
        assertEquals(FileReport.of(vtl).sections().stream().map(FileReport.Section::name).toList(),
                sections.stream().map(section -> section.get("name")).toList());
        assertTrue((double) saved.get("mapped_bytes") > SampleFiles.N * SampleFiles.D * 4.0, saved.toString());
        assertEquals(0.0, saved.get("removed"));
        assertEquals(0.0, saved.get("unpacked"));
        String text = CommandRun.done("inspect", vtl, "--verify").out();
        assertTrue(text.contains("format 1.0") && text.contains("seed 1234") && text.contains("  ORIG "), text);
        assertTrue(text.strip().endsWith("verified: every checksum matches"), text);
        assertEquals(true, JsonReader.readObject(CommandRun.done("inspect", vtl, "--verify", "--json").out().strip()).get("verified"));
        build("Flat");
        assertTrue(CommandRun.done("inspect", file, "--verify").out().contains("all counts and sizes agree"));
    }

    @Test
    void convertGivesTheSameBytesAlsoOverItsInput() throws IOException {
        build("PCA8,IVF8,PQ4,RFlat", "--search", "nprobe=2");
        byte[] bytes = Files.readAllBytes(file);
        Path copy = temp.resolve("copy.index");
        CommandRun run = CommandRun.done("convert", file, copy, "--format", "faiss");
        assertEquals(
                copy + ": PCA8,IVF8,PQ4,RFlat (l2), 2,000 vectors of 16 numbers, "
                        + String.format("%,d", bytes.length) + " bytes",
                run.out().strip());
        assertArrayEquals(bytes, Files.readAllBytes(copy));
        CommandRun.done("convert", file, file);
        assertArrayEquals(bytes, Files.readAllBytes(file));
        try (Stream<Path> left = Files.list(temp)) {
            assertEquals(List.of("base.fvecs", "copy.index", "query.fvecs", "saved.index"),
                    left.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void queriesMayComeFromAnAnnBenchmarksFile() throws IOException {
        build("PQ4");
        Path hdf5 = temp.resolve("queries.hdf5");
        try (WritableHdfFile written = HdfFile.write(hdf5)) {
            written.putDataset("test", sample.queries);
        }
        assertEquals(CommandRun.done("search", file, "--query", sample.queryFile, "-k", 3).out(),
                CommandRun.done("search", file, "--query", hdf5, "-k", 3).out());
    }

    @Test
    void ownIdsComeBackAsWideAsTheirFileHoldsThem() {
        long[] own = LongStream.range(0, SampleFiles.N).map(i -> (1L << 40) + 3 * i).toArray();
        Index index = Index.of("Flat", SampleFiles.D);
        index.add(Vectors.of(sample.base), own);
        FaissFiles.write(index, file);
        Path wide = temp.resolve("ids.npy");
        CommandRun.done("search", file, "--query", sample.queryFile, "-k", 4, "--ids", wide);
        Neighbors expected = index.search(Vectors.of(sample.queries), 4);
        IntVectors ids = VectorFiles.openInts(wide);
        for (int q = 0; q < SampleFiles.QUERIES; q++) {
            assertArrayEquals(expected.ids(q), ids.rowLongs(q));
        }
        Path narrow = temp.resolve("ids.ivecs");
        String line = CommandRun.refused(1, "search", file, "--query", sample.queryFile, "-k", 4, "--ids", narrow);
        assertTrue(line.contains(narrow.toString()) && line.contains("" + expected.id(0, 0)), line);
        assertFalse(Files.exists(narrow));
    }

    @Test
    void anEmptyIndexFindsNothing() {
        Index empty = Index.of("PQ4", SampleFiles.D);
        empty.train(sample.base);
        FaissFiles.write(empty, file);
        assertEquals(1, CommandRun.done("search", file, "--query", sample.queryFile).outLines().size());
        Path ids = temp.resolve("ids.ivecs");
        CommandRun.done("search", file, "--query", sample.queryFile, "--queries", 1, "-k", 2, "--ids", ids);
        assertArrayEquals(new long[] {-1, -1}, VectorFiles.openInts(ids).rowLongs(0));
        assertEquals(0.0, inspected(file).get("n"));
    }

    @Test
    void anIndexThatIsNotTrainedIsShownAndConvertedButNotSearched() throws IOException {
        FaissFiles.write(Index.of("PQ4", SampleFiles.D), file);
        assertEquals(false, inspected(file).get("trained"));
        Path copy = temp.resolve("copy.index");
        assertTrue(CommandRun.done("convert", file, copy).out().contains("not trained"));
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(copy));
        String line = CommandRun.refused(1, "search", file, "--query", sample.queryFile);
        assertTrue(line.startsWith("vectile: " + file + ": ") && line.contains("trained"), line);
    }

    @Test
    void searchOptionsOfTheCommandGoBeforeThoseOfTheFile() {
        build("IVF8,Flat", "--search", "nprobe=2");
        Index index = filled("IVF8,Flat", Metric.L2, sample.base);
        Path ids = temp.resolve("ids.npy");
        for (int nprobe : new int[] {2, 8}) {
            Object[] words = nprobe == 2
                    ? new Object[] {"search", file, "--query", sample.queryFile, "--ids", ids}
                    : new Object[] {"search", file, "--query", sample.queryFile, "--ids", ids, "--search", "nprobe=8"};
            CommandRun.done(words);
            Neighbors expected =
                    index.search(Vectors.of(sample.queries), 10, SearchOptions.defaults().withNprobe(nprobe));
            for (int q = 0; q < SampleFiles.QUERIES; q++) {
                assertArrayEquals(expected.ids(q), VectorFiles.openInts(ids).rowLongs(q), "nprobe " + nprobe);
            }
        }
    }
}
