package io.vectile.storage;

import java.util.Arrays;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/**
 * All lists at one moment: what one search sees from start to end. Immutable and thread safe.
 *
 * <p><b>Two parts.</b> A list is a packed part, without room to spare and with coded ids, and a tail of what was added
 * since, with room to grow. Positions count through both. Removed vectors keep their positions, marked, until lists are
 * packed anew.
 *
 * <p><b>Ids.</b> Lists hold the ids of their vectors. Where the vectors have originals beside their codes, or the ids came
 * in a map of their own, lists hold ordinals instead: the row of the original, and the place in the {@code labels}, which
 * then are the ids.
 *
 * <p><b>Refs.</b> A vector's place is a {@code ref}, its list number in the upper bits and its position in the lower
 * {@value #POSITION_BITS}: results keep refs, and only final ones are turned into ids.
 */
public final class Snapshot {
    private static final int POSITION_BITS = 40;
    /** Ids looked at at a time, and how many are looked up one by one rather than by a pass over all lists. */
    private static final int CHUNK = 1024;
    private static final int FEW = 16;
    /** Vectors whose ids are touched at a time. */
    private static final int TOGETHER = 32;
    /** What a tail's objects take beside its codes and ids, about. */
    private static final int TAIL_BYTES = 200;

    private final Packed packed;
    private final CodeList[] tails;
    private final BlockLayout tailLayout;
    private final Tombstones removed;
    private final long size;
    private final Labels labels;
    private final Originals originals;
    private final long version;

    /**
     * What the numbers in lists stand for.
     *
     * @param ids   the id of each ordinal
     * @param count ordinals given so far
     */
    record Labels(IdColumn ids, long count) {}

    /**
     * @param tails      null where there are none; else null for each list that has none
     * @param tailLayout how the next tail will lie
     * @param removed    of the packed vectors, by number over all lists
     * @param size       vectors that are there
     * @param labels     null where lists hold ids
     * @param originals  null where only codes are kept
     */
    Snapshot(Packed packed, CodeList[] tails, BlockLayout tailLayout, Tombstones removed, long size, Labels labels,
            Originals originals, long version) {
        this.packed = packed;
        this.tails = tails;
        this.tailLayout = tailLayout;
        this.removed = removed;
        this.size = size;
        this.labels = labels;
        this.originals = originals;
        this.version = version;
    }

    /** Packed vectors, none of them removed, and no tails. */
    Snapshot(Packed packed, BlockLayout tailLayout, Labels labels, Originals originals) {
        this(packed, null, tailLayout, Tombstones.NONE, packed.size(), labels, originals, 0);
    }

    /** How many changes there were since the lists were made or read. */
    public long version() {
        return version;
    }

    /** The place of a vector. */
    public static long ref(int list, long position) {
        return (long) list << POSITION_BITS | position;
    }

    /** The list of a place. */
    public static int listOf(long ref) {
        return (int) (ref >>> POSITION_BITS);
    }

    /** The position within the list of a place. */
    public static long positionOf(long ref) {
        return ref & (1L << POSITION_BITS) - 1;
    }

    // ---- lists ------------------------------------------------------------------------------------------------------

    /** How many lists. */
    public int listCount() {
        return packed.lists();
    }

    /** How many vectors are there in all. */
    public long size() {
        return size;
    }

    /** The packed part of a list; empty perhaps. */
    public CodeList packed(int list) {
        return packed.list(list, removed);
    }

    /** The part of a list that was added since it was packed; null for none. */
    public CodeList tail(int list) {
        return tails == null ? null : tails[list];
    }

    /** The parts of a list that have vectors, by position. */
    public CodeList[] parts(int list) {
        CodeList tail = tail(list);
        if (packed.size(list) == 0) {
            return tail == null ? new CodeList[0] : new CodeList[] {tail};
        }
        return tail == null ? new CodeList[] {packed(list)} : new CodeList[] {packed(list), tail};
    }

    /** How many positions a list has: vectors, and those removed since it was packed. */
    public long positions(int list) {
        CodeList tail = tail(list);
        return packed.size(list) + (tail == null ? 0 : tail.size());
    }

    /** How many vectors of a list are there. */
    public long liveSize(int list) {
        long live = packed.size(list);
        if (!removed.isEmpty()) {
            live -= removed.count(packed.first(list), packed.first(list) + live);
        }
        CodeList tail = tail(list);
        return tail == null ? live : live + tail.liveSize();
    }

    /** How many removed vectors still take room. */
    public long removedCount() {
        long count = removed.count();
        if (tails != null) {
            for (CodeList tail : tails) {
                count += tail == null ? 0 : tail.removed().count();
            }
        }
        return count;
    }

