package io.vectile.vectors;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes of a file as a test spells them out, little endian. */
final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes ints(int... values) {
        for (int value : values) {
            out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
        }
        return this;
    }

    Bytes longs(long... values) {
        for (long value : values) {
            out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
        }
        return this;
    }

    Bytes floats(float... values) {
        for (float value : values) {
            ints(Float.floatToRawIntBits(value));
        }
        return this;
    }

    Bytes bytes(int... values) {
        for (int value : values) {
            out.write(value);
        }
        return this;
    }

    Bytes text(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** The start of an npy file, with the header text as it is given. */
    static Bytes npy(int version, String header) {
        Bytes start = new Bytes().bytes(0x93).text("NUMPY").bytes(version, 0);
        int length = header.getBytes(StandardCharsets.UTF_8).length;
        return (version == 1 ? start.bytes(length & 0xff, length >> 8) : start.ints(length)).text(header);
    }

    byte[] array() {
        return out.toByteArray();
    }

    Path in(Path folder, String name) throws IOException {
        return Files.write(folder.resolve(name), array());
    }
}
