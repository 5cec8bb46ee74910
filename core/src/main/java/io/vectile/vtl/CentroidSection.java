package io.vectile.vtl;

import io.vectile.cluster.Centroids;
import io.vectile.contents.Measurable;
import io.vectile.error.InvalidInputException;
import io.vectile.kernel.Kernels;
import io.vectile.kernel.Panels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Section CENT, the centroids of the cells; there is none before these are trained. Kind of element u32 (0: float32; 1: 16-bit
 * integers that count steps), nlist u32, d u32, step f32 (a power of two; 0 for floats), zeros up to byte 64. Then the
 * centroids as panels of 64, {@code f32} or {@code i16[ceil(nlist / 64)][d][64]}, columns past the last being zeros. Then,
 * where blocks have a bound row, the mean of the centroids, {@code f32[d]}.
 *
 * <p>So the panels are those of the coarse search, which reads them where they are mapped.
 *
 * @param mean null without a bound row
 */
record CentroidSection(Centroids centroids, float[] mean) {
    static final String NAME = "CENT";

    private static final int HEAD_BYTES = 64;
    private static final int FLOAT32 = 0;
    private static final int INT16 = 1;

    void write(SectionWriter out) {
        Panels panels = centroids.panels();
        out.begin(NAME, true);
        out.i32(panels.isShort() ? INT16 : FLOAT32);
        out.i32(centroids.k());
        out.i32(centroids.d());
        out.f32(panels.step());
        out.align();
        out.segment(panels.segment().asSlice(0, panels.count() * panels.panelBytes()));
        if (mean != null) {
            out.f32s(mean);
        }
        out.end();
    }

    /** Reads it, for an index of nlist cells of d numbers. */
    static CentroidSection read(Section section, int nlist, int d, boolean innerProduct, boolean hasMean) {
        SectionInput in = section.input();
        long start = in.position();
        boolean shorts = in.i32("the kind of element", FLOAT32, INT16) == INT16;
        in.i32("nlist", nlist, nlist);
        in.i32("d", d, d);
        float step = in.f32("the step");
        if (shorts ? !Centroids.isStep(step) : step != 0) {
            throw in.wrong(in.position() - Float.BYTES, "the step is " + step + "; it must be " + (shorts ? "a power of two from 2^-60 to 2^60"
                    : "0 where elements are float32"));
        }
        in.zerosTo(start, HEAD_BYTES);
        int width = shorts ? Short.BYTES : Float.BYTES;
        long panelBytes = ((long) nlist + Kernels.BLOCK - 1) / Kernels.BLOCK * Kernels.BLOCK * width * d;
        section.requireLength(HEAD_BYTES + panelBytes + (hasMean ? (long) d * Float.BYTES : 0),
                nlist + " centroids of d = " + d + (hasMean ? " and their mean" : ""));
        if ((long) nlist * d > Integer.MAX_VALUE - 8) {
            throw in.wrong(start, nlist + " centroids of d = " + d + " do not fit into one array");
        }
        MemorySegment segment = section.mapped().asSlice(HEAD_BYTES, panelBytes);
        Panels panels = Panels.at(segment, nlist, d, step);
        float[] rows = panels.toRows(nlist);
        try {
            Measurable.requireCentroids(rows, nlist, d);
        } catch (InvalidInputException e) {
            requireFinite(in, start + HEAD_BYTES, rows, d, width);
            throw in.wrong(start, e.getMessage());
        }
        requireZeros(in, start + HEAD_BYTES, segment, nlist, d, width);
        in.skip(panelBytes, "panels");
        long meanAt = in.position();
        float[] mean = hasMean ? in.f32s("numbers of the mean", d) : null;
        in.named(meanAt, () -> {
            Measurable.requireRow(hasMean ? mean : new float[0], "the mean");
            return null;
        });
        in.end();
        return new CentroidSection(Centroids.of(panels, rows, nlist, innerProduct), mean);
    }

    /** Where a number of a centroid lies, counted from the first panel. */
    private static long place(int c, int e, int d, int width) {
        return (((long) (c / Kernels.BLOCK) * d + e) * Kernels.BLOCK + c % Kernels.BLOCK) * width;
    }

    private static void requireFinite(SectionInput in, long at, float[] rows, int d, int width) {
        for (int i = 0; i < rows.length; i++) {
            if (!Float.isFinite(rows[i])) {
                throw in.wrong(at + place(i / d, i % d, d, width), "centroid " + i / d + " has " + rows[i] + " at dimension " + i % d
                        + "; every number must be finite");
            }
        }
    }

    private static void requireZeros(SectionInput in, long at, MemorySegment panels, int nlist, int d, int width) {
        for (int e = 0; nlist % Kernels.BLOCK != 0 && e < d; e++) {
            long first = place(nlist, e, d, width);
            long end = first + (long) (Kernels.BLOCK - nlist % Kernels.BLOCK) * width;
            for (long b = first; b < end; b++) {
                if (panels.get(ValueLayout.JAVA_BYTE, b) != 0) {
                    throw in.wrong(at + b, "a column past the last centroid has a byte " + (panels.get(ValueLayout.JAVA_BYTE, b) & 255)
                            + "; it must be 0");
                }
            }
        }
    }
}
