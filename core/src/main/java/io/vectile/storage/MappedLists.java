package io.vectile.storage;

import io.vectile.storage.Compaction.IdKind;
import java.lang.foreign.MemorySegment;

/**
 * Packed lists that are used where they lie in a mapped file. That what is said of them fits the memory is for the caller
 * to check; what is in the codes and ids may be anything.
 *
 * @param codes  blocks from the first byte on, and the layout's {@link BlockLayout#readAhead} past them
 * @param firsts how many vectors lie before each list, and one more for the end; not copied
 * @param biases of the lists' bound rows, not copied; null where there are none
 * @param ids    of the vectors; ordinals where there are labels
 */
public record MappedLists(BlockLayout layout, MemorySegment codes, long[] firsts, float[] biases, Ids ids) {
    /**
     * Ids as {@link Compaction} writes them.
     *
     * @param base   what {@link Compaction#idBase} says
     * @param bytes  those of all lists
     * @param starts the byte at which each list's begin and one more for the end, where they are coded
     */
    public record Ids(IdKind kind, long base, MemorySegment bytes, long[] starts, FilePlace from) {
        private Packed.Ids packed() {
            return switch (kind) {
                case COUNTED -> new Packed.Counted(base);
                case CODED -> new Packed.Coded(bytes, starts, base, from);
                case INTS, LONGS -> new Packed.Plain(bytes, kind.width(), false, from);
            };
        }
    }

    /** Lists that hold ids. */
    public Snapshot snapshot() {
        return new Snapshot(packed(), layout, null, null);
    }

    /** Lists that hold ordinals, what these stand for, and the vectors themselves. */
    public Snapshot snapshot(Ids labels, long ordinals, Originals originals) {
        Snapshot.Labels column = new Snapshot.Labels(labels.packed().column(0, 0, ordinals), ordinals);
        return new Snapshot(packed(), layout, column, originals);
    }

    private Packed packed() {
        return new Packed(layout, codes, firsts, ids.packed(), biases == null ? null : new Bounds(biases));
    }

    /**
     * Looks through the ids of a list for what is not as it is written.
     *
     * @param first   how many vectors lie before it
     * @param least   what an id must be at least
     * @param largest what an id must be at most
     * @param rises   whether none may be less than the one before it
     * @return what is wrong, without a full stop; null if nothing is
     */
    public static String fault(Ids ids, int list, long first, long n, long least, long largest, boolean rises) {
        if (ids.kind == IdKind.COUNTED) {
            return null; // nothing that is not known once the file is open
        }
        if (ids.kind == IdKind.CODED) {
            return EliasFano.check(ids.bytes, ids.starts[list], n, ids.base);
        }
        IdColumn column = ids.packed().column(list, first, n);
        long before = Long.MIN_VALUE;
        for (long p = 0; p < n; p++) {
            long id = column.id(p);
            if (id < least || id > largest) {
                return "number " + p + " is " + id + "; it must be " + least + " to " + largest;
            }
            if (rises && id < before) {
                return "number " + p + " is " + id + " after " + before;
            }
            before = id;
        }
        return null;
    }
}
