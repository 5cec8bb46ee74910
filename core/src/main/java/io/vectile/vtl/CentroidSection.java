package io.vectile.vtl;

import io.vectile.cluster.Centroids;
import io.vectile.contents.Measurable;
import io.vectile.error.InvalidInputException;
import io.vectile.kernel.Kernels;
import io.vectile.kernel.Panels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Section CENT, the centroids of the cells; there is none before these are trained. Kind of element u32 (0: float32; 1: bfloat16,
 * two dimensions to a word), nlist u32, d u32, zeros up to byte 64. Then the centroids as panels of 64,
 * {@code f32[ceil(nlist / 64)][d][64]}, or {@code f32[ceil(nlist / 64)][ceil(d / 2)][64]}, columns past the last being zeros.
 * Then, where blocks have a bound row, the mean of the centroids, {@code f32[d]}.
 *
 * <p>So the panels are those of the coarse search, which reads them where they are mapped.
 *
 * @param mean null without a bound row
 */
record CentroidSection(Centroids centroids, float[] mean) {
    static final String NAME = "CENT";

    private static final int HEAD_BYTES = 64;
    private static final int FLOAT32 = 0;
    private static final int BFLOAT16 = 1;

    void write(SectionWriter out) {
        Panels panels = centroids.panels();
        out.begin(NAME, true);
        out.i32(panels.areBfloats() ? BFLOAT16 : FLOAT32);
        out.i32(centroids.k());
        out.i32(centroids.d());
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
        boolean bfloats = in.i32("the kind of element", FLOAT32, BFLOAT16) == BFLOAT16;
        in.i32("nlist", nlist, nlist);
        in.i32("d", d, d);
        in.zerosTo(start, HEAD_BYTES);
        long panelBytes = ((long) nlist + Kernels.BLOCK - 1) / Kernels.BLOCK * Panels.panelBytes(d, bfloats);
        section.requireLength(HEAD_BYTES + panelBytes + (hasMean ? (long) d * Float.BYTES : 0),
                nlist + " centroids of d = " + d + (hasMean ? " and their mean" : ""));
        if ((long) nlist * d > Integer.MAX_VALUE - 8) {
            throw in.wrong(start, nlist + " centroids of d = " + d + " do not fit into one array");
        }
        MemorySegment segment = section.mapped().asSlice(HEAD_BYTES, panelBytes);
        Panels panels = Panels.at(segment, nlist, d, bfloats);
        float[] rows = panels.toRows(nlist);
        try {
            Measurable.requireCentroids(rows, nlist, d);
        } catch (InvalidInputException e) {
            requireFinite(in, start + HEAD_BYTES, rows, panels);
            throw in.wrong(start, e.getMessage());
        }
        requireZeros(in, start + HEAD_BYTES, panels, nlist);
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

    private static void requireFinite(SectionInput in, long at, float[] rows, Panels panels) {
        int d = panels.d();
        for (int i = 0; i < rows.length; i++) {
            if (!Float.isFinite(rows[i])) {
                int e = i % d;
                throw in.wrong(at + panels.wordAt(i / d, panels.areBfloats() ? e / 2 : e), "centroid " + i / d + " has " + rows[i]
                        + " at dimension " + e + "; every number must be finite");
            }
        }
    }

    private static void requireZeros(SectionInput in, long at, Panels panels, int nlist) {
        for (int w = 0; nlist % Kernels.BLOCK != 0 && w < panels.words(); w++) {
            long first = panels.wordAt(nlist, w);
            long end = first + (long) (Kernels.BLOCK - nlist % Kernels.BLOCK) * Float.BYTES;
            for (long b = first; b < end; b++) {
                int found = panels.segment().get(ValueLayout.JAVA_BYTE, b) & 255;
                if (found != 0) {
                    throw in.wrong(at + b, "a column past the last centroid has a byte " + found + "; it must be 0");
                }
            }
        }
    }
}
