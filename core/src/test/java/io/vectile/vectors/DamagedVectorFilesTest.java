package io.vectile.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.error.VectorFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are missing, damaged or hostile: each a typed error that says where, and what would be right. */
class DamagedVectorFilesTest {
    private static final String WRONG_KIND = " (is this file of the kind that its extension says?)";

    @TempDir
    Path folder;

    private void refused(Path file, String message) {
        var e = assertThrows(VectorFileException.class, () -> VectorFiles.open(file));
        assertEquals(file + message, e.getMessage());
        assertEquals(file, e.path());
    }

    private void refused(String name, Bytes bytes, String message) throws IOException {
        refused(bytes.in(folder, name), message);
    }

    private void refusedNpy(String header, Bytes data, String message) throws IOException {
        refused("a.npy", Bytes.npy(1, header).bytes(toInts(data.array())), message);
    }

    private static int[] toInts(byte[] bytes) {
        int[] ints = new int[bytes.length];
        Arrays.setAll(ints, i -> bytes[i]);
        return ints;
    }

    @Test
    void aMissingFileIsNamed() {
        refused(folder.resolve("none.fvecs"), ": cannot be opened: there is no such file");
        refused(folder.resolve("no/such/folder/none.npy"), ": cannot be opened: there is no such file");
    }

    @Test
    void aDirectoryIsNamed() throws IOException {
        refused(Files.createDirectory(folder.resolve("d.fvecs")), ": cannot be opened: this is a directory");
        refused(folder, ": cannot be opened: this is a directory");
    }