    /** Whether packing anew would change nothing: no tails, nothing removed, and ids as short as they get. */
    boolean isPacked() {
        boolean transposed = !layout().rowMajor();
        boolean sorted = !(packed.ids() instanceof Packed.Plain plain) || plain.sorted();
        return transposed && sorted && removedCount() == 0 && tailCount() == 0 && (labels == null || originals != null);
    }

    /** How many vectors, those removed included, lie in tails. */
    public long tailCount() {
        long count = 0;
        if (tails != null) {
            for (CodeList tail : tails) {
                count += tail == null ? 0 : tail.size();
            }
        }
        return count;
    }

    /** The part that has a place. */
    private CodeList partOf(long ref) {
        int list = listOf(ref);
        return positionOf(ref) < packed.size(list) ? packed(list) : tails[list];
    }

    /** Copies the code of a vector; {@link #layoutOf} says how long it is. */
    public void copyCode(long ref, byte[] code) {
        CodeList part = partOf(ref);
        part.copyCode(positionOf(ref) - part.firstPosition(), code, 0);
    }

    /** How the code of a vector lies. */
    public BlockLayout layoutOf(long ref) {
        return partOf(ref).layout();
    }

    /** How packed codes lie in their blocks. */
    public BlockLayout layout() {
        return packed.layout();
    }

    BlockLayout tailLayout() {
        return tailLayout;
    }

    Packed packed() {
        return packed;
    }

    Tombstones removed() {
        return removed;
    }

    CodeList[] copyOfTails() {
        return tails == null ? new CodeList[listCount()] : Arrays.copyOf(tails, tails.length);
    }

    // ---- ids --------------------------------------------------------------------------------------------------------

    /** The id of the vector at a place. */
    public long id(long ref) {
        long stored = ordinal(ref);
        return labels == null ? stored : labels.ids.id(stored); // which ordinal() has checked
    }

    /** What the list holds for the vector at a place: its ordinal where there are labels, else its id. */
    public long ordinal(long ref) {
        CodeList part = partOf(ref);
        long stored = part.ids().id(positionOf(ref) - part.firstPosition());
        return labels == null ? stored : requireOrdinal(stored);
    }

    /** Puts ids in the place of refs, those of n vectors from an index on. */
    public void toIds(long[] refs, int at, int n) {
        toOrdinals(refs, at, n);
        if (labels != null) {
            for (int i = at; i < at + n; i++) {
                refs[i] = labels.ids.id(refs[i]);
            }
        }
    }

    /**
     * Puts what lists hold in the place of refs. Vectors lie anywhere in memory: those of a few are touched, one after the other
     * without waiting, and read when they have come.
     */
    public void toOrdinals(long[] refs, int at, int n) {
        boolean touches = packed.hasIdsInMemory();
        long[] places = touches ? new long[Math.min(n, TOGETHER) * EliasFano.MOST_PLACES] : null;
        for (int from = at; from < at + n; from += TOGETHER) {
            int to = Math.min(from + TOGETHER, at + n);
            if (touches && packed.touchIds(refs, from, to, places) < 0) {
                throw new IllegalStateException(); // never; but the compiler cannot leave out what it does not know
            }
            for (int i = from; i < to; i++) {
                refs[i] = ordinal(refs[i]);
            }
        }
    }

    /** Ids of a file may be anything; an ordinal is the number of a label, and of an original. */
    long requireOrdinal(long ordinal) {
        if (ordinal >= 0 && ordinal < labels.count) {
            return ordinal;
        }
        String message = "a list has ordinal " + ordinal + " of " + labels.count;
        throw packed.ids().from() == null ? new IllegalStateException(message) : packed.ids().from().damaged(0, message);
    }

    /** Whether lists hold ordinals, which the labels translate. */
    public boolean hasLabels() {
        return labels != null;
    }

    /** How many ordinals were given, those of removed vectors included. */
    public long ordinals() {
        return labels == null ? 0 : labels.count;
    }

    Labels labels() {
        return labels;
    }

    /** The id of an ordinal. */
    public long label(long ordinal) {
        return labels.ids.id(requireOrdinal(ordinal));
    }

    /** Whether the labels, or the ids of a single list, are just 0, 1, 2, ... in the order of adding. */
    public boolean countsFromZero() {
        if (removedCount() > 0) {
            return false;
        }
        if (labels != null) {
            return labels.ids instanceof IdColumn.Consecutive(long first) && first == 0;
        }
        if (listCount() > 1) {
            return false;
        }
        for (CodeList part : parts(0)) {
            if (!(part.ids() instanceof IdColumn.Consecutive(long first)) || first != part.firstPosition()) {
                return false;
            }
        }
        return true;
    }

