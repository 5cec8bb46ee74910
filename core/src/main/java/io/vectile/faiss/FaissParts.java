package io.vectile.faiss;

import io.vectile.contents.Measurable;
import io.vectile.faiss.FaissNode.DirectMap;
import io.vectile.faiss.FaissNode.InvertedLists;
import io.vectile.faiss.FaissNode.PqShape;
import io.vectile.quantization.ProductQuantizer;
import io.vectile.transform.Centering;
import io.vectile.transform.LinearTransform;
import io.vectile.transform.Normalization;
import io.vectile.transform.Pca;
import io.vectile.transform.RandomRotation;
import io.vectile.transform.Transform;
import io.vectile.vectors.Vectors;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Finds what stands within the indexes of a Faiss file:
 *
 * <table>
 * <caption>All numbers little endian; VEC is a u64 count and the elements</caption>
 * <tr><th>what</th><th>fields</th></tr>
 * <tr><td>PQ</td><td>d u64, m u64, nbits u64, centroids VEC f32: {@code [m][2^nbits][d / m]}</td></tr>
 * <tr><td>direct map</td><td>kind u8, array VEC i64, and for a hash table VEC of (id i64, place i64)</td></tr>
 * <tr><td>lists</td><td>{@code ilar}, nlist u64, code_size u64, then {@code full} and VEC u64 of all sizes, or {@code sprs}
 * and VEC u64 of (list, size) of those that are not empty; then of each that is not empty its codes and its ids i64</td></tr>
 * <tr><td>LTra rrot</td><td>have_bias u8, A VEC f32, b VEC f32</td></tr>
 * <tr><td>Pcam</td><td>eigen_power f32, epsilon f32, random_rotation u8, balanced_bins i32, mean VEC f32, eigenvalues VEC
 * f32, PCAMat VEC f32, then as LTra</td></tr>
 * <tr><td>VNrm, VCnt</td><td>norm f32; mean VEC f32</td></tr>
 * <tr><td>after each transform</td><td>d_in i32, d_out i32, is_trained u8</td></tr>
 * </table>
 */
final class FaissParts {
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final FaissInput in;

    FaissParts(FaissInput in) {
        this.in = in;
    }

    PqShape pqShape(int d) {
        long at = in.position();
        long pqD = in.u64("d of the product quantizer", 1, Vectors.MAX_D);
        if (pqD != d) {
            throw in.wrong(at, "d of the product quantizer is " + pqD + "; the index has " + d);
        }
        int m = (int) in.u64("m", 1, d);
        int nbits = (int) in.u64("nbits", 1, ProductQuantizer.MAX_NBITS);
        in.named(at, () -> {
            ProductQuantizer.requireShape(d, m, nbits);
            return null;
        });
        return new PqShape(d, m, nbits);
    }

    /** The quantizer; null where it is not trained, whatever numbers stand there. */
    ProductQuantizer codebooks(PqShape shape, boolean trained) {
        long at = in.position();
        float[] codebook = in.floats("centroids", (long) shape.d() << shape.nbits());
        if (!trained) {
            return null;
        }
        return in.named(at, () -> Measurable.require(ProductQuantizer.of(shape.d(), shape.m(), shape.nbits(), codebook))).grouped();
    }

    DirectMap directMap(long ntotal) {
        long offset = in.position();
        int kind = in.u8("the kind of direct map");
        if (kind > 2) {
            throw in.wrong(offset, "the kind of direct map is " + kind + "; it must be 0 (none), 1 (array) or 2 (hash table)");
        }
        FaissForm.MapKind map = FaissForm.MapKind.values()[kind];
        MemorySegment array = in.vector("places of the direct map", Long.BYTES, map == FaissForm.MapKind.ARRAY ? ntotal : 0);
        MemorySegment pairs = null;
        if (map == FaissForm.MapKind.HASHTABLE) {
            long entries = in.count("entries of the direct map", 2 * Long.BYTES);
            if (entries > ntotal) {
                throw in.wrong(offset, "the direct map has " + entries + " entries; ntotal is " + ntotal);
            }
            pairs = in.bytes(entries * 2 * Long.BYTES, "entries of the direct map");
        }
        return new DirectMap(map, array, pairs, offset);
    }

