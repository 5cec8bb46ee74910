package io.vectile.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.FaissFiles;
import io.vectile.Index;
import io.vectile.Neighbors;
import io.vectile.vectors.IntVectors;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands merge and remove, and indexes whose vectors stay in the file they came from. */
class ChangeCommandsTest {

    @TempDir
    Path temp;

    private SampleFiles sample;

    @BeforeEach
    void files() {
        sample = new SampleFiles(temp);
    }

    private Index trained(String spec) {
        return Index.of(spec, SampleFiles.D).train(Vectors.of(sample.base));
    }

    /** Rows as an index of one training, with ids from {@code first} on. */
    private Path shard(String spec, String name, int from, int to, long first) {
        Index shard = trained(spec);
        shard.add(Vectors.of(sample.base).rows(from, to), LongStream.range(first, first + to - from).toArray());
        Path file = temp.resolve(name);
        if (name.endsWith(".vtl")) {
            shard.save(file);
        } else {
            FaissFiles.write(shard, file);
        }
        return file;
    }

    private void assertSame(Index expected, Path file) {
        Index read = Index.open(file);
        assertEquals(expected.ntotal(), read.ntotal());
        assertEquals(expected.largestId(), read.largestId());
        Vectors queries = Vectors.of(sample.queries);
        assertEquals(expected.search(queries, 20), read.search(queries, 20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flat", "IVF8,PQ4", "IVF8,PQ4,RFlat"})
    void shardsOfOneTrainingBecomeOneIndex(String spec) {
        Index all = trained(spec);
        all.add(sample.base);
        Path a = shard(spec, "a.vtl", 0, 700, 0);
        Path b = shard(spec, "b.vtl", 700, 1500, 700);
        Path c = shard(spec, "c.vtl", 1500, 2000, 1500);
        Path out = temp.resolve("all.vtl");
        CommandRun run = CommandRun.done("merge", "--out", out, a, b, c);
        assertTrue(run.out().startsWith(out + ": " + spec + " (l2), 2,000 vectors"), run.out());
        assertSame(all, out);
        Path fromZero = shard(spec, "z.vtl", 700, 1500, 0);
        Path alsoFromZero = shard(spec, "y.vtl", 1500, 2000, 0);
        CommandRun.done("merge", "--ids", "shift", a, fromZero, alsoFromZero, "--out", a);
        assertSame(all, a);
    }

    @Test
    void shardsOfBothFormatsAreMerged() {
        Index all = trained("IVF8,PQ4");
        all.add(sample.base);
        Path out = temp.resolve("all.vtl");
        CommandRun.done("merge", shard("IVF8,PQ4", "a.vtl", 0, 700, 0), shard("IVF8,PQ4", "b.index", 700, 2000, 700), "--out", out);
        assertSame(all, out);
    }

    @Test
    void whatCannotBeMergedIsNamedByItsFiles() throws IOException {
        Path a = shard("IVF8,PQ4", "a.vtl", 0, 700, 0);
        Path b = shard("IVF8,PQ4", "b.vtl", 700, 1400, 700);
        Path twice = shard("IVF8,PQ4", "twice.vtl", 1400, 2000, 1000);
        Path out = temp.resolve("all.vtl");
        String ids = CommandRun.refused(1, "merge", a, b, twice, "--out", out);
        assertTrue(ids.startsWith("vectile: " + b + " and " + twice + ": both indexes hold id 1000;") && ids.contains("--ids shift"), ids);
        Index other = Index.of("IVF8,PQ4", SampleFiles.D).train(Vectors.of(sample.base).rows(0, 1000));
        Path elsewhere = temp.resolve("elsewhere.vtl");
        other.save(elsewhere);
        String training = CommandRun.refused(1, "merge", a, b, elsewhere, "--out", out);
        assertTrue(training.contains(a + " and " + elsewhere) && training.contains("one training"), training);
        Path untrained = temp.resolve("untrained.vtl");
        Index.of("IVF8,PQ4", SampleFiles.D).save(untrained);
        assertTrue(CommandRun.refused(1, "merge", a, untrained, "--out", out).contains(untrained + ": this index was saved before"));
        assertFalse(Files.exists(out));
    }

    @Test
    void removedVectorsAreFoundNoMore() {
        Path file = shard("IVF8,PQ4", "a.vtl", 0, 2000, 0);
        Index index = Index.open(file);
        CommandRun run = CommandRun.done("remove", file, "--ids", "17,3,3,5000");
        assertEquals("removed 2 of 3 ids", run.outLines().getFirst());
        index.remove(3, 17);
        assertSame(index, file);
        Path gone = temp.resolve("gone.ivecs");
        VectorFiles.writeInts(gone, IntVectors.of(LongStream.range(0, 600).toArray(), 3));
        assertEquals("removed 598 of 600 ids", CommandRun.done("remove", file, "--ids", gone).outLines().getFirst());
        index.remove(LongStream.range(0, 600).toArray());
        assertSame(index, file);
    }

    @Test
    void removingWhatIsNotThereLeavesTheFile() throws IOException {
        Path file = shard("Flat", "a.vtl", 0, 10, 0);
        byte[] bytes = Files.readAllBytes(file);
        assertEquals("removed 0 of 1 ids", CommandRun.done("remove", file, "--ids", "10").outLines().getFirst());
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    @Test
    void aFaissFileStaysOneWhenVectorsAreRemoved() {
        Path file = shard("IVF8,PQ4", "a.index", 0, 2000, 0);
        CommandRun.done("remove", file, "--ids", "7");
        assertEquals(1999, FaissFiles.read(file).ntotal());
    }

    @Test
    void originalsStayInTheFileOfVectors() throws IOException {
        Path copied = temp.resolve("copied.vtl");
        Path referring = temp.resolve("referring.vtl");
        Object[] build = {"build", "--index", "IVF8,PQ4,RFlat", "--base", sample.baseFile, "--search", "nprobe=4,k_factor=5", "--out"};
        CommandRun.done(with(build, copied));
        CommandRun.done(with(build, referring, "--originals", "file"));
        assertEquals(SampleFiles.N * SampleFiles.D * 4, Files.size(copied) - Files.size(referring), 600);
        String text = CommandRun.done("inspect", referring, "--verify").out();
        assertTrue(text.contains("rows of " + sample.baseFile), text);
        Vectors queries = Vectors.of(sample.queries);
        Neighbors expected = Index.open(copied).search(queries, 10);
        assertEquals(expected, Index.open(referring).search(queries, 10));
        String answers = CommandRun.done("search", copied, "--query", sample.queryFile).out();
        assertEquals(answers, CommandRun.done("search", referring, "--query", sample.queryFile).out());

        // Moved together, they are found; alone, the index says what it misses.
        Path folder = Files.createDirectory(temp.resolve("elsewhere"));
        Path moved = Files.move(referring, folder.resolve("referring.vtl"));
        Files.move(sample.baseFile, folder.resolve("base.fvecs"));
        assertEquals(answers, CommandRun.done("search", moved, "--query", sample.queryFile).out());
        Files.move(folder.resolve("base.fvecs"), temp.resolve("other.fvecs"));
        String line = CommandRun.refused(1, "search", moved, "--query", sample.queryFile);
        assertTrue(line.startsWith("vectile: " + moved) && line.contains(sample.baseFile.toString()) && line.contains("is not there, nor is " + folder.resolve("base.fvecs")), line);
    }

    /** A link has any name; what would be gone is the file that it leads to. */
    @Test
    void vectorsAreNotReplacedThroughALink() throws IOException {
        byte[] before = Files.readAllBytes(sample.baseFile);
        Path link = Files.createSymbolicLink(temp.resolve("link.vtl"), sample.baseFile);
        for (String where : new String[] {"file", "copy"}) {
            String line = CommandRun.refused(2, "build", "--index", "IVF8,PQ4,RFlat", "--base", sample.baseFile, "--originals", where,
                    "--out", link);
            assertTrue(line.contains(link + ", a link to " + sample.baseFile.toRealPath() + ","), line);
            assertArrayEquals(before, Files.readAllBytes(sample.baseFile));
        }
    }

    private static Object[] with(Object[] words, Object... more) {
        return Stream.concat(Stream.of(words), Stream.of(more)).toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "abc", "1,,2", "1-5"})
    void whatIsNoListOfIdsAndNoFileIsRefusedAsThat(String ids) {
        Path a = shard("PQ4", "a.vtl", 0, 700, 0);
        String line = CommandRun.refused(2, "remove", a, "--ids=" + ids);
        assertTrue(line.contains("\"" + ids + "\" is no list of ids, and no file of that name"), line);
        assertEquals(700, Index.open(a).ntotal());
    }

    @Test
    void idsMayHaveBlanksAfterCommas() {
        Path a = shard("PQ4", "a.vtl", 0, 700, 0);
        CommandRun.done("remove", a, "--ids", "1, 2");
        assertEquals(698, Index.open(a).ntotal());
    }
}
