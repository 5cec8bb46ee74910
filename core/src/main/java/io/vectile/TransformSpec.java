package io.vectile;

import io.vectile.error.InvalidInputException;
import io.vectile.vectors.Vectors;

/**
 * A transform that stands before the partition and the codec of an {@link IndexSpec}: it takes vectors to the space in
 * which they are coded and searched. The words are those of Faiss's index_factory, where it has one.
 */
public sealed interface TransformSpec {
    /** Numbers per vector that it makes of d. */
    int dOut(int d);

    /**
     * The d' axes along which the vectors vary most: {@code PCA64}.
     *
     * @param dOut     how many axes
     * @param whitened whether each is scaled to the same variance: {@code PCAW64}
     * @param rotated  whether a random rotation follows, which evens the variances out: {@code PCAR64}, {@code PCAWR64}
     */
    record Pca(int dOut, boolean whitened, boolean rotated) implements TransformSpec {
        public Pca {
            requireDimension("PCA", dOut);
        }

        @Override
        public int dOut(int d) {
            return dOut;
        }

        @Override
        public String toString() {
            return "PCA" + (whitened ? "W" : "") + (rotated ? "R" : "") + dOut;
        }
    }

    /**
     * A rotation learnt for product quantization in m subspaces: {@code OPQ8}, {@code OPQ8_64}.
     *
     * @param dOut numbers per vector after it; 0 for as many as before
     */
    record Opq(int m, int dOut) implements TransformSpec {
        public Opq {
            if (m < 1) {
                throw new InvalidInputException("OPQ needs at least 1 subspace; m is " + m);
            }
            if (dOut != 0) {
                requireDimension("OPQ", dOut);
            }
        }

        @Override
        public int dOut(int d) {
            return dOut == 0 ? d : dOut;
        }

        @Override
        public String toString() {
            return "OPQ" + m + (dOut == 0 ? "" : "_" + dOut);
        }
    }

    /**
     * A random rotation: {@code RR}, {@code RR64}.
     *
     * @param dOut numbers per vector after it; 0 for as many as before
     */
    record RandomRotation(int dOut) implements TransformSpec {
        public RandomRotation {
            if (dOut != 0) {
                requireDimension("RR", dOut);
            }
        }

        @Override
        public int dOut(int d) {
            return dOut == 0 ? d : dOut;
        }

        @Override
        public String toString() {
            return dOut == 0 ? "RR" : "RR" + dOut;
        }
    }

    /** Scales vectors to length one: {@code L2norm}. */
    record L2Norm() implements TransformSpec {
        @Override
        public int dOut(int d) {
            return d;
        }

        @Override
        public String toString() {
            return "L2norm";
        }
    }

    /** Takes the mean of the training vectors off: {@code Center}. */
    record Center() implements TransformSpec {
        @Override
        public int dOut(int d) {
            return d;
        }

        @Override
        public String toString() {
            return "Center";
        }
    }

    /**
     * A linear transform that came from a file, which does not tell how it was learnt: {@code Linear64}. Faiss writes OPQ
     * so.
     */
    record Linear(int dOut) implements TransformSpec {
        public Linear {
            requireDimension("Linear", dOut);
        }

        @Override
        public int dOut(int d) {
            return dOut;
        }

        @Override
        public String toString() {
            return "Linear" + dOut;
        }
    }

    private static void requireDimension(String word, int dOut) {
        if (dOut < 1 || dOut > Vectors.MAX_D) {
            throw new InvalidInputException(word + " needs 1 to " + Vectors.MAX_D + " dimensions; got " + dOut);
        }
    }
}
