package io.vectile.storage;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Floats that an unsigned byte holds without loss: integers from 0 to 255 (a negative zero would lose its sign). */
public final class ByteValues {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private ByteValues() {}

    /** Whether a value is one. */
    public static boolean fits(float value) {
        return value >= 0 && value <= 255 && Float.floatToRawIntBits(value) == Float.floatToRawIntBits((int) value);
    }

    /** Whether all of n little-endian floats from a byte on are. */
    static boolean fit(MemorySegment floats, long at, long n) {
        for (long i = 0; i < n; i++) {
            if (!fits(floats.get(FLOAT, at + i * Float.BYTES))) {
                return false;
            }
        }
        return true;
    }

    /** Whether all numbers of some rows are. */
    static boolean fit(RowStore rows) {
        for (long row = 0; !rows.isBytes() && row < rows.size(); row++) {
            if (!fit(rows.segment(), rows.at(row), rows.d())) {
                return false;
            }
        }
        return true;
    }

    /** Turns n little-endian floats from a byte on into bytes from there, in place. */
    static void narrow(byte[] codes, int at, int n) {
        MemorySegment floats = MemorySegment.ofArray(codes);
        for (int i = 0; i < n; i++) {
            codes[at + i] = (byte) (int) floats.get(FLOAT, at + (long) i * Float.BYTES);
        }
    }
}
