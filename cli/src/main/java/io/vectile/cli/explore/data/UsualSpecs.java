package io.vectile.cli.explore.data;

import io.vectile.cli.bench.UsualShape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.IntStream;

/** The indexes that a view begins with: each kind once, of a shape that suits the data. */
final class UsualSpecs {
    /** Codes of 8 bits need so many training vectors; those of 4 bits a sixteenth. */
    private static final int FOR_8_BITS = 256;

    private static final int MOST_NPROBE = 64;

    private UsualSpecs() {}

    /** Flat, PQ, IVF with PQ, and the same with twice the bytes and the vectors kept beside them; and the kind of an opened index. */
    static List<String> of(ExploredData data) {
        long training = data.training().n();
        int d = data.base().d();
        int m = UsualShape.subspaces(d);
        String bits = training >= FOR_8_BITS ? "" : training >= 16 ? "x4" : "x1";
        String cells = "IVF" + nlist(data);
        SequencedSet<String> specs = new LinkedHashSet<>(List.of("Flat", "PQ" + m + bits, cells + ",PQ" + m + bits,
                cells + ",PQ" + (d % (2 * m) == 0 ? 2 * m : m) + bits + ",RFlat"));
        data.index().ifPresent(opened -> specs.add(opened.index().spec().toString()));
        return new ArrayList<>(specs);
    }

    /** What may be tried beyond these. */
    static List<String> more(ExploredData data) {
        int m = UsualShape.subspaces(data.base().d());
        String cells = "IVF" + nlist(data);
        return List.of("PQ" + 2 * m, "PQ" + 2 * m + "x4", "PQ" + m + ",RFlat", "OPQ" + m + ",PQ" + m, cells + ",Flat", cells + ",PQ" + 2 * m,
                "OPQ" + m + "," + cells + ",PQ" + m + ",RFlat", "PCA" + Math.max(1, data.base().d() / 2) + ",Flat");
    }

    /** Powers of two, to a quarter of the cells: further out nothing is gained. */
    static List<Integer> nprobes(ExploredData data) {
        int most = Math.clamp(nlist(data) / 4, 1, MOST_NPROBE);
        return IntStream.iterate(1, nprobe -> nprobe <= most, nprobe -> 2 * nprobe).boxed().toList();
    }

    private static int nlist(ExploredData data) {
        return UsualShape.nlist(data.base().n(), data.training().n());
    }
}