    /** @param trained of an index that is not, nlist is a number that nothing else in the file bears out */
    InvertedLists lists(int nlist, int codeSize, long ntotal, boolean trained) {
        long offset = in.position();
        String fourcc = in.fourcc("the kind of lists");
        if (!fourcc.equals("ilar")) {
            String name = FaissClasses.of(fourcc);
            throw in.wrong(offset, "the lists are \"" + fourcc + "\"" + (name == null ? "" : ", Faiss's " + name)
                    + "; ArrayInvertedLists are read");
        }
        requireSame("nlist", in.u64("nlist of the lists", 0, Long.MAX_VALUE), nlist);
        requireSame("code_size", in.u64("code_size of the lists", 0, Long.MAX_VALUE), codeSize);
        long[] sizes = sizes(nlist, trained);
        long left = ntotal;
        for (int l = 0; l < sizes.length; l++) {
            if (sizes[l] < 0 || sizes[l] > left) {
                throw in.wrong(offset, "list " + l + " has " + Long.toUnsignedString(sizes[l]) + " vectors, where "
                        + left + " of ntotal = " + ntotal + " are left");
            }
            if (sizes[l] > Integer.MAX_VALUE - 8) {
                throw in.wrong(offset, "list " + l + " has " + sizes[l] + " vectors; " + (Integer.MAX_VALUE - 8)
                        + " is the most that is read into one of several lists");
            }
            left -= sizes[l];
        }
        if (left > 0) {
            throw in.wrong(offset, "the lists have " + (ntotal - left) + " vectors; ntotal is " + ntotal);
        }
        long[] starts = new long[sizes.length];
        for (int l = 0; l < sizes.length; l++) {
            starts[l] = in.position();
            if (sizes[l] > in.remaining() / (codeSize + Long.BYTES)) {
                throw in.wrong(in.position(), "list " + l + " has " + sizes[l] + " vectors of " + codeSize
                        + " bytes and an id; the file ends after " + in.remaining() + " more");
            }
            in.skip(sizes[l] * (codeSize + Long.BYTES), "lists");
        }
        return new InvertedLists(in.file(), codeSize, sizes, starts);
    }

    private void requireSame(String what, long found, long needed) {
        if (found != needed) {
            throw in.wrong(in.position() - Long.BYTES, "the lists have " + what + " = " + found + "; the index has " + needed);
        }
    }

    private long[] sizes(int nlist, boolean trained) {
        long offset = in.position();
        String encoding = in.fourcc("the encoding of list sizes");
        switch (encoding) {
            case "full" -> {
                long[] sizes = new long[nlist];
                MemorySegment given = in.vector("list sizes", Long.BYTES, nlist);
                MemorySegment.copy(given, LONG, 0, sizes, 0, nlist);
                return sizes;
            }
            case "sprs" -> {
                return sparseSizes(nlist, trained, offset);
            }
            default -> throw in.wrong(offset, "list sizes are encoded as \"" + encoding + "\"; it must be \"full\" or \"sprs\"");
        }
    }

    private long[] sparseSizes(int nlist, boolean trained, long offset) {
        long count = in.count("numbers of list sizes", Long.BYTES);
        if (count % 2 != 0) {
            throw in.wrong(offset, "list sizes are pairs; there are " + count + " numbers");
        }
        MemorySegment pairs = in.bytes(count * Long.BYTES, "list sizes");
        if (count == 0 && !trained) {
            return new long[0];
        }
        long[] sizes = new long[nlist];
        long before = -1;
        for (long i = 0; i < count; i += 2) {
            long list = pairs.get(LONG, i * Long.BYTES);
            if (list <= before || list >= nlist) {
                throw in.wrong(offset, "the size of list " + Long.toUnsignedString(list) + " follows that of list " + before
                        + "; lists must rise, up to " + (nlist - 1));
            }
            before = list;
            sizes[(int) list] = pairs.get(LONG, (i + 1) * Long.BYTES);
        }
        return sizes;
    }

