package io.vectile.cli.tour;

import io.vectile.cli.report.Story;
import io.vectile.cli.text.Format;
import io.vectile.cluster.KMeans;
import io.vectile.concurrent.Parallel;
import io.vectile.concurrent.Progress;
import io.vectile.pictures.Table.Cell;
import io.vectile.pictures.Table;
import io.vectile.quantization.ProductQuantizer;
import io.vectile.vectors.Vectors;
import java.util.Arrays;
import java.util.Locale;

/**
 * The first part: one vector of twelve numbers on its way through a product quantizer of 4 subspaces with 8 centroids each, small enough
 * to be printed whole. The numbers are 12 of the 128 of real SIFT descriptors.
 *
 * @param quantizer       trained on {@code trainedOn} vectors
 * @param vector          the example, {@code float[12]}
 * @param ids             which centroid is nearest, per subspace
 * @param decoded         the vector as the ids give it back
 * @param error           squared distance of the two
 * @param meanError       the same, on average over the training vectors
 * @param variance        their mean squared distance to their mean: the error of knowing nothing but that
 */
record TwelveNumbers(ProductQuantizer quantizer, int trainedOn, float[] vector, int[] ids, float[] decoded, double error, double meanError,
        double variance) {
    private static final int D = 12;
    private static final int M = 4;
    private static final int NBITS = 3;

    /** Two middle cells of the descriptor's 4 x 4, where it has the most to say: numbers at the rim are often 0. */
    private static final int FIRST_DIMENSION = 40;

    /** As many as k-means uses for 8 centroids. */
    private static final int TRAINING_VECTORS = 2048;

    /** Takes the example from a set of at least 128 dimensions; always the bundled one, so that everyone sees the same numbers. */
    static TwelveNumbers of(Vectors base) {
        float[] rows = new float[TRAINING_VECTORS * D];
        for (int i = 0; i < TRAINING_VECTORS; i++) {
            float[] row = base.row(i * (base.n() / TRAINING_VECTORS));
            System.arraycopy(row, FIRST_DIMENSION, rows, i * D, D);
        }
        var quantizer = ProductQuantizer.train(rows, TRAINING_VECTORS, D, M, NBITS, KMeans.Options.defaults().withGrowing(true), Parallel.single(), Progress.NONE);

        byte[] codes = new byte[TRAINING_VECTORS * quantizer.codeSize()];
        quantizer.encode(rows, 0, TRAINING_VECTORS, codes, 0);
        float[] allDecoded = new float[rows.length];
        for (int i = 0; i < TRAINING_VECTORS; i++) {
            quantizer.decode(codes, i * quantizer.codeSize(), allDecoded, i * D);
        }
        int example = lively(rows);
        int[] ids = new int[M];
        Arrays.setAll(ids, j -> quantizer.value(codes, example * quantizer.codeSize(), j));
        float[] vector = Arrays.copyOfRange(rows, example * D, (example + 1) * D);
        float[] decoded = Arrays.copyOfRange(allDecoded, example * D, (example + 1) * D);
        return new TwelveNumbers(quantizer, TRAINING_VECTORS, vector, ids, decoded, squaredDistance(vector, decoded),
                squaredDistance(rows, allDecoded) / TRAINING_VECTORS, squaredDistance(rows, repeatedMean(rows)) / TRAINING_VECTORS);
    }

    /** The first row without a number near 0: a vector of many zeros makes a dull example. */
    private static int lively(float[] rows) {
        int i = 0;
        while (i + D < rows.length && !allAbove(rows, i, 10)) {
            i += D;
        }
        return i / D;
    }

    private static boolean allAbove(float[] rows, int at, float least) {
        boolean above = true;
        for (int i = at; i < at + D; i++) {
            above &= rows[i] >= least;
        }
        return above;
    }

    void tell(Story story) {
        int ksub = quantizer.ksub();
        int dsub = quantizer.dsub();
        story.heading("1. Twelve numbers become four");
        story.paragraph("Here is a vector of " + D + " numbers, part of a real SIFT descriptor. Product quantization cuts it into " + M
                + " parts, subvectors of " + dsub + " numbers. For each part, k-means on " + Format.count(trainedOn)
                + " such subvectors has learnt a codebook of " + ksub + " centroids; a subvector is replaced by the id of the nearest.");
        story.table(codebooks(), "The codebooks, centroids rounded to whole numbers; marked: the nearest to each subvector below.");
        story.table(journey(), "Error: the squared distance of a subvector to its centroid.");
        int bits = M * NBITS;
        story.paragraph("So the vector is now " + join(ids) + ": " + M + " ids of " + NBITS + " bits, " + bits + " bits in place of "
                + D * Float.SIZE + " (as floats), " + Format.significant((double) D * Float.SIZE / bits, 2)
                + " times less. Looking the ids up again gives the decoded vector, at a squared distance of " + Format.significant(error, 4)
                + " from the original. Over all " + Format.count(trainedOn) + " vectors that error is " + Format.significant(meanError, 4)
                + " on average, against " + Format.significant(variance, 4) + " if each were replaced by their mean: the ids keep "
                + Format.significant(100 * (1 - meanError / variance), 2) + "% of their variance.");
        story.paragraph("Together the " + M + " codebooks tell " + ksub + "^" + M + " = " + Format.count((long) Math.pow(ksub, M))
                + " vectors apart, and hold only " + M + " x " + ksub + " x " + dsub + " = " + M * ksub * dsub + " numbers.");
    }

    private Table codebooks() {
        var table = new Table("id", "part 0", "part 1", "part 2", "part 3");
        float[] codebook = quantizer.codebook();
        for (int c = 0; c < quantizer.ksub(); c++) {
            Object[] cells = new Object[M + 1];
            cells[0] = Integer.toString(c);
            for (int j = 0; j < M; j++) {
                cells[j + 1] = new Cell(triple(codebook, (j * quantizer.ksub() + c) * quantizer.dsub()), ids[j] == c);
            }
            table.row(cells);
        }
        return table;
    }

    private Table journey() {
        var table = new Table("", "part 0", "part 1", "part 2", "part 3");
        Object[] original = new Object[M + 1];
        Object[] chosen = new Object[M + 1];
        Object[] back = new Object[M + 1];
        Object[] errors = new Object[M + 1];
        for (int j = 0; j < M; j++) {
            int at = j * quantizer.dsub();
            original[j + 1] = triple(vector, at);
            chosen[j + 1] = new Cell("id " + ids[j], true);
            back[j + 1] = triple(decoded, at);
            errors[j + 1] = Format.significant(squaredDistance(Arrays.copyOfRange(vector, at, at + quantizer.dsub()),
                    Arrays.copyOfRange(decoded, at, at + quantizer.dsub())), 3);
        }
        original[0] = "vector";
        chosen[0] = "code";
        back[0] = "decoded";
        errors[0] = "error";
        return table.row(original).row(chosen).row(back).row(errors);
    }

    private static String triple(float[] numbers, int at) {
        return String.format(Locale.ROOT, "%3.0f %3.0f %3.0f", numbers[at], numbers[at + 1], numbers[at + 2]);
    }

    private static String join(int[] ids) {
        return Arrays.toString(ids).replace('[', '(').replace(']', ')');
    }

    private static float[] repeatedMean(float[] rows) {
        double[] mean = new double[D];
        for (int i = 0; i < rows.length; i++) {
            mean[i % D] += rows[i] * (double) D / rows.length;
        }
        float[] repeated = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            repeated[i] = (float) mean[i % D];
        }
        return repeated;
    }

    static double squaredDistance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
        }
        return sum;
    }
}
