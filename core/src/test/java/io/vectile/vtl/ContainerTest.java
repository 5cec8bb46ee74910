package io.vectile.vtl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vectile.concurrent.Progress;
import io.vectile.error.CancelledException;
import io.vectile.error.VectorFileException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The container of the native file, which knows nothing of indexes: what is written is read, and what is wrong is refused. */
class ContainerTest {
    private static final Set<String> KNOWN = Set.of("AAAA", "B2B2", "EMTY");

    @TempDir
    Path folder;

    private static void small(SectionWriter out) {
        out.begin("AAAA", true);
        out.i32(7);
        out.f32(1.5f);
        out.end();
        out.begin("EMTY", false);
        out.end();
        out.begin("B2B2", true);
        out.i64(-1);
        for (int i = 0; i < 100; i++) {
            out.u8(i);
        }
        out.end();
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("a.vtl"), bytes);
    }

    private VectorFileException refused(byte[] bytes) throws IOException {
        Path file = file(bytes);
        var e = assertThrows(VectorFileException.class, () -> SectionReader.open(file, KNOWN).close());
        assertEquals(file, e.path());
        assertTrue(e.offset() >= 0 && e.offset() <= Math.max(64, bytes.length), e.getMessage());
        return e;
    }

    private void refused(byte[] bytes, long offset, String message) throws IOException {
        assertEquals(folder.resolve("a.vtl") + ", byte " + offset + ": " + message, refused(bytes).getMessage());
    }

    // ---- what is written is read -----------------------------------------------------------------------------------------

    @Test
    void sectionsAreReadAsTheyWereWritten() throws IOException {
        Path file = file(SectionFile.bytes(folder, ContainerTest::small));
        try (SectionReader reader = SectionReader.open(file, KNOWN)) {
            assertEquals(List.of("AAAA", "EMTY", "B2B2"), List.copyOf(reader.names()));
            SectionInput in = reader.require("AAAA").input();
            assertEquals(7, in.i32("seven"));
            assertEquals(1.5f, in.f32("a half more than one"));
            in.end();
            assertEquals(0, reader.require("EMTY").length());
            Section last = reader.require("B2B2");
            assertEquals(108, last.length());
            assertEquals(42, last.mapped().get(ValueLayout.JAVA_BYTE, 8 + 42));
            assertNull(reader.section("NONE"));
            assertEquals(file + ", byte 256: section table: there is no section NONE; there are [AAAA, EMTY, B2B2]",
                    assertThrows(VectorFileException.class, () -> reader.require("NONE")).getMessage());
            reader.verify(Progress.NONE);
        }
    }

    @Test
    void theLayoutIsThatOfTheSpecification() throws IOException {
        byte[] file = SectionFile.bytes(folder, ContainerTest::small);
        ByteBuffer view = SectionFile.view(file);
        assertArrayEquals(new byte[] {(byte) 0x89, 'V', 'T', 'L', 13, 10, 26, 10}, Arrays.copyOf(file, 8));
        assertEquals(1, view.getShort(8));
        assertEquals(0, view.getShort(10));
        assertEquals(3, view.getInt(12));
        assertEquals(256, view.getLong(16)); // AAAA at 64, EMTY and B2B2 at 128, whose 108 bytes end at 236
        assertEquals(512, file.length); // 236 + 256, at a multiple of 64
        assertEquals(file.length, view.getLong(24));
    }

    @Test
    void everySectionBeginsAtAMultipleOf64AndTheLastIsFollowedBy256Bytes() throws IOException {
        for (int length : new int[] {0, 1, 63, 64, 65, 255, 256, 257, 1000}) {
            byte[] file = SectionFile.bytes(folder, out -> {
                out.begin("AAAA", true);
                out.zeros(length);
                out.end();
                out.begin("B2B2", true);
                out.zeros(length);
                out.end();
            });
            try (SectionReader reader = SectionReader.open(file(file), KNOWN)) {
                Section last = reader.require("B2B2");
                assertEquals(0, last.offset() % 64);
                assertTrue(reader.mapped().byteSize() - (last.offset() + last.length()) >= 256);
                assertEquals(0, file.length % 64);
            }
        }
    }

    @Test
    void aSizeIsKnownBeforeAndManyBytesPassThroughTheBuffer() throws IOException {
        byte[] numbers = new byte[5_000_001];
        new Random(5).nextBytes(numbers);
        Consumer<SectionWriter> sections = out -> {
            small(out);
            out.begin("CCCC", false);
            out.segment(MemorySegment.ofArray(numbers));
            out.align();
            out.f32s(new float[] {1, 2, 3});
            out.bytes(numbers, numbers.length);
            out.end();
        };
        long[] last = new long[2];
        Path path = folder.resolve("a.vtl");
        SectionWriter.write(path, (stage, done, total) -> {
            last[0] = done;
            last[1] = total;
        }, sections);
        assertEquals(Files.size(path), SectionWriter.size(sections));
        assertArrayEquals(new long[] {Files.size(path), Files.size(path)}, last);
        try (SectionReader reader = SectionReader.open(path, KNOWN)) {
            Section section = reader.require("CCCC");
            assertEquals(-1, section.mapped().asSlice(0, numbers.length).mismatch(MemorySegment.ofArray(numbers)));
            reader.verify((stage, done, total) -> {
                last[0] = done;
                last[1] = total;
            });
            assertArrayEquals(new long[] {Files.size(path), Files.size(path)}, last);
        }
    }

    @Test
    void aWriteThatIsCancelledOrFailsLeavesTheOldFileAndNothingElse() throws IOException {
        Path path = file(new byte[] {1, 2, 3});
        Progress stops = new Progress() {
            private boolean stop;

            @Override
            public void update(String stage, long done, long total) {
                stop |= done > 1 << 20;
            }

            @Override
            public boolean cancelled() {
                return stop;
            }
        };
        Consumer<SectionWriter> sections = out -> {
            out.begin("AAAA", true);
            out.zeros(4 << 20);
            out.end();
        };
        assertThrows(CancelledException.class, () -> SectionWriter.write(path, stops, sections));
        assertThrows(IllegalArgumentException.class, () -> SectionWriter.write(path, Progress.NONE, out -> {
            sections.accept(out);
            if (!out.isCounting()) {
                throw new IllegalArgumentException();
            }
        }));
        assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(path));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(path), files.toList());
        }
    }

    @Test
    void sectionsNeedNamesOfTheirOwnAndEnds() {
        Path path = folder.resolve("a.vtl");
        for (String name : new String[] {"AAA", "aaaa", "AAAAA", "AA A", ""}) {
            assertThrows(IllegalStateException.class, () -> SectionWriter.write(path, Progress.NONE, out -> out.begin(name, true)));
        }
        assertThrows(IllegalStateException.class, () -> SectionWriter.write(path, Progress.NONE, out -> {
            small(out);
            out.begin("AAAA", true);
        }));
        assertThrows(IllegalStateException.class, () -> SectionWriter.write(path, Progress.NONE, out -> out.begin("AAAA", true)));
    }

    // ---- versions --------------------------------------------------------------------------------------------------------

    @Test
    void aLaterMinorVersionOpens() throws IOException {
        byte[] later = SectionFile.with(SectionFile.bytes(folder, ContainerTest::small), view -> view.putShort(10, (short) 9));
        try (SectionReader reader = SectionReader.open(file(later), KNOWN)) {
            assertTrue(reader.isLater());
            SectionInput in = reader.require("AAAA").input();
            assertEquals(7, in.i32("seven"));
            in.end(); // what follows is of the later version
        }
    }

    @Test
    void aLaterMajorVersionIsRefusedWithBothVersions() throws IOException {
        byte[] whole = SectionFile.bytes(folder, ContainerTest::small);
        refused(SectionFile.with(whole, view -> view.putShort(8, (short) 2).putShort(10, (short) 3)), 8, "header: the file has "
                + "version 2.3 of the format; this Vectile reads versions 1.x, itself writing 1.0: a later Vectile is needed");
        refused(SectionFile.with(whole, view -> view.putShort(8, (short) 0)), 8, "header: the file has version 0.0 of the format; "
                + "this Vectile reads versions 1.x, itself writing 1.0");
    }

    @Test
    void anUnknownSectionIsPassedOverUnlessItIsRequired() throws IOException {
        byte[] file = SectionFile.bytes(folder, out -> {
            small(out);
            out.begin("NEW1", false);
            out.i32(1);
            out.end();
        });
        try (SectionReader reader = SectionReader.open(file(file), KNOWN)) {
            assertEquals(4, reader.require("NEW1").length());
        }
        int at = SectionFile.entryAt(file, "NEW1");
        refused(SectionFile.with(file, view -> view.putInt(at + 4, 1)), at, "section table: the file needs section NEW1 to be "
                + "understood, which this Vectile does not know; it is of version 1.0, and 1.0 is read in full");
    }

    // ---- damage ----------------------------------------------------------------------------------------------------------

    @Test
    void aFileCutAnywhereIsRefused() throws IOException {
        byte[] whole = SectionFile.bytes(folder, ContainerTest::small);
        for (int length = 1; length < whole.length; length++) {
            refused(Arrays.copyOf(whole, length));
        }
        refused(Arrays.copyOf(whole, 64), 64, "header: the file should have " + whole.length
                + " bytes; it has 64: it was cut short");
        refused(Arrays.copyOf(whole, 40), 40, "header: needs 64 bytes; the file ends after 40");
        refused(Arrays.copyOf(whole, whole.length + 1), whole.length, "header: the file should have " + whole.length
                + " bytes; it has " + (whole.length + 1) + ": something was appended");
    }

    @Test
    void everyBitOfHeaderAndTableIsGuarded() throws IOException {
        byte[] whole = SectionFile.bytes(folder, ContainerTest::small);
        int tableAt = SectionFile.tableAt(whole);
        for (int at = 0; at < tableAt + 3 * Format.ENTRY_BYTES; at += at == 63 ? tableAt - 63 : 1) {
            for (int bit = 0; bit < 8; bit++) {
                whole[at] ^= (byte) (1 << bit);
                VectorFileException e = refused(whole);
                assertTrue(at < 8 || e.getMessage().contains(at < 64 ? ": header: " : ": section table: "), e.getMessage());
                whole[at] ^= (byte) (1 << bit);
            }
        }
    }

    @Test
    void verifyNamesTheSectionOfEveryDamagedByte() throws IOException {
        byte[] whole = SectionFile.bytes(folder, ContainerTest::small);
        int tableEnd = SectionFile.tableAt(whole) + 3 * Format.ENTRY_BYTES;
        for (int at = 64; at < whole.length; at += at == SectionFile.tableAt(whole) - 1 ? tableEnd - at : 1) {
            whole[at] ^= 4;
            int damaged = at;
            Path file = file(whole);
            try (SectionReader reader = SectionReader.open(file, KNOWN)) {
                var e = assertThrows(VectorFileException.class, () -> reader.verify(Progress.NONE), () -> "byte " + damaged);
                String where = at < 72 ? "64: section AAAA: is damaged: bytes 64 to 71 have the checksum "
                        : at >= 128 && at < 236 ? "128: section B2B2: is damaged: bytes 128 to 235 have the checksum "
                        : at + ": padding: there is 4; it must be 0";
                assertTrue(e.getMessage().startsWith(file + ", byte " + where), e.getMessage());
            }
            whole[at] ^= 4;
        }
    }

    @Test
    void aHeaderThatLiesIsRefused() throws IOException {
        byte[] whole = SectionFile.bytes(folder, ContainerTest::small);
        for (long tableAt : new long[] {0, 32, 65, whole.length, Long.MAX_VALUE, -64, Long.MIN_VALUE}) {
            assertTrue(refused(SectionFile.with(whole, view -> view.putLong(16, tableAt))).getMessage()
                    .contains("byte 16: header: the section table of 96 bytes should begin at byte "));
        }
        for (int count : new int[] {4097, -1, Integer.MAX_VALUE}) {
            assertTrue(refused(SectionFile.with(whole, view -> view.putInt(12, count))).getMessage()
                    .contains("byte 12: header: there should be " + Integer.toUnsignedString(count) + " sections; 4096 is the most"));
        }
        refused(SectionFile.with(whole, view -> view.putInt(12, 4096)));
        for (long size : new long[] {0, -1, Long.MAX_VALUE}) {
            assertTrue(refused(SectionFile.with(whole, view -> view.putLong(24, size))).getMessage()
                    .contains("header: the file should have " + size + " bytes; it has "));
        }
    }

    @Test
    void aTableThatLiesIsRefused() throws IOException {
        byte[] whole = SectionFile.bytes(folder, ContainerTest::small);
        int at = SectionFile.entryAt(whole, "B2B2");
        for (long offset : new long[] {0, 64, 129, whole.length, Long.MAX_VALUE, -64, Long.MIN_VALUE}) {
            refused(SectionFile.with(whole, view -> view.putLong(at + 8, offset)), at + 8, "section table: section B2B2 should begin "
                    + "at byte " + Long.toUnsignedString(offset) + "; it must be a multiple of 64 from 128 to 256");
        }
        for (long length : new long[] {129, whole.length, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            refused(SectionFile.with(whole, view -> view.putLong(at + 16, length)), at + 16, "section table: section B2B2 should "
                    + "have " + Long.toUnsignedString(length) + " bytes; 128 lie between its start and the table");
        }
        refused(SectionFile.with(whole, view -> view.put(at, (byte) 'b')), at,
                "section table: a section must be called by four capital letters or digits");
        refused(SectionFile.with(whole, view -> view.putInt(at, 0x41414141)), at, "section table: has section AAAA twice");
    }

    @Test
    void aLastSectionWithoutItsTailIsRefused() throws IOException {
        byte[] whole = SectionFile.bytes(folder, ContainerTest::small);
        byte[] short1 = SectionFile.with(Arrays.copyOf(whole, whole.length - 64), view -> view.putLong(24, whole.length - 64));
        assertTrue(refused(short1).getMessage().contains("256 bytes must follow it"));
    }
}