    @Test
    void aFileThatMayNotBeReadIsNamed() throws IOException {
        Path file = new Bytes().ints(1).floats(1).in(folder, "secret.fvecs");
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        }
        if (Files.isReadable(file)) {
            assertEquals(1, VectorFiles.open(file).n()); // the superuser reads everything
        } else {
            refused(file, ": cannot be opened: permission denied");
        }
    }

    @Test
    void aFileInPlaceOfAFolderIsNamed() throws IOException {
        Path file = new Bytes().ints(1).floats(1).in(folder, "a.fvecs").resolve("b.fvecs");
        var e = assertThrows(VectorFileException.class, () -> VectorFiles.open(file));
        assertTrue(e.getMessage().startsWith(file + ": cannot be opened: "), e.getMessage());
    }

    @Test
    void anUnknownExtensionIsNamedWithTheKnownOnes() {
        String known = "; known are fvecs, bvecs, fbin, u8bin and npy for vectors, ivecs, ibin and npy for integers";
        refused(folder.resolve("a.CSV"), ": the extension .csv is unknown" + known);
        refused(folder.resolve("fvecs"), ": the name has no extension" + known);
        refused(folder.resolve("a."), ": the name has no extension" + known);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fvecs", "bvecs", "fbin", "u8bin", "npy", "ivecs", "ibin"})
    void anEmptyFileIsNamed(String extension) throws IOException {
        refused("a." + extension, new Bytes(), ": the file is empty");
    }

    @Test
    void vectorsAndIntegersAreNotMistakenForEachOther() throws IOException {
        refused("a.ivecs", new Bytes().ints(1, 5), ": the file holds int32 numbers; vectors are float32 or uint8"
                + " (integers are opened with VectorFiles.openInts)");
        Path floats = new Bytes().ints(1).floats(1).in(folder, "a.fvecs");
        assertEquals(floats + ": the file holds float32 numbers; integers are int32 or int64"
                        + " (vectors are opened with VectorFiles.open)",
                assertThrows(VectorFileException.class, () -> VectorFiles.openInts(floats)).getMessage());
    }

    @Test
    void dimensionsOutOfRangeAreRefused() throws IOException {
        refused("a.fvecs", new Bytes().ints(0), ", byte 0: the dimension is 0; it must be 1 to 1048576" + WRONG_KIND);
        refused("a.bvecs", new Bytes().ints(-1).bytes(1), ", byte 0: the dimension is -1; it must be 1 to 1048576" + WRONG_KIND);
        refused("a.fvecs", new Bytes().ints(1_048_577),
                ", byte 0: the dimension is 1048577; it must be 1 to 1048576" + WRONG_KIND);
        refused("a.fbin", new Bytes().ints(1, 0), ", byte 4: the dimension is 0; it must be 1 to 1048576" + WRONG_KIND);
        refused("a.u8bin", new Bytes().ints(1, Integer.MIN_VALUE),
                ", byte 4: the dimension is -2147483648; it must be 1 to 1048576" + WRONG_KIND);
        refusedNpy("{'descr': '<f4', 'fortran_order': False, 'shape': (5, 0)}", new Bytes(),
                ", byte 10: the dimension is 0; it must be 1 to 1048576" + WRONG_KIND);
        refusedNpy("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4294967297)}", new Bytes(),
                ", byte 10: the dimension is 4294967297; it must be 1 to 1048576" + WRONG_KIND);
    }

    @Test
    void aDimensionThatChangesIsNamedWithItsRow() throws IOException {
        refused("a.fvecs", new Bytes().ints(2).floats(1, 2).ints(2).floats(3, 4).ints(3).floats(5, 6),
                ", byte 24: row 2 has dimension 3 and row 0 has 2; all rows must have the same");
        refused("a.bvecs", new Bytes().ints(1).bytes(9).ints(-7).bytes(9).ints(1),
                ", byte 5: row 1 has dimension -7 and row 0 has 1; all rows must have the same");
        Path ivecs = new Bytes().ints(1, 5, 0, 5).in(folder, "a.ivecs");
        var e = assertThrows(VectorFileException.class, () -> VectorFiles.openInts(ivecs));
        assertEquals(8, e.offset());
    }

    @Test
    void reopenedAFileIsHeldAgainstItsSizeAndAFewOfItsRows() throws IOException {
        Bytes rows = new Bytes();
        for (int row = 0; row < 1000; row++) {
            rows.ints(row == 500 ? 3 : 2).bytes(row, row);
        }
        Path changed = rows.in(folder, "changed.bvecs");
        assertEquals(500 * 6, assertThrows(VectorFileException.class, () -> VectorFiles.open(changed)).offset());
        assertEquals(1000, VectorFiles.reopen(changed).n());
        Path other = new Bytes().ints(2).floats(1, 2).ints(3).floats(3, 4).in(folder, "other.fvecs");
        assertEquals(12, assertThrows(VectorFileException.class, () -> VectorFiles.reopen(other)).offset());
        Path cut = new Bytes().ints(2).bytes(1, 2).ints(2).bytes(3).in(folder, "cut.bvecs");
        assertThrows(VectorFileException.class, () -> VectorFiles.reopen(cut));
    }

    @Test
    void aFileThatIsCutOffIsNamedWithThePlace() throws IOException {
        refused("a.fvecs", new Bytes().bytes(1, 0, 0),
                ", byte 0: the file has 3 bytes; a row starts with a 4-byte dimension");
        refused("a.fvecs", new Bytes().ints(2).floats(1),
                ", byte 0: row 0 is cut off after 8 bytes; a row of d = 2 float32 takes 12 (the file has 8)");
        refused("a.bvecs", new Bytes().ints(2).bytes(1, 2).ints(2).bytes(3),
                ", byte 6: row 1 is cut off after 5 bytes; a row of d = 2 uint8 takes 6 (the file has 11)");
        refused("a.fbin", new Bytes().ints(2).bytes(1), ", byte 0: the file has 5 bytes; its header alone takes 8");
        refused("a.fbin", new Bytes().ints(2, 1).floats(1),
                ", byte 8: the header says 2 rows of d = 1 float32, 4 bytes each, and 4 bytes follow it: 1 rows and 0 bytes");
    }

    @Test
    void aHeaderThatClaimsMoreOrFewerRowsThanTheBytesHoldIsRefused() throws IOException {
        refused("a.u8bin", new Bytes().ints(3, 2).bytes(1, 2, 3, 4, 5),
                ", byte 8: the header says 3 rows of d = 2 uint8, 2 bytes each, and 5 bytes follow it: 2 rows and 1 bytes");
        refused("a.u8bin", new Bytes().ints(-1, 1_048_576).bytes(1),
                ", byte 8: the header says 4294967295 rows of d = 1048576 uint8, 1048576 bytes each, and 1 bytes follow it:"
                        + " 0 rows and 1 bytes");
        refused("a.fbin", new Bytes().ints(1, 1).floats(1, 2),
                ", byte 8: the header says 1 rows of d = 1 float32, 4 bytes each, and 8 bytes follow it: 2 rows and 0 bytes");
        refusedNpy("{'descr': '<f4', 'fortran_order': False, 'shape': (999999999999999999, 1048576)}", new Bytes().floats(1),
                ", byte 90: the header says 999999999999999999 rows of d = 1048576 float32, 4194304 bytes each, and 4 bytes"
                        + " follow it: 0 rows and 4 bytes");
    }

    @Test
    void npyFilesOfAnotherKindAreRefusedWithWhatTheyAre() throws IOException {
        String read = "; vectors are read from <f4 and |u1, integers from <i4 and <i8 (NumPy's astype converts)";
        for (String descr : new String[] {"<f8", ">f4", "<f2", "|i1", "<u8", "|b1", "<c8"}) {
            refusedNpy("{'descr': '" + descr + "', 'fortran_order': False, 'shape': (1, 1)}", new Bytes().longs(0),
                    ", byte 10: the numbers are of dtype " + descr + read);
        }
        refusedNpy("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1)}", new Bytes().floats(0),
                ", byte 10: the array is in Fortran order; only C order is read (numpy.ascontiguousarray converts)");
        refusedNpy("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", new Bytes().floats(0),
                ", byte 10: the array has the shape (1,); vectors need (n, d), integers (n, d) or (n,)");
        refusedNpy("{'descr': '<i4', 'fortran_order': False, 'shape': (1, 2, 3)}", new Bytes().ints(1, 2, 3, 4, 5, 6),
                ", byte 10: the array has the shape (1, 2, 3); vectors need (n, d), integers (n, d) or (n,)");
        refusedNpy("{'descr': '<i4', 'fortran_order': False, 'shape': ()}", new Bytes().ints(1),
                ", byte 10: the array has the shape (); vectors need (n, d), integers (n, d) or (n,)");
    }

    @Test
    void npyHeadersThatLieAboutThemselvesAreRefused() throws IOException {
        refused("a.npy", new Bytes().text("NUMPY, or not"), ", byte 0: this is not an npy file; one starts with \\x93NUMPY");
        refused("a.npy", new Bytes().bytes(0x93).text("NUMPY"),
                ", byte 0: this is not an npy file; one starts with \\x93NUMPY");
        refused("a.npy", Bytes.npy(4, "{}"), ", byte 6: npy version 4 is unknown; 1, 2 and 3 are read");
        refused("a.npy", new Bytes().bytes(0x93).text("NUMPY").bytes(2, 0, 9, 0),
                ", byte 8: the file ends inside the length of its header");
        refused("a.npy", new Bytes().bytes(0x93).text("NUMPY").bytes(1, 0, 200, 0).text("{}"),
                ", byte 8: the header should be 200 bytes long; the file has 2 more, and 65535 is the most that is read");
        refused("a.npy", new Bytes().bytes(0x93).text("NUMPY").bytes(2, 0).ints(-1).text("{}"),
                ", byte 8: the header should be 4294967295 bytes long; the file has 2 more, and 65535 is the most that is read");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "{", "{}", "nonsense", "{'descr'", "{'descr': '<f4}", "{'descr': '<f4', 'descr': '<f4'}", "{'descr': <f4}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1)", "{'descr': '<f4', 'fortran_order': False}",
        "{'descr': '<f4', 'fortran_order': Falsch, 'shape': (1, 1)}", "{'descr': '<f4', 'fortran_order': False, 'shape': 1}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 1)}", "{'descr': '<f4', 'fortran_order': False, 'shape': (1 1)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1.5, 1)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999, 1)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1)} and more",
        "{'descr': '<f4' 'fortran_order': False, 'shape': (1, 1)}", "{'evil': '<f4', 'fortran_order': False, 'shape': (1, 1)}",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}"
    })
    void npyHeadersThatDoNotParseAreRefused(String header) throws IOException {
        Path file = Bytes.npy(1, header).floats(1).in(folder, "a.npy");
        var e = assertThrows(VectorFileException.class, () -> VectorFiles.open(file));
        assertTrue(e.getMessage().startsWith(file + ", byte 10: the npy header is wrong at character "), e.getMessage());
        assertTrue(e.getMessage().endsWith("; it reads " + header), e.getMessage());
    }

    @Test
    void whatAFileSaysReachesTheMessageShortAndPlain() throws IOException {
        Path file = Bytes.npy(1, "{'\u001b[2J" + "x".repeat(60_000) + "': 1}").in(folder, "a.npy");
        String message = assertThrows(VectorFileException.class, () -> VectorFiles.open(file)).getMessage();
        assertTrue(message.length() < 500 + file.toString().length(), message);
        assertTrue(message.chars().noneMatch(Character::isISOControl), message);
    }

    @Test
    void anyDamageIsATypedErrorOrRowsThatCanBeRead() throws IOException {
        Vectors vectors = Vectors.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 4);
        Set<String> names = Set.of("a.fvecs", "a.bvecs", "a.fbin", "a.u8bin", "a.npy", "i.ivecs", "i.ibin", "i.npy");
        for (String name : names) {
            if (name.startsWith("a")) {
                VectorFiles.write(folder.resolve(name), vectors);
            } else {
                VectorFiles.writeInts(folder.resolve(name), IntVectors.of(new int[] {1, 2, 3, 4}, 2));
            }
            byte[] whole = Files.readAllBytes(folder.resolve(name));
            Path damaged = folder.resolve("damaged-" + name);
            Seeds.forAll(400, random -> {
                byte[] bytes = random.nextInt(3) == 0 ? Arrays.copyOf(whole, random.nextInt(2 * whole.length)) : whole.clone();
                for (int hits = random.nextInt(4); hits > 0 && bytes.length > 0; hits--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                Files.write(damaged, bytes);
                try {
                    readAll(damaged, name.startsWith("a"));
                } catch (VectorFileException e) {
                    assertTrue(e.getMessage().startsWith(damaged.toString()), e.getMessage());
                }
            });
        }
    }

    private static void readAll(Path file, boolean asVectors) {
        if (asVectors) {
            Vectors vectors = VectorFiles.open(file);
            for (long row = 0; row < vectors.n(); row++) {
                vectors.row(row);
            }
        } else {
            IntVectors rows = VectorFiles.openInts(file);
            for (long row = 0; row < rows.n(); row++) {
                rows.rowLongs(row);
            }
        }
    }
}