    /** The place of the vector with an id, or -1. */
    public long find(long id) {
        if (labels == null) {
            return findStored(id);
        }
        IdColumn ids = labels.ids;
        if (ids.isSorted()) {
            long ordinal = ids.firstAtLeast(id, labels.count);
            return ordinal < labels.count && ids.id(ordinal) == id ? findStored(ordinal) : -1;
        }
        return findFirst(LongStream.range(0, labels.count).filter(ordinal -> ids.id(ordinal) == id).toArray());
    }

    /** The place of the first of some ordinals, ascending, that is not removed; an id that was often updated has many. */
    private long findFirst(long[] ordinals) {
        if (ordinals.length > FEW) {
            return Arrays.stream(places(ordinals, LongUnaryOperator.identity())).filter(ref -> ref >= 0).findFirst().orElse(-1);
        }
        for (long ordinal : ordinals) {
            long ref = findStored(ordinal);
            if (ref >= 0) {
                return ref;
            }
        }
        return -1;
    }

    private long findStored(long stored) {
        for (int l = 0; l < listCount(); l++) {
            for (CodeList part : parts(l)) {
                long place = part.find(stored);
                if (place >= 0) {
                    return ref(l, part.firstPosition() + place);
                }
            }
        }
        return -1;
    }

    /**
     * The places of vectors with some ids.
     *
     * @param sorted distinct ids, ascending
     * @return a place for each, -1 for those that the lists do not hold
     */
    public long[] findAll(long[] sorted) {
        if (sorted.length <= FEW) {
            return Arrays.stream(sorted).map(this::find).toArray();
        }
        return places(sorted, this::called);
    }

    /** The id of what a list holds. */
    private long called(long stored) {
        return labels == null ? stored : label(stored);
    }

    /** The places of vectors with some names, ascending, in one pass through all lists; -1 for those that they do not hold. */
    private long[] places(long[] sorted, LongUnaryOperator names) {
        long[] refs = new long[sorted.length];
        Arrays.fill(refs, -1);
        forEachStored((stored, ref) -> {
            int at = Arrays.binarySearch(sorted, names.applyAsLong(stored));
            if (at >= 0) {
                refs[at] = ref;
            }
        });
        return refs;
    }

    /** The places of all vectors whose ids pass a test. */
    public long[] findAll(LongPredicate test) {
        LongStream.Builder refs = LongStream.builder();
        forEachStored((stored, ref) -> {
            if (test.test(called(stored))) {
                refs.add(ref);
            }
        });
        return refs.build().toArray();
    }

    private interface Visitor {
        void see(long stored, long ref);
    }

    /** Visits the vectors that are there, list after list. */
    private void forEachStored(Visitor visitor) {
        long[] chunk = new long[CHUNK];
        for (int l = 0; l < listCount(); l++) {
            for (CodeList part : parts(l)) {
                for (long from = 0; from < part.size(); from += CHUNK) {
                    int n = (int) Math.min(CHUNK, part.size() - from);
                    part.ids().copy(from, n, chunk);
                    for (int i = 0; i < n; i++) {
                        if (!part.isRemoved(from + i)) {
                            visitor.see(chunk[i], ref(l, part.firstPosition() + from + i));
                        }
                    }
                }
            }
        }
    }

    // ---- what there is beside codes -----------------------------------------------------------------------------------

    /** The vectors as they were added, by ordinal; null where only codes are kept. */
    public Originals originals() {
        return originals;
    }

    /** Bytes of code blocks; unused lanes and spare room included. */
    public long codeBytes() {
        long bytes = packed.codes().byteSize();
        if (tails != null) {
            for (CodeList tail : tails) {
                bytes += tail == null ? 0 : tail.segment().byteSize();
            }
        }
        return bytes;
    }

    /** Bytes that the codes and bounds of the vectors that are there take. */
    public long usedBytes() {
        long bytes = layout().bytes(packed.size() - removed.count());
        if (tails != null) {
            for (CodeList tail : tails) {
                bytes += tail == null ? 0 : tail.layout().bytes(tail.liveSize());
            }
        }
        return bytes;
    }

    /** Bytes of ids. */
    public long idBytes() {
        long bytes = packed.ids().bytes();
        if (tails != null) {
            for (CodeList tail : tails) {
                bytes += tail == null ? 0 : tail.ids().bytes();
            }
        }
        return labels == null ? bytes : bytes + labels.ids.bytes();
    }

    /** Bytes of what says where lists are, and which vectors are removed. */
    public long tableBytes() {
        long bytes = packed.tableBytes() + removed.bytes();
        if (tails != null) {
            for (CodeList tail : tails) {
                bytes += Integer.BYTES + (tail == null ? 0 : TAIL_BYTES + tail.removed().bytes());
            }
        }
        return bytes;
    }

    /** Whether packed ids lie in a mapped file. */
    public boolean hasMappedIds() {
        return packed.ids().from() != null;
    }

    /** Whether packed codes lie in a mapped file. */
    public boolean isMapped() {
        return packed.codes().isMapped();
    }
}
