package io.vectile.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.vectors.IntVectors;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are not what a command needs: one line that names the file and what is wrong with it, and exit status 1. */
class BadInputTest {

    @TempDir
    Path temp;

    private SampleFiles sample;

    @BeforeEach
    void files() {
        sample = new SampleFiles(temp);
    }

    private String bench(Object... more) {
        Object[] words = {"bench", "--warmup", "0", "--json", temp.resolve("out.json")};
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        String line = CommandRun.refused(1, all);
        return line;
    }

    private void assertNames(String line, Object... parts) {
        for (Object part : parts) {
            assertTrue(line.contains(part.toString()), () -> part + " is not in: " + line);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bench", "search", "inspect", "groundtruth"})
    void aMissingBaseFileIsNamed(String command) {
        Path none = temp.resolve("none.fvecs");
        String line = switch (command) {
            case "inspect" -> CommandRun.refused(1, command, "--index", "Flat", "--base", none);
            case "groundtruth" -> CommandRun.refused(
                    1, command, "--base", none, "--query", sample.queryFile, "--out", temp.resolve("o.ivecs"));
            default -> CommandRun.refused(1, command, "--index", "Flat", "--base", none, "--query", sample.queryFile);
        };
        assertNames(line, none, "there is no such file");
    }

    @Test
    void aMissingQueryTrainOrGroundTruthFileIsNamed() {
        Path none = temp.resolve("none.fvecs");
        assertNames(bench("--index", "Flat", "--base", sample.baseFile, "--query", none), none);
        assertNames(bench("--index", "Flat", "--base", sample.baseFile, "--query", sample.queryFile, "--train", none), none);
        Path truth = temp.resolve("none.ivecs");
        assertNames(
                bench("--index", "Flat", "--base", sample.baseFile, "--query", sample.queryFile, "--groundtruth", truth),
                truth);
    }

    @Test
    void anUnknownExtensionIsNamedWithTheKnownOnes() throws IOException {
        Path text = Files.writeString(temp.resolve("base.txt"), "1 2 3");
        assertNames(bench("--index", "Flat", "--base", text, "--query", sample.queryFile), text, ".txt", "fvecs");
    }

    @Test
    void integersAreNoVectorsAndVectorsAreNoIntegers() {
        Path ints = temp.resolve("ints.ivecs");
        VectorFiles.writeInts(ints, IntVectors.of(new int[] {1, 2}, 2));
        assertNames(bench("--index", "Flat", "--base", ints, "--query", sample.queryFile), ints);
        assertNames(bench("--index", "Flat", "--base", sample.baseFile, "--query", sample.queryFile, "--groundtruth",
                sample.baseFile), sample.baseFile);
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        byte[] whole = Files.readAllBytes(sample.baseFile);
        Path cut = Files.write(temp.resolve("cut.fvecs"), Arrays.copyOf(whole, whole.length - 1));
        assertNames(bench("--index", "Flat", "--base", cut, "--query", sample.queryFile), cut);
        Path empty = Files.createFile(temp.resolve("empty.fvecs"));
        assertNames(bench("--index", "Flat", "--base", empty, "--query", sample.queryFile), empty, "empty");
        Path noHdf5 = Files.writeString(temp.resolve("base.hdf5"), "not HDF5 at all");
        assertNames(bench("--index", "Flat", "--base", noHdf5, "--query", sample.queryFile), noHdf5);
        assertNames(bench("--index", "Flat", "--base", temp, "--query", sample.queryFile), temp);
    }

    @Test
    void dimensionsThatDoNotGoTogetherAreBothNamed() {
        Path other = temp.resolve("other.fvecs");
        VectorFiles.write(other, Vectors.of(new float[40], 8));
        String query = bench("--index", "Flat", "--base", sample.baseFile, "--query", other);
        assertNames(query, other + " has d = 8", sample.baseFile + " has d = 16");
        assertNames(bench("--index", "PQ4", "--base", sample.baseFile, "--query", sample.queryFile, "--train", other),
                other + " has d = 8", sample.baseFile + " has d = 16");
    }

    @Test
    void aSpecThatDoesNotSuitTheDataIsRefusedBeforeTheFirstIsTrained() {
        String line = bench("--index", "PQ4", "--index", "PQ5", "--base", sample.baseFile, "--query", sample.queryFile);
        assertEquals("vectile: PQ5 needs d divisible by 5; d is 16", line);
        assertEquals("", assertRead(temp.resolve("out.json")));
    }

    @Test
    void tooFewVectorsToLearnFromAreRefused() {
        String line = bench("--index", "IVF64,Flat", "--limit", 50, "--base", sample.baseFile, "--query", sample.queryFile);
        assertNames(line, "64", "50");
    }

    @Test
    void valuesThatAreNoNumbersAreRefusedWithTheirRow() {
        float[][] rows = sample.base.clone();
        rows[17] = rows[17].clone();
        rows[17][3] = Float.NaN;
        Path bad = temp.resolve("nan.fvecs");
        VectorFiles.write(bad, Vectors.of(rows));
        assertNames(bench("--index", "Flat", "--base", bad, "--query", sample.queryFile), "17", "NaN");
        assertNames(CommandRun.refused(1, "search", "--index", "PQ4", "--base", sample.baseFile, "--query", bad), "17", "NaN");
    }

    @Test
    void groundTruthThatCannotBelongToTheDataIsRefused() {
        Path shortTruth = temp.resolve("short.ivecs");
        VectorFiles.writeInts(shortTruth, IntVectors.of(new int[10], 2));
        assertNames(bench("--index", "Flat", "--base", sample.baseFile, "--query", sample.queryFile, "--groundtruth",
                shortTruth), shortTruth + " has 5 rows; 60 queries need as many");
        int[] ids = new int[2 * SampleFiles.QUERIES];
        ids[7] = SampleFiles.N;
        Path outside = temp.resolve("outside.ivecs");
        VectorFiles.writeInts(outside, IntVectors.of(ids, 2));
        assertNames(bench("--index", "Flat", "--base", sample.baseFile, "--query", sample.queryFile, "--groundtruth",
                outside), outside + " names vector 2000 in row 3", "the vectors 0 to 1999");
    }

    @Test
    void placesThatCannotBeWrittenAreRefusedBeforeTheWork() {
        Path nowhere = temp.resolve("none/out");
        assertNames(CommandRun.refused(1, "groundtruth", "--base", sample.baseFile, "--query", sample.queryFile, "--out",
                nowhere + ".ivecs"), "there is no folder " + temp.resolve("none"));
        assertNames(CommandRun.refused(1, "search", "--index", "Flat", "--base", sample.baseFile, "--query",
                sample.queryFile, "--ids", nowhere + ".ivecs"), "there is no folder");
        assertNames(CommandRun.refused(1, "bench", "--index", "Flat", "--base", sample.baseFile, "--query",
                sample.queryFile, "--json", nowhere), "there is no folder");
        assertNames(CommandRun.refused(1, "bench", "--index", "Flat", "--base", sample.baseFile, "--query",
                sample.queryFile, "--json", temp), "this is a folder");
        assertFalse(Files.exists(temp.resolve("none")));
    }

    @Test
    void moreNeighboursThanVectorsAreRefusedAsGroundTruth() {
        assertNames(CommandRun.refused(1, "groundtruth", "--base", sample.baseFile, "--limit", 20, "--query",
                sample.queryFile, "-k", 21, "--out", temp.resolve("o.ivecs")), "21", "20");
        assertFalse(Files.exists(temp.resolve("o.ivecs")));
    }

    private static String assertRead(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
