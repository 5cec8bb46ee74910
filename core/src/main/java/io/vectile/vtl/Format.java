package io.vectile.vtl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Numbers that the writer and the reader of the container share. */
final class Format {
    /**
     * {@code 0x89 V T L}, then the line ends of both worlds around the end-of-file character of DOS, as PNG has them: a
     * transfer that takes the file for a text changes one of these.
     */
    static final byte[] MAGIC = {(byte) 0x89, 'V', 'T', 'L', '\r', '\n', 0x1a, '\n'};

    /** Readers of another major version cannot read the file. */
    static final int MAJOR = 1;
    /** Readers of an older minor version read the file without what is new in it. */
    static final int MINOR = 0;

    static final int HEADER_BYTES = 64;
    static final int ENTRY_BYTES = 32;

    /** Where in the header its own checksum lies, which covers all before it. */
    static final int HEADER_CHECKSUM_AT = 60;

    /** Sections begin at multiples of this: the width of a SIMD register and of a cache line. */
    static final int ALIGNMENT = 64;

    /** So many bytes follow the last section, so that a wide load of its last bytes stays within the mapping. */
    static final int TAIL_BYTES = 256;

    /** More than any file will have, and few enough to hold the table of a hostile one in memory. */
    static final int MOST_SECTIONS = 4096;

    /** In the flags of a section: a reader that does not know it must not read the file. */
    static final int REQUIRED = 1;

    private Format() {}

    /** The next multiple of {@link #ALIGNMENT}. */
    static long aligned(long position) {
        return position + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /** The length of a file whose last section and whose table end there. */
    static long fileSize(long sectionsEnd, long tableEnd) {
        return aligned(Math.max(sectionsEnd + TAIL_BYTES, tableEnd));
    }

    static int checksum(ByteBuffer bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return (int) checksum.getValue();
    }

    static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether a name is four capital letters or digits of ASCII. */
    static boolean isName(String name) {
        return name.length() == 4 && name.chars().allMatch(c -> c >= 'A' && c <= 'Z' || c >= '0' && c <= '9');
    }

    /** A checksum as messages have it. */
    static String hex(int checksum) {
        return String.format("%08x", checksum);
    }
}
