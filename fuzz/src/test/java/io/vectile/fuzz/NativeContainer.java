package io.vectile.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The container of native files, written from {@code docs/file-format.md} and not from the library: header, sections, table.
 * Checksums stop nearly every changed file before the rest of the reader sees it, so the fuzzer's inputs get sound ones.
 *
 * <p>An input is a file, whose size and checksums are put right; or, where it does not begin with the magic, sections alone:
 * of each {@link #SEPARATOR}, a byte that names it, and its bytes. Of those a file is made, so that a section can grow and
 * shrink while the offsets stay right.
 */
final class NativeContainer {
    /** The sections that there are, and one that there is not. */
    private static final List<String> NAMES = List.of("INFO", "TRAN", "CENT", "BOOK", "LIST", "CODE", "IDSS", "LABL", "ORIG",
            "ROWS", "MORE");
    /** In the byte that names a section: a reader need not know it. */
    private static final int OPTIONAL = 16;
    private static final byte[] SEPARATOR = {(byte) 0xf5, (byte) 0xf6, (byte) 0xf7};

    private static final byte[] MAGIC = {(byte) 0x89, 'V', 'T', 'L', '\r', '\n', 0x1a, '\n'};
    private static final int HEADER_BYTES = 64;
    private static final int ENTRY_BYTES = 32;
    private static final int MOST_SECTIONS = 4096;
    private static final int TAIL_BYTES = 256;

    private NativeContainer() {}

    /** @param flags bit 0: a reader must know it */
    record Section(String name, int flags, byte[] bytes) {}

    /** The file that an input stands for. */
    static byte[] fileOf(byte[] input) {
        return startsWith(input, 0, MAGIC) ? repaired(input) : assembled(input);
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] start) {
        int same = 0;
        while (same < start.length && at + same < bytes.length && bytes[at + same] == start[same]) {
            same++;
        }
        return same == start.length;
    }

    private static int checksum(byte[] bytes, long from, long length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, (int) from, (int) length);
        return (int) checksum.getValue();
    }

    private static byte[] repaired(byte[] given) {
        byte[] bytes = given.clone();
        if (bytes.length < HEADER_BYTES) {
            return bytes;
        }
        ByteBuffer file = littleEndian(bytes);
        file.putLong(24, bytes.length);
        long count = file.getInt(12);
        long tableAt = file.getLong(16);
        if (count >= 0 && count <= MOST_SECTIONS && tableAt >= HEADER_BYTES && tableAt <= bytes.length - count * ENTRY_BYTES) {
            for (int entry = (int) tableAt; entry < tableAt + count * ENTRY_BYTES; entry += ENTRY_BYTES) {
                long offset = file.getLong(entry + 8);
                long length = file.getLong(entry + 16);
                if (offset >= 0 && offset <= bytes.length && length >= 0 && length <= bytes.length - offset) {
                    file.putInt(entry + 24, checksum(bytes, offset, length));
                }
            }
            file.putInt(32, checksum(bytes, tableAt, count * ENTRY_BYTES));
        }
        file.putInt(60, checksum(bytes, 0, 60));
        return bytes;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    // ---- sections alone ----------------------------------------------------------------------------------------------------

    private static byte[] assembled(byte[] input) {
        int start = nextSeparator(input, 0);
        int minor = start == 0 ? 0 : input[0] & 1;
        List<Section> sections = new ArrayList<>();
        while (start < input.length) {
            int from = start + SEPARATOR.length;
            int end = nextSeparator(input, from);
            if (from < end) {
                int name = input[from] & 255;
                sections.add(new Section(NAMES.get(name % OPTIONAL % NAMES.size()), (name & OPTIONAL) == 0 ? 1 : 0,
                        Arrays.copyOfRange(input, from + 1, end)));
            }
            start = end;
        }
        return file(sections, minor);
    }

    private static int nextSeparator(byte[] input, int from) {
        int at = from;
        while (at < input.length && !startsWith(input, at, SEPARATOR)) {
            at++;
        }
        return at;
    }

    /** An input that stands for a file of these sections. */
    static byte[] input(List<Section> sections) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Section section : sections) {
            out.writeBytes(SEPARATOR);
            out.write(NAMES.indexOf(section.name()) + (section.flags() == 0 ? OPTIONAL : 0));
            out.writeBytes(section.bytes());
        }
        return out.toByteArray();
    }

    /** A file of these sections. */
    static byte[] file(List<Section> sections, int minor) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer table = littleEndian(new byte[sections.size() * ENTRY_BYTES]);
        out.writeBytes(new byte[HEADER_BYTES]);
        for (Section section : sections) {
            align(out);
            byte[] bytes = section.bytes();
            table.put(section.name().getBytes(StandardCharsets.US_ASCII)).putInt(section.flags()).putLong(out.size())
                    .putLong(bytes.length).putInt(checksum(bytes, 0, bytes.length)).putInt(0);
            out.writeBytes(bytes);
        }
        int sectionsEnd = out.size();
        align(out);
        int tableAt = out.size();
        out.writeBytes(table.array());
        out.writeBytes(new byte[Math.max(0, sectionsEnd + TAIL_BYTES - out.size())]);
        align(out);
        byte[] file = out.toByteArray();
        littleEndian(file).put(MAGIC).putShort((short) 1).putShort((short) minor).putInt(sections.size()).putLong(tableAt);
        return repaired(file);
    }

    private static void align(ByteArrayOutputStream out) {
        out.writeBytes(new byte[-out.size() & 63]);
    }

    /** The sections of a sound file. */
    static List<Section> sections(byte[] bytes) {
        ByteBuffer file = littleEndian(bytes);
        List<Section> sections = new ArrayList<>();
        int tableAt = (int) file.getLong(16);
        for (int entry = tableAt; entry < tableAt + file.getInt(12) * ENTRY_BYTES; entry += ENTRY_BYTES) {
            int offset = (int) file.getLong(entry + 8);
            sections.add(new Section(new String(bytes, entry, 4, StandardCharsets.US_ASCII), file.getInt(entry + 4),
                    Arrays.copyOfRange(bytes, offset, offset + (int) file.getLong(entry + 16))));
        }
        return sections;
    }
}
