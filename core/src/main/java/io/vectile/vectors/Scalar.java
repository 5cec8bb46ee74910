package io.vectile.vectors;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** The number types that rows are made of, in memory and in files. */
enum Scalar {
    FLOAT32("float32", Float.BYTES),
    UINT8("uint8", Byte.BYTES),
    INT32("int32", Integer.BYTES),
    INT64("int64", Long.BYTES);

    private final String word;
    private final int bytes;

    Scalar(String word, int bytes) {
        this.word = word;
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    /** Whether {@link Vectors} hold it; the others belong to {@link IntVectors}. */
    boolean isVectorElement() {
        return this == FLOAT32 || this == UINT8;
    }

    /** Unaligned, because a row of an fvecs file may start at any byte of a mapping that is a multiple of four, or not. */
    ValueLayout layout(ByteOrder order) {
        ValueLayout layout = switch (this) {
            case FLOAT32 -> ValueLayout.JAVA_FLOAT_UNALIGNED;
            case UINT8 -> ValueLayout.JAVA_BYTE;
            case INT32 -> ValueLayout.JAVA_INT_UNALIGNED;
            case INT64 -> ValueLayout.JAVA_LONG_UNALIGNED;
        };
        return layout.withOrder(order);
    }

    @Override
    public String toString() {
        return word;
    }
}
