package io.vectile.vtl;

import io.vectile.codec.PqCodec;
import io.vectile.contents.SearchDefaults;
import io.vectile.contents.Trained;
import io.vectile.contents.Training;
import io.vectile.partition.InvertedFile;
import io.vectile.quantization.ProductQuantizer;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;

/**
 * Section INFO, what an index is: d u32, d of codes u32; metric u8 (0 L2, 1 inner product, 2 cosine), partition u8 (0 one
 * list, 1 cells), codec u8 (0 Flat, 1 PQ), zero u8; flags u32 (the bits below); nlist u32, m u32, nbits u32 (0 where there are
 * none); nprobe u32, k_factor f32, step of the bound row f32; ntotal u64, largest id i64; seed i32, rounds for cells u32,
 * rounds for codebooks u32, most points per centroid u32 (all 0 where not known); the spec, its length u32 and its UTF-8.
 */
record InfoSection(int d, int innerD, Metric metric, boolean hasCells, boolean isPq, int flags, int nlist, int m, int nbits,
        SearchDefaults defaults, float step, long ntotal, long largestId, Training training, String spec) {
    static final String NAME = "INFO";

    /** The index is trained: vectors can be added. */
    static final int TRAINED = 1;
    /** Codes are residuals, or will be. */
    static final int RESIDUAL = 2;
    /** The vectors themselves are kept beside their codes. */
    static final int REFINE = 4;
    /** Queries are encoded, too, unless a search says otherwise. */
    static final int SYMMETRIC = 8;
    /** The nearest cells are those of the largest inner products. */
    static final int CELLS_BY_INNER_PRODUCT = 16;
    /** Blocks have a bound row, and CENT the mean of the centroids. */
    static final int BOUND_ROW = 32;

    private static final int KNOWN_FLAGS = 63;
    private static final int MOST_SPEC_BYTES = 1 << 16;

    static InfoSection of(IndexInfo info) {
        Trained trained = info.trained();
        InvertedFile cells = trained.partition() instanceof InvertedFile ivf ? ivf : null;
        PqCodec pq = trained.codec() instanceof PqCodec codec ? codec : null;
        int flags = (trained.isComplete() ? TRAINED : 0) | (info.residual() ? RESIDUAL : 0)
                | (trained.refine() != null ? REFINE : 0) | (info.defaults().symmetric() ? SYMMETRIC : 0)
                | (cells != null && cells.innerProduct() ? CELLS_BY_INNER_PRODUCT : 0)
                | (trained.space().hasBoundRow() ? BOUND_ROW : 0);
        return new InfoSection(trained.d(), trained.space().d(), trained.metric(), cells != null, pq != null, flags,
                cells == null ? 0 : cells.nlist(), pq == null ? 0 : pq.m(), pq == null ? 0 : pq.nbits(), info.defaults(),
                trained.space().step(), info.ntotal(), info.largestId(), info.training(), info.spec());
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Whether blocks have a bound row once the index is trained. */
    boolean wantsBoundRow() {
        return has(RESIDUAL) && isPq && metric == Metric.L2;
    }

    void write(SectionWriter out) {
        out.begin(NAME, true);
        out.i32(d);
        out.i32(innerD);
        out.u8(metric.ordinal());
        out.bool(hasCells);
        out.bool(isPq);
        out.u8(0);
        out.i32(flags);
        out.i32(nlist);
        out.i32(m);
        out.i32(nbits);
        out.i32(defaults.nprobe());
        out.f32(defaults.kFactor());
        out.f32(step);
        out.i64(ntotal);
        out.i64(largestId);
        out.i32(training == null ? 0 : training.seed());
        out.i32(training == null ? 0 : training.coarseIterations());
        out.i32(training == null ? 0 : training.codebookIterations());
        out.i32(training == null ? 0 : training.maxPointsPerCentroid());
        out.text(spec);
        out.end();
    }

    /** Reads it and holds its fields against one another. */
    static InfoSection read(Section section) {
        SectionInput in = section.input();
        int d = in.i32("d", 1, Vectors.MAX_D);
        int innerD = in.i32("d of the codes", 1, Vectors.MAX_D);
        Metric metric = Metric.values()[kind(in, "the metric", "L2", "inner product", "cosine")];
        boolean hasCells = kind(in, "the partition", "one list", "cells") == 1;
        boolean isPq = kind(in, "the codec", "Flat", "PQ") == 1;
        in.u8("padding");
        long flagsAt = in.position();
        int flags = in.flags("flags", KNOWN_FLAGS);
        int nlist = in.i32("nlist", hasCells ? 1 : 0, hasCells ? InvertedFile.MAX_NLIST : 0);
        long shapeAt = in.position();
        int m = in.i32("m", 0, Vectors.MAX_D);
        int nbits = in.i32("nbits", 0, ProductQuantizer.MAX_NBITS);
        if (isPq) {
            in.named(shapeAt, () -> {
                ProductQuantizer.requireShape(innerD, m, nbits);
                return null;
            });
        } else if (m != 0 || nbits != 0) {
            throw in.wrong(shapeAt, "m is " + m + " and nbits is " + nbits + "; Flat has 0 and 0");
        }
        int nprobe = in.i32("nprobe", 1, Integer.MAX_VALUE);
        float kFactor = number(in, "k_factor", 1, SearchDefaults.MAX_K_FACTOR);
        float step = number(in, "the step of the bound row", (flags & BOUND_ROW) != 0 ? Float.MIN_VALUE : 0,
                (flags & BOUND_ROW) != 0 ? Float.MAX_VALUE : 0);
        long ntotalAt = in.position();
        long ntotal = in.u64("ntotal", 0, Long.MAX_VALUE);
        if (ntotal > 0 && (flags & TRAINED) == 0) {
            throw in.wrong(ntotalAt, "ntotal is " + ntotal + "; an index that is not trained has 0");
        }
        long idAt = in.position();
        long largestId = in.i64("the largest id");
        if (largestId < -1) {
            throw in.wrong(idAt, "the largest id is " + largestId + "; it must be at least -1");
        }
        InfoSection info = new InfoSection(d, innerD, metric, hasCells, isPq, flags, nlist, m, nbits,
                new SearchDefaults(nprobe, kFactor, (flags & SYMMETRIC) != 0), step, ntotal, largestId, training(in),
                in.text("the spec", MOST_SPEC_BYTES));
        in.end();
        info.checkFlags(section, flagsAt);
        return info;
    }

    private static int kind(SectionInput in, String what, String... names) {
        long at = in.position();
        int kind = in.u8(what);
        if (kind >= names.length) {
            StringBuilder known = new StringBuilder();
            for (int i = 0; i < names.length; i++) {
                known.append(i == 0 ? "" : ", ").append(i).append(" (").append(names[i]).append(')');
            }
            throw in.wrong(at, what + " is " + kind + "; known are " + known);
        }
        return kind;
    }

    private static float number(SectionInput in, String what, float least, float most) {
        long at = in.position();
        float value = in.f32(what);
        if (!(value >= least && value <= most)) {
            throw in.wrong(at, what + " is " + value + "; it must be " + least + " to " + most);
        }
        return value;
    }

    private static Training training(SectionInput in) {
        long at = in.position();
        int seed = in.i32("the seed");
        int coarse = in.i32("rounds for cells", 0, Integer.MAX_VALUE);
        int codebook = in.i32("rounds for codebooks", 0, Integer.MAX_VALUE);
        int points = in.i32("points per centroid", 0, Integer.MAX_VALUE);
        if (coarse == 0 && codebook == 0 && points == 0) {
            return null;
        }
        if (coarse == 0 || codebook == 0 || points == 0) {
            throw in.wrong(at, "rounds and points per centroid are " + coarse + ", " + codebook + " and " + points
                    + "; each must be at least 1, or all 0 where they are not known");
        }
        return new Training(seed, coarse, codebook, points);
    }

    private void checkFlags(Section section, long at) {
        if (!hasCells && (has(RESIDUAL) || has(CELLS_BY_INNER_PRODUCT))) {
            throw section.wrong(at, "residual codes and how cells are compared need cells; there is one list");
        }
        if (has(BOUND_ROW) && !wantsBoundRow()) {
            throw section.wrong(at, "a bound row needs residual codes of PQ for L2");
        }
    }
}
