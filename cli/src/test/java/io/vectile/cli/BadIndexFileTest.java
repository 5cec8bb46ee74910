package io.vectile.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.FileReport;
import io.vectile.vectors.VectorFiles;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no index that can be read, and places where none can go: one line that names the file, and exit status 1. */
class BadIndexFileTest {

    @TempDir
    Path temp;

    private SampleFiles sample;

    @BeforeEach
    void files() {
        sample = new SampleFiles(temp);
    }

    /** What every command that takes an index says of a file: the same. */
    private String refused(Path index) {
        Path out = temp.resolve("out.index");
        List<String> lines = List.of(
                CommandRun.refused(1, "search", index, "--query", sample.queryFile),
                CommandRun.refused(1, "inspect", index),
                CommandRun.refused(1, "inspect", index, "--verify"),
                CommandRun.refused(1, "merge", index, index, "--out", out),
                CommandRun.refused(1, "remove", index, "--ids", "1"),
                CommandRun.refused(1, "convert", index, out));
        assertEquals(1, lines.stream().distinct().count(), lines.toString());
        assertTrue(lines.getFirst().startsWith("vectile: " + index), lines.getFirst());
        assertFalse(Files.exists(out));
        return lines.getFirst();
    }

    private void assertNames(String line, Object... parts) {
        for (Object part : parts) {
            assertTrue(line.contains(part.toString()), () -> part + " is not in: " + line);
        }
    }

    @Test
    void whatIsNoIndexIsNamed() throws IOException {
        assertNames(refused(temp.resolve("none.index")), "there is no such file");
        assertNames(refused(temp), "this is a directory");
        assertNames(refused(Files.createFile(temp.resolve("empty.index"))), "the file is empty");
        assertNames(refused(sample.baseFile), ", byte 0: ", "not a Vectile file", "an fvecs or ivecs file of d = 16");
        assertNames(refused(Files.write(temp.resolve("a.bin"), new byte[] {1, -2, 3, -4, 5, -6, 7, -8, 9})),
                "it begins neither as one does nor as an index of Faiss");
        assertNames(refused(Files.writeString(temp.resolve("a.txt"), "these are words")), ", byte 0: ", "a text, beginning \"these are words\"");
    }

    @Test
    void aKindOfIndexThatIsNotReadIsNamed() throws IOException {
        byte[] graph = Arrays.copyOf("IHNf".getBytes(StandardCharsets.US_ASCII), 500);
        assertNames(refused(Files.write(temp.resolve("hnsw.index"), graph)), ", byte 0: ", "IndexHNSWFlat");
    }

    @Test
    void aDamagedFileIsNamedWithThePlace() throws IOException {
        Path whole = temp.resolve("whole.index");
        CommandRun.done("build", "--index", "IVF8,PQ4", "--base", sample.baseFile, "--out", whole);
        byte[] bytes = Files.readAllBytes(whole);
        assertNames(refused(Files.write(temp.resolve("short.index"), Arrays.copyOf(bytes, bytes.length - 1))), ", byte ");
        byte[] other = bytes.clone();
        other[4] ^= 1; // d
        assertNames(refused(Files.write(temp.resolve("other.index"), other)), ", byte ");
    }

    @Test
    void aDamagedNativeFileIsFoundByVerifyingAndBeforeItIsWrittenAgain() throws IOException {
        Path whole = temp.resolve("whole.vtl");
        CommandRun.done("build", "--index", "IVF8,PQ4", "--base", sample.baseFile, "--out", whole);
        assertNames(CommandRun.done("inspect", whole, "--verify").out(), "verified: every checksum matches");
        byte[] bytes = Files.readAllBytes(whole);
        assertNames(refused(Files.write(temp.resolve("short.vtl"), Arrays.copyOf(bytes, bytes.length - 1))), ", byte ", "cut short");
        FileReport.Section code = FileReport.of(whole).sections().stream().filter(s -> s.name().equals("CODE")).findFirst().orElseThrow();
        bytes[(int) code.offset() + 70] ^= 1;
        Files.write(whole, bytes);
        CommandRun.done("inspect", whole); // which does not read the codes
        Path out = temp.resolve("out.vtl");
        for (Object[] words : new Object[][] {{"inspect", whole, "--verify"}, {"inspect", whole, "--verify", "--json"},
            {"convert", whole, out}, {"convert", whole, whole}, {"merge", whole, whole, "--out", out}, {"remove", whole, "--ids", 1},
            {"build", "--index", "IVF8,PQ4", "--base", sample.baseFile, "--out", whole, "--resume"}}) {
            assertNames(CommandRun.refused(1, words), whole, "byte ", "section CODE", "checksum");
        }
        assertFalse(Files.exists(out));
        assertArrayEquals(bytes, Files.readAllBytes(whole));
    }

