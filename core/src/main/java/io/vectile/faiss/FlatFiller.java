package io.vectile.faiss;

import io.vectile.codec.FlatCodec;
import io.vectile.error.VectorFileException;
import io.vectile.kernel.Kernels;
import io.vectile.storage.ListLoader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Turns the plain vectors in the lists of a file into blocks: of bytes where all values are integers from 0 to 255, else
 * of floats. Bytes are tried first; the first other value ends that.
 */
final class FlatFiller {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path path;
    private final FaissNode.Ivf ivf;
    private final int d;
    private final FlatCodec codec;

    FlatFiller(Path path, FaissNode.Ivf ivf) {
        this.path = path;
        this.ivf = ivf;
        this.d = ivf.header().d();
        this.codec = new FlatCodec(d);
    }

    /** Lists without ids yet. */
    ListLoader fill(ListReader reader) {
        ListLoader bytes = new ListLoader(codec.byteLayout(), ivf.lists().sizes());
        return ivf.header().ntotal() > 0 && fitsAsBytes(reader, bytes) ? bytes : asFloats(reader);
    }

    private boolean fitsAsBytes(ListReader reader, ListLoader loader) {
        AtomicBoolean fits = new AtomicBoolean(true);
        reader.read(() -> new ListReader.Codes() {
            private final float[] rows = new float[reader.piece() * d];
            private final byte[] codes = new byte[rows.length];
            private final byte[] block = new byte[loader.scratchLength()];

            @Override
            public boolean wanted() {
                return fits.get();
            }

            @Override
            public void take(int list, long position, byte[] read, int at, int n) {
                floats(read, at, rows, n);
                if (FlatCodec.fitsBytes(rows, 0, n * d)) {
                    codec.encode(rows, 0, n, codes, 0, codec.byteLayout());
                    loader.codes(list, position, codes, 0, n, block);
                } else {
                    fits.set(false);
                }
            }
        }, null);
        return fits.get();
    }

    private ListLoader asFloats(ListReader reader) {
        ListLoader loader = new ListLoader(codec.layout(null), ivf.lists().sizes());
        reader.read(() -> {
            float[] rows = new float[reader.piece() * d];
            float[] block = new float[loader.scratchLength()];
            return (list, position, read, at, n) -> {
                floats(read, at, rows, n);
                requireMeasurable(rows, list, position, n);
                loader.floats(list, position, rows, n, block);
            };
        }, null);
        return loader;
    }

    private void floats(byte[] read, int at, float[] rows, int n) {
        MemorySegment.copy(MemorySegment.ofArray(read), FLOAT, at, rows, 0, n * d);
    }

    private void requireMeasurable(float[] rows, int list, long position, int n) {
        for (int i = 0; i < n; i++) {
            float norm = 0;
            for (int e = i * d; e < (i + 1) * d; e++) {
                norm += rows[e] * rows[e];
            }
            if (!(norm <= Kernels.MAX_NORM)) {
                throw new VectorFileException(path, ivf.lists().starts()[list] + (position + i) * d * Float.BYTES,
                        "vector " + (position + i) + " of list " + list + " has the squared length " + norm
                                + "; it must be finite, and " + Kernels.MAX_NORM + " at most");
            }
        }
    }
}
