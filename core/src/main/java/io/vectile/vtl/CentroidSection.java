package io.vectile.vtl;

import io.vectile.contents.Measurable;
import io.vectile.kernel.Kernels;
import io.vectile.kernel.Panels;

/**
 * Section CENT, the centroids of the cells; there is none before these are trained. Kind of element u32 (0: float32; 1 is kept
 * for 16-bit integers, in steps of a power of two), nlist u32, d u32, step f32 (0 for floats), zeros up to byte 64. Then the
 * centroids as panels of 64: {@code f32[ceil(nlist / 64)][d][64]}, columns past the last being zeros. Then, where blocks have a
 * bound row, the mean of the centroids, {@code f32[d]}.
 *
 * <p>So the panels are those of the coarse search, which can take them where they are mapped.
 */
record CentroidSection(float[] rows, float[] mean) {
    static final String NAME = "CENT";

    private static final int HEAD_BYTES = 64;
    private static final int FLOAT32 = 0;
    private static final int INT16 = 1;

    /**
     * Writes it.
     *
     * @param rows {@code float[nlist * d]}, row-major
     * @param mean {@code float[d]}; null without a bound row
     */
    static void write(SectionWriter out, float[] rows, int nlist, int d, float[] mean) {
        out.begin(NAME, true);
        out.i32(FLOAT32);
        out.i32(nlist);
        out.i32(d);
        out.f32(0f);
        out.align();
        out.bulk(panelBytes(nlist, d), () -> out.segment(Panels.of(rows, nlist, d).segment()));
        if (mean != null) {
            out.f32s(mean);
        }
        out.end();
    }

    private static long panelBytes(int nlist, int d) {
        return ((long) nlist + Kernels.BLOCK - 1) / Kernels.BLOCK * Kernels.BLOCK * Float.BYTES * d;
    }

    /** Reads it, for an index of nlist cells of d numbers. */
    static CentroidSection read(Section section, int nlist, int d, boolean hasMean) {
        SectionInput in = section.input();
        long start = in.position();
        int kind = in.i32("the kind of element", FLOAT32, INT16);
        if (kind != FLOAT32) {
            throw in.wrong(start, "the kind of element is 1 (16-bit integers), which this Vectile does not read; 0 (float32) is");
        }
        in.i32("nlist", nlist, nlist);
        in.i32("d", d, d);
        float step = in.f32("the step");
        if (step != 0) {
            throw in.wrong(in.position() - Float.BYTES, "the step is " + step + "; it must be 0 where elements are float32");
        }
        in.zerosTo(start, HEAD_BYTES);
        section.requireLength(HEAD_BYTES + panelBytes(nlist, d) + (hasMean ? (long) d * Float.BYTES : 0),
                nlist + " centroids of d = " + d + (hasMean ? " and their mean" : ""));
        if ((long) nlist * d > Integer.MAX_VALUE - 8) {
            throw in.wrong(start, nlist + " centroids of d = " + d + " do not fit into one array");
        }
        float[] rows = new float[nlist * d];
        for (int first = 0; first < nlist; first += Kernels.BLOCK) {
            panel(in, rows, first, Math.min(Kernels.BLOCK, nlist - first), d);
        }
        in.named(start, () -> {
            Measurable.requireCentroids(rows, nlist, d);
            return null;
        });
        long meanAt = in.position();
        float[] mean = hasMean ? in.f32s("numbers of the mean", d) : null;
        in.named(meanAt, () -> {
            Measurable.requireRow(hasMean ? mean : new float[0], "the mean");
            return null;
        });
        in.end();
        return new CentroidSection(rows, mean);
    }

    /** Takes the centroids of a panel apart, some dimensions at a time. */
    private static void panel(SectionInput in, float[] rows, int firstRow, int columns, int d) {
        int dimensions = Math.min(d, 256);
        float[] part = new float[dimensions * Kernels.BLOCK];
        for (int from = 0; from < d; from += dimensions) {
            int n = Math.min(dimensions, d - from);
            long at = in.copyFloats("centroids", part, 0, n * Kernels.BLOCK);
            for (int c = 0; c < columns; c++) {
                int row = (firstRow + c) * d + from;
                for (int e = 0; e < n; e++) {
                    float value = part[e * Kernels.BLOCK + c];
                    if (!Float.isFinite(value)) {
                        throw in.wrong(at + (long) (e * Kernels.BLOCK + c) * Float.BYTES, "centroid " + (firstRow + c) + " has "
                                + value + " at dimension " + (from + e) + "; every number must be finite");
                    }
                    rows[row + e] = value;
                }
            }
            for (int c = columns; c < Kernels.BLOCK; c++) {
                for (int e = 0; e < n; e++) {
                    if (Float.floatToRawIntBits(part[e * Kernels.BLOCK + c]) != 0) {
                        throw in.wrong(at + (long) (e * Kernels.BLOCK + c) * Float.BYTES, "the column past the last centroid has "
                                + part[e * Kernels.BLOCK + c] + "; it must be 0");
                    }
                }
            }
        }
    }
}
