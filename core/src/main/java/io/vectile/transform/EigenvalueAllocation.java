package io.vectile.transform;

/**
 * The rotation that is best for normally distributed vectors: the directions of PCA, dealt out to the m subspaces of a
 * product quantizer so that each has about the same product of variances. T. Ge, K. He, Q. Ke, J. Sun, "Optimized Product
 * Quantization for Approximate Nearest Neighbor Search", CVPR 2013, section 3.2.
 */
final class EigenvalueAllocation {
    private EigenvalueAllocation() {}

    /**
     * Deals out, from the largest variance on, to the subspace of the smallest product that has room.
     *
     * @param eigen of the covariance, of dIn dimensions
     * @param noise what a variance of zero may be measured as
     * @return {@code double[dOut * dIn]}, row-major; where {@code dOut > dIn} with rows of zeros
     */
    static double[] rotation(SymmetricEigen eigen, int dOut, int m, double noise) {
        int dIn = eigen.values().length;
        int dsub = dOut / m;
        int dealt = Math.min(dIn, dOut);
        // Variances count from the least of them on, so that no factor makes a product smaller.
        double least = Math.max(eigen.values()[dealt - 1], noise);
        double[] logarithms = new double[m];
        int[] filled = new int[m];
        double[] rotation = new double[dOut * dIn];
        for (int i = 0; i < dealt; i++) {
            int subspace = -1;
            for (int j = 0; j < m; j++) {
                if (filled[j] < dsub && (subspace < 0 || logarithms[j] < logarithms[subspace])) {
                    subspace = j;
                }
            }
            double variance = eigen.values()[i];
            logarithms[subspace] += variance > least ? StrictMath.log(variance / least) : 0;
            int row = subspace * dsub + filled[subspace]++;
            System.arraycopy(eigen.vectors(), i * dIn, rotation, row * dIn, dIn);
        }
        return rotation;
    }
}
