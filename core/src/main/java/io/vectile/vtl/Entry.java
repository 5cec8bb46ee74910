package io.vectile.vtl;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What the section table says of a section.
 *
 * @param name     four capital letters or digits
 * @param flags    see {@link Format#REQUIRED}
 * @param offset   of its first byte in the file
 * @param length   in bytes
 * @param checksum CRC32C of these
 */
public record Entry(String name, int flags, long offset, long length, int checksum) {
    /** Whether a reader that does not know it must refuse the file. */
    public boolean isRequired() {
        return (flags & Format.REQUIRED) != 0;
    }

    /** The byte after the last. */
    long end() {
        return offset + length;
    }

    void put(ByteBuffer table) {
        table.put(name.getBytes(StandardCharsets.US_ASCII));
        table.putInt(flags).putLong(offset).putLong(length).putInt(checksum).putInt(0);
    }

    static Entry get(ByteBuffer table) {
        byte[] letters = new byte[4];
        table.get(letters);
        Entry entry = new Entry(new String(letters, StandardCharsets.ISO_8859_1), table.getInt(), table.getLong(), table.getLong(),
                table.getInt());
        table.getInt();
        return entry;
    }
}
