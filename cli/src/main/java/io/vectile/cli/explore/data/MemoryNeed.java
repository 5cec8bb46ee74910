package io.vectile.cli.explore.data;

import io.vectile.IndexSpec;
import io.vectile.TransformSpec;
import io.vectile.cli.explore.http.Refusal;
import io.vectile.cli.text.Format;

/**
 * About how many bytes an index will take, before it is built: no fewer than it then does.
 *
 * @param spec     its spec
 * @param held     to search it
 * @param training on the heap, while it is trained
 */
record MemoryNeed(IndexSpec spec, long held, long training) {
    /** As {@link io.vectile.TrainingOptions} has it. */
    private static final long POINTS_PER_CENTROID = 256;

    /** The sample to train on, and what it becomes after the transforms or relative to its cells. */
    private static final int COPIES = 2;

    /** An id, and the byte of a bound. */
    private static final int BESIDE_CODE = 5;

    /** What an index of few vectors takes beyond these: blocks that are not full, and means and panels of transforms. */
    private static final int LEAST = 1 << 17;

    static MemoryNeed of(IndexSpec spec, ExploredData data) {
        long d = data.base().d();
        long inside = d;
        long matrices = 0;
        for (TransformSpec transform : spec.transforms()) {
            long out = transform.dOut((int) inside);
            matrices += inside * out * 2 * Float.BYTES;
            inside = out;
        }
        long codebookRows = spec.codec() instanceof IndexSpec.Pq pq ? 1L << pq.nbits() : 0;
        long code = switch (spec.codec()) {
            case IndexSpec.Flat() -> inside * Float.BYTES;
            case IndexSpec.Pq(int m, int nbits) -> ((long) m * nbits + 7) / 8;
        };
        long vector = code + BESIDE_CODE + (spec.refine() ? d * Float.BYTES : 0);
        long tables = matrices + (spec.nlist() + 2 * codebookRows) * inside * Float.BYTES;
        long sample = Math.min(data.training().n(), POINTS_PER_CENTROID * Math.max(spec.nlist(), codebookRows));
        long training = COPIES * sample * Math.max(d, inside) * Float.BYTES + tables;
        return new MemoryNeed(spec, LEAST + data.base().n() * vector + tables, training);
    }

    /** @throws Refusal if it needs more */
    void requireWithin(MemoryAllowed allowed) {
        if (held > allowed.held()) {
            throw new Refusal(spec + " needs about " + Format.bytes(held) + " of memory for these vectors; the explorer gives its indexes "
                    + Format.bytes(allowed.held()));
        }
        if (training > allowed.heap()) {
            throw new Refusal(spec + " needs about " + Format.bytes(training) + " of the heap while it is trained; the explorer gives it "
                    + Format.bytes(allowed.heap()) + ", half of the heap, which VECTILE_OPTS=-Xmx changes");
        }
    }
}