    Transform transform() {
        long offset = in.position();
        String fourcc = in.fourcc("the kind of transform");
        return switch (fourcc) {
            case "LTra" -> linear(offset);
            case "rrot" -> new RandomRotation(linear(offset));
            case "Pcam" -> pca(offset);
            case "VNrm" -> {
                float norm = in.f32("norm");
                if (norm != 2f) {
                    throw in.wrong(offset, "the vectors are scaled by the norm L" + norm + "; L2 is read");
                }
                Trailer trailer = trailer(offset, true);
                yield new Normalization(trailer.dIn());
            }
            case "VCnt" -> {
                float[] mean = in.floats("numbers of the mean");
                Trailer trailer = trailer(offset, true);
                requireLength("the mean", mean.length, trailer.trained() ? trailer.dIn() : mean.length, offset);
                yield new Centering(trailer.dIn(), trailer.trained() ? mean : null);
            }
            default -> {
                String name = FaissClasses.of(fourcc);
                throw in.wrong(offset, "the transform is \"" + fourcc + "\"" + (name == null ? "" : ", Faiss's " + name)
                        + "; LinearTransform (also as OPQMatrix), RandomRotationMatrix, PCAMatrix, NormalizationTransform and "
                        + "CenteringTransform are read");
            }
        };
    }

    /** What stands behind the fields of every transform. */
    private record Trailer(int dIn, int dOut, boolean trained) {}

    private Trailer trailer(long offset, boolean square) {
        int dIn = in.i32("d_in", 1, Vectors.MAX_D);
        int dOut = in.i32("d_out", 1, Vectors.MAX_D);
        if (square && dIn != dOut) {
            throw in.wrong(offset, "the transform takes d = " + dIn + " to d = " + dOut + "; both must be the same");
        }
        return new Trailer(dIn, dOut, in.bool("is_trained of a transform"));
    }

    /** Matrix and bias as they stand there; their sizes are held against the dimensions, which follow. */
    private record Matrix(boolean haveBias, float[] a, float[] b) {}

    private Matrix matrix() {
        return new Matrix(in.bool("have_bias"), in.floats("numbers of the matrix"), in.floats("numbers of the bias"));
    }

    private LinearTransform linear(long offset) {
        Matrix matrix = matrix();
        return linear(matrix, trailer(offset, false), offset);
    }

    private LinearTransform linear(Matrix matrix, Trailer trailer, long offset) {
        int dIn = trailer.dIn();
        int dOut = trailer.dOut();
        if (!trailer.trained()) {
            return in.named(offset, () -> new LinearTransform(dIn, dOut, null, null));
        }
        requireLength("the matrix", matrix.a().length, (long) dIn * dOut, offset);
        requireLength("the bias", matrix.b().length, matrix.haveBias() ? dOut : 0, offset);
        return in.named(offset, () -> new LinearTransform(dIn, dOut, matrix.a(), matrix.haveBias() ? matrix.b() : null));
    }

    private Pca pca(long offset) {
        float eigenPower = in.f32("eigen_power");
        float epsilon = in.f32("epsilon");
        boolean randomRotation = in.bool("random_rotation");
        int balancedBins = in.i32("balanced_bins");
        float[] mean = in.floats("numbers of the mean");
        float[] eigenvalues = in.floats("eigenvalues");
        float[] basis = in.floats("numbers of the basis");
        Matrix matrix = matrix();
        Trailer trailer = trailer(offset, false);
        LinearTransform linear = linear(matrix, trailer, offset);
        return in.named(offset, () -> trailer.trained()
                ? new Pca(linear, eigenPower, epsilon, randomRotation, balancedBins, mean, eigenvalues, basis)
                : new Pca(linear, eigenPower, epsilon, randomRotation, balancedBins, null, null, null));
    }

    private void requireLength(String what, long found, long needed, long offset) {
        if (found != needed) {
            throw in.wrong(offset, what + " of a transform has " + found + " numbers; " + needed + " are needed");
        }
    }
}
