package io.vectile.vtl;

import io.vectile.transform.Centering;
import io.vectile.transform.LinearTransform;
import io.vectile.transform.Normalization;
import io.vectile.transform.Pca;
import io.vectile.transform.RandomRotation;
import io.vectile.transform.Transform;
import io.vectile.transform.TransformChain;
import io.vectile.vectors.Vectors;
import java.util.ArrayList;
import java.util.List;

/**
 * Section TRAN, the transforms in the order in which they apply; there is none where there are no transforms. Their number
 * u32, then of each: kind u32 (1 linear, 2 random rotation, 3 PCA, 4 scaling to length one, 5 centering), d_in u32, d_out u32,
 * flags u32 (bit 0 trained, bit 1 has a bias, bit 2 a PCA rotated at random), and by kind:
 *
 * <ul>
 * <li>PCA: eigen_power f32, epsilon f32, balanced_bins i32, rows of the basis u32; once trained mean {@code f32[d_in]},
 * eigenvalues {@code f32[d_in]}, basis {@code f32[rows][d_in]}; then as linear
 * <li>linear, random rotation: once trained the matrix {@code f32[d_out][d_in]}, and the bias {@code f32[d_out]} where there is
 * one
 * <li>centering: once trained the mean {@code f32[d_in]}
 * </ul>
 */
final class TransformSection {
    static final String NAME = "TRAN";

    private static final int TRAINED = 1;
    private static final int BIAS = 2;
    private static final int ROTATED = 4;

    private static final int MOST_TRANSFORMS = 100;

    private static final int LINEAR = 1;
    private static final int RANDOM_ROTATION = 2;
    private static final int PCA = 3;
    private static final int NORMALIZATION = 4;
    private static final int CENTERING = 5;

    private TransformSection() {}

    // ---- writing ---------------------------------------------------------------------------------------------------------

    static void write(SectionWriter out, TransformChain chain) {
        out.begin(NAME, true);
        out.i32(chain.transforms().size());
        chain.transforms().forEach(transform -> write(out, transform));
        out.end();
    }

    private static void write(SectionWriter out, Transform transform) {
        switch (transform) {
            case LinearTransform linear -> {
                start(out, LINEAR, transform, bias(linear));
                matrix(out, linear);
            }
            case RandomRotation rotation -> {
                start(out, RANDOM_ROTATION, transform, bias(rotation.linear()));
                matrix(out, rotation.linear());
            }
            case Pca pca -> {
                start(out, PCA, transform, bias(pca.linear()) | (pca.randomRotation() ? ROTATED : 0));
                out.f32(pca.eigenPower());
                out.f32(pca.epsilon());
                out.i32(pca.balancedBins());
                out.i32(pca.isTrained() ? pca.basis().length / pca.dIn() : 0);
                if (pca.isTrained()) {
                    out.f32s(pca.mean());
                    out.f32s(pca.eigenvalues());
                    out.f32s(pca.basis());
                }
                matrix(out, pca.linear());
            }
            case Normalization norm -> start(out, NORMALIZATION, transform, 0);
            case Centering centering -> {
                start(out, CENTERING, transform, 0);
                if (centering.isTrained()) {
                    out.f32s(centering.mean());
                }
            }
        }
    }

    private static void start(SectionWriter out, int kind, Transform transform, int flags) {
        out.i32(kind);
        out.i32(transform.dIn());
        out.i32(transform.dOut());
        out.i32(flags | (transform.isTrained() ? TRAINED : 0));
    }

    private static int bias(LinearTransform linear) {
        return linear.bias() == null ? 0 : BIAS;
    }

    private static void matrix(SectionWriter out, LinearTransform linear) {
        if (linear.isTrained()) {
            out.f32s(linear.matrix());
        }
        if (linear.bias() != null) {
            out.f32s(linear.bias());
        }
    }

    // ---- reading ---------------------------------------------------------------------------------------------------------

    /** @param dIn numbers per vector as callers have them */
    static TransformChain read(Section section, int dIn) {
        SectionInput in = section.input();
        int count = in.i32("the number of transforms", 1, MOST_TRANSFORMS);
        List<Transform> transforms = new ArrayList<>();
        int d = dIn;
        for (int i = 0; i < count; i++) {
            long at = in.position();
            Transform transform = read(in);
            if (transform.dIn() != d) {
                throw in.wrong(at, "transform " + i + " takes d = " + transform.dIn() + "; it is given " + d);
            }
            transforms.add(transform);
            d = transform.dOut();
        }
        in.end();
        return new TransformChain(dIn, transforms);
    }

    private static Transform read(SectionInput in) {
        long at = in.position();
        int kind = in.i32("the kind of transform", LINEAR, CENTERING);
        int dIn = in.i32("d_in", 1, Vectors.MAX_D);
        int dOut = in.i32("d_out", 1, Vectors.MAX_D);
        int flags = in.flags("flags", TRAINED | (kind <= PCA ? BIAS : 0) | (kind == PCA ? ROTATED : 0));
        boolean trained = (flags & TRAINED) != 0;
        if (kind >= NORMALIZATION && dIn != dOut || kind == NORMALIZATION && !trained || !trained && (flags & BIAS) != 0) {
            throw in.wrong(at, "a transform of kind " + kind + " from " + dIn + " to " + dOut + " numbers with flags " + flags
                    + " cannot be: scaling and centering keep d, scaling needs no training, and only what is trained has a bias");
        }
        return switch (kind) {
            case LINEAR -> linear(in, dIn, dOut, flags);
            case RANDOM_ROTATION -> new RandomRotation(linear(in, dIn, dOut, flags));
            case PCA -> pca(in, dIn, dOut, flags);
            case NORMALIZATION -> new Normalization(dIn);
            default -> new Centering(dIn, trained ? in.f32s("numbers of the mean", dIn) : null);
        };
    }

    private static LinearTransform linear(SectionInput in, int dIn, int dOut, int flags) {
        long at = in.position();
        float[] matrix = (flags & TRAINED) == 0 ? null : in.f32s("numbers of the matrix", (long) dIn * dOut);
        float[] bias = (flags & BIAS) == 0 ? null : in.f32s("numbers of the bias", dOut);
        return in.named(at, () -> new LinearTransform(dIn, dOut, matrix, bias));
    }

    private static Pca pca(SectionInput in, int dIn, int dOut, int flags) {
        long at = in.position();
        boolean trained = (flags & TRAINED) != 0;
        float eigenPower = in.f32("eigen_power");
        float epsilon = in.f32("epsilon");
        int balancedBins = in.i32("balanced_bins");
        int rows = in.i32("rows of the basis", 0, trained ? dIn : 0);
        float[] mean = trained ? in.f32s("numbers of the mean", dIn) : null;
        float[] eigenvalues = trained ? in.f32s("eigenvalues", dIn) : null;
        float[] basis = trained ? in.f32s("numbers of the basis", (long) rows * dIn) : null;
        LinearTransform linear = linear(in, dIn, dOut, flags);
        return in.named(at, () -> new Pca(linear, eigenPower, epsilon, (flags & ROTATED) != 0, balancedBins, mean, eigenvalues,
                basis));
    }
}
