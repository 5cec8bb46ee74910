package io.vectile.codec;

import io.vectile.storage.BlockLayout;
import io.vectile.storage.ByteValues;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Vectors as they are. Values that are all integers from 0 to 255 are stored as bytes, which loses nothing; the index
 * chooses by what is added, and widens to floats when the first other value comes.
 */
public record FlatCodec(int d) implements Codec {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    @Override
    public String name() {
        return "Flat";
    }

    @Override
    public boolean isTrained() {
        return true;
    }

    @Override
    public int minTrainingVectors() {
        return 0;
    }

    @Override
    public int maxTrainingVectors() {
        return 0;
    }

    /** Floats; {@link #byteLayout} is the narrow one. */
    @Override
    public BlockLayout layout(Space space) {
        return new BlockLayout(d, false, Float.BYTES);
    }

    /** The layout for vectors whose values are all integers from 0 to 255. */
    public BlockLayout byteLayout() {
        return new BlockLayout(d, false, 1);
    }

    /** Whether all of n values are integers from 0 to 255 (a negative zero is not: as a byte it would lose its sign). */
    public static boolean fitsBytes(float[] x, int at, int n) {
        for (int i = at; i < at + n; i++) {
            if (!ByteValues.fits(x[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void encode(float[] x, int at, int n, byte[] codes, int codesAt, BlockLayout layout) {
        if (layout.elementBytes() == 1) {
            for (int i = 0; i < n * d; i++) {
                codes[codesAt + i] = (byte) (int) x[at + i];
            }
        } else {
            MemorySegment.copy(x, at, MemorySegment.ofArray(codes), FLOAT, codesAt, n * d);
        }
    }

    @Override
    public void decode(byte[] code, int at, float[] row, int rowAt, BlockLayout layout) {
        if (layout.elementBytes() == 1) {
            for (int e = 0; e < d; e++) {
                row[rowAt + e] = code[at + e] & 255;
            }
        } else {
            MemorySegment.copy(MemorySegment.ofArray(code), FLOAT, at, row, rowAt, d);
        }
    }

    @Override
    public ListScanner scanner(Space space) {
        return new FlatScanner(space);
    }

    @Override
    public long bytes() {
        return 0;
    }
}
