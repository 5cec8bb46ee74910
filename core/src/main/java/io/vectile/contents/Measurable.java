package io.vectile.contents;

import io.vectile.error.InvalidInputException;
import io.vectile.kernel.Kernels;
import io.vectile.quantization.ProductQuantizer;

/** Refuses centroids and codebooks of files whose squared distances to a query could pass the largest float. */
public final class Measurable {
    private Measurable() {}

    /**
     * Checks k rows of d numbers.
     *
     * @throws InvalidInputException naming the first that is too long
     */
    public static void requireCentroids(float[] rows, int k, int d) {
        for (int c = 0; c < k; c++) {
            float norm = Kernels.plain().dot(rows, c * d, rows, c * d, d);
            if (!(norm <= Kernels.MAX_NORM)) {
                throw tooLong("centroid " + c, norm);
            }
        }
    }

    /**
     * Checks one row.
     *
     * @param what how a message calls it
     * @throws InvalidInputException naming its squared length
     */
    public static void requireRow(float[] row, String what) {
        float norm = Kernels.plain().dot(row, 0, row, 0, row.length);
        if (!(norm <= Kernels.MAX_NORM)) {
            throw tooLong(what, norm);
        }
    }

    private static InvalidInputException tooLong(String what, float norm) {
        return new InvalidInputException(what + " has the squared length " + norm + "; " + Kernels.MAX_NORM
                + " is the most that can be searched");
    }

    /**
     * Checks what a quantizer decodes to. Returns it.
     *
     * @throws InvalidInputException naming the largest squared length
     */
    public static ProductQuantizer require(ProductQuantizer quantizer) {
        if (!(quantizer.maxSquaredNorm() <= Kernels.MAX_NORM)) {
            throw new InvalidInputException("the centroids have squared lengths up to " + quantizer.maxSquaredNorm() + "; "
                    + Kernels.MAX_NORM + " is the most that can be searched");
        }
        return quantizer;
    }
}