    @Test
    void aFileThatCannotBeReadStaysAsItWasWhereItIsConvertedOntoItself() throws IOException {
        Path text = Files.writeString(temp.resolve("a.index"), "these are words");
        CommandRun.refused(1, "convert", text, text);
        assertEquals("these are words", Files.readString(text));
    }

    @Test
    void queriesOfAnotherDimensionAreRefusedWithBothFiles() {
        Path index = temp.resolve("a.index");
        CommandRun.done("build", "--index", "Flat", "--base", sample.baseFile, "--out", index);
        Path other = temp.resolve("other.fvecs");
        VectorFiles.write(other, Vectors.of(new float[40], 8));
        assertNames(CommandRun.refused(1, "search", index, "--query", other), other + " has d = 8", index + " has d = 16");
        assertNames(CommandRun.refused(1, "build", "--index", "Flat", "--base", sample.baseFile, "--train", other, "--out",
                index), other + " has d = 8", sample.baseFile + " has d = 16");
    }

    @Test
    void placesThatCannotBeWrittenAreRefusedBeforeTheWork() {
        // These files are not there: the place is looked at before they are opened.
        for (Path out : List.of(temp.resolve("none/a.index"), temp)) {
            assertNames(
                    CommandRun.refused(1, "build", "--index", "Flat", "--base", "nothing.fvecs", "--out", out), out, "folder");
            assertNames(CommandRun.refused(1, "convert", "nothing.index", out), out, "folder");
        }
    }

    @Test
    void whatIsNoRegularFileIsNotReplaced() throws IOException {
        Path index = temp.resolve("a.index");
        CommandRun.done("build", "--index", "Flat", "--base", sample.baseFile, "--out", index);
        Path folder = Files.createTempDirectory("vectile"); // short: the path of a socket has at most some 100 bytes
        Path socket = folder.resolve("s");
        Path ids = folder.resolve("i.npy");
        try (ServerSocketChannel one = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            one.bind(UnixDomainSocketAddress.of(socket));
            other.bind(UnixDomainSocketAddress.of(ids));
            assertNames(CommandRun.refused(1, "convert", index, socket), socket, "no regular file");
            assertNames(CommandRun.refused(1, "build", "--index", "Flat", "--base", sample.baseFile, "--out", socket),
                    socket, "no regular file");
            assertNames(CommandRun.refused(1, "search", index, "--query", sample.queryFile, "--ids", ids),
                    ids, "no regular file");
            assertTrue(Files.readAttributes(socket, BasicFileAttributes.class).isOther());
            assertTrue(Files.readAttributes(ids, BasicFileAttributes.class).isOther());
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(ids);
            Files.delete(folder);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "PQ5", "PCA6,PQ4", "OPQ5,PQ4", "OPQ4_18,PQ4", "PCA17,Flat", "IVF8,PQ3x4", "IVF2001,Flat", "PCA8,IVF2001,PQ4"
    })
    void aSpecThatDoesNotSuitTheDataIsRefusedAndWhatWasThereStays(String spec) throws IOException {
        Path out = Files.writeString(temp.resolve("a.index"), "older");
        String line = CommandRun.refused(1, "build", "--index", spec, "--base", sample.baseFile, "--out", out);
        assertTrue(line.contains("need"), line);
        assertArrayEquals("older".getBytes(StandardCharsets.US_ASCII), Files.readAllBytes(out));
    }
}
