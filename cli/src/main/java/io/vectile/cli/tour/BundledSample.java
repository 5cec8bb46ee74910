package io.vectile.cli.tour;

import io.vectile.vectors.IntVectors;
import io.vectile.vectors.Vectors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** The sample that comes with the program, read from its jar into memory: 7 MB. Its own folder says what it is and whence. */
public final class BundledSample {
    private static final String NAME = "photosift50k";

    private BundledSample() {}

    /** Reads it. */
    public static TourData read() {
        ByteBuffer base = resource("base.u8bin");
        ByteBuffer queries = resource("query.u8bin");
        return new TourData(NAME, vectors(base), vectors(queries), Optional.empty(), Optional.of(integers(resource("groundtruth.ibin"))));
    }

    /** u8bin and ibin: int32 rows, int32 columns, then the values; all little endian. */
    private static ByteBuffer resource(String file) {
        try (InputStream in = BundledSample.class.getResourceAsStream(NAME + "/" + file)) {
            if (in == null) {
                throw new IllegalStateException("this build of vectile lacks its sample " + NAME + "/" + file);
            }
            return ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Vectors vectors(ByteBuffer file) {
        return Vectors.ofBytes(Arrays.copyOfRange(file.array(), 2 * Integer.BYTES, file.capacity()), file.getInt(Integer.BYTES));
    }

    private static IntVectors integers(ByteBuffer file) {
        int[] values = new int[file.capacity() / Integer.BYTES - 2];
        file.position(2 * Integer.BYTES).slice().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
        return IntVectors.of(values, file.getInt(Integer.BYTES));
    }
}
