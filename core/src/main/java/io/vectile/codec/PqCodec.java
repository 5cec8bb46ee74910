package io.vectile.codec;

import io.vectile.cluster.KMeans;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.error.InvalidInputException;
import io.vectile.quantization.ProductQuantizer;
import io.vectile.storage.BlockLayout;

/**
 * Product quantization as a codec.
 *
 * @param quantizer null before training
 */
public record PqCodec(int d, int m, int nbits, ProductQuantizer quantizer) implements Codec {
    /** Checks the shape; a codec yet to be trained. */
    public static PqCodec untrained(int d, int m, int nbits) {
        ProductQuantizer.requireShape(d, m, nbits);
        return new PqCodec(d, m, nbits, null);
    }

    /**
     * A trained codec of the same shape.
     *
     * @param x {@code float[n * d]} vectors or residuals
     * @throws InvalidInputException if there are too few
     */
    public PqCodec trained(float[] x, int n, KMeans.Options options, Parallel parallel, Progress progress) {
        return new PqCodec(d, m, nbits, ProductQuantizer.train(x, n, d, m, nbits, options, parallel, progress));
    }

    @Override
    public String name() {
        return nbits == 8 ? "PQ" + m : "PQ" + m + "x" + nbits;
    }

    @Override
    public boolean isTrained() {
        return quantizer != null;
    }

    @Override
    public int minTrainingVectors() {
        return 1 << nbits;
    }

    @Override
    public int maxTrainingVectors() {
        return (int) Math.min(Integer.MAX_VALUE, (long) KMeans.Options.defaults().maxPointsPerCentroid() << nbits);
    }

    @Override
    public BlockLayout layout(Space space) {
        return new BlockLayout(ProductQuantizer.codeSize(m, nbits), space.hasBoundRow(), 1);
    }

    @Override
    public void encode(float[] x, int at, int n, byte[] codes, int codesAt, BlockLayout layout) {
        quantizer.encode(x, at, n, codes, codesAt);
    }

    @Override
    public void decode(byte[] code, int at, float[] row, int rowAt, BlockLayout layout) {
        quantizer.decode(code, at, row, rowAt);
    }

    @Override
    public ListScanner scanner(Space space) {
        return new PqScanner(quantizer, space);
    }

    @Override
    public long bytes() {
        return quantizer == null ? 0 : quantizer.bytes();
    }
}
