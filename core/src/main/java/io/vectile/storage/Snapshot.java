package io.vectile.storage;

/**
 * All lists at one moment: what one search sees from start to end. Immutable and thread safe.
 *
 * <p>Lists hold the ids of their vectors. Where the vectors have originals beside their codes, or the ids came in a map of
 * their own, lists hold ordinals instead: the row of the original, and the place in the {@code labels}, which then are the
 * ids.
 *
 * <p>A vector's place is a {@code ref}, its list number in the upper bits and its position in the lower
 * {@value #POSITION_BITS}: results keep refs, and only final ones are turned into ids.
 */
public final class Snapshot {
    private static final int POSITION_BITS = 40;

    private final BlockLayout layout;
    private final CodeList[] lists;
    private final long size;
    private final IdColumn labels;
    private final CodeList originals;
    private final long version;

    Snapshot(BlockLayout layout, CodeList[] lists, long size, IdColumn labels, CodeList originals) {
        this(layout, lists, size, labels, originals, 0);
    }

    Snapshot(BlockLayout layout, CodeList[] lists, long size, IdColumn labels, CodeList originals, long version) {
        this.layout = layout;
        this.lists = lists;
        this.size = size;
        this.labels = labels;
        this.originals = originals;
        this.version = version;
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

    /** The id of the vector at a place. */
    public long id(long ref) {
        long stored = ordinal(ref);
        return labels == null ? stored : labels.id(stored);
    }

    /** What the list holds for the vector at a place: its ordinal where there are labels, else its id. */
    public long ordinal(long ref) {
        return lists[listOf(ref)].id(positionOf(ref));
    }

    /** Whether lists hold ordinals, which the labels translate. */
    public boolean hasLabels() {
        return labels != null;
    }

    /** Whether the labels, or the ids of a single list, are just 0, 1, 2, ... in the order of adding. */
    public boolean countsFromZero() {
        IdColumn ids = labels != null ? labels : lists[0].ids();
        return ids instanceof IdColumn.Consecutive(long first) && first == 0;
    }

    /** The id of an ordinal. */
    public long label(long ordinal) {
        return labels.id(ordinal);
    }

    /** The vectors as they were added, row-major, by ordinal; null where only codes are kept. */
    public CodeList originals() {
        return originals;
    }

    IdColumn labels() {
        return labels;
    }

    /** The place of the vector with an id, or -1; looks through all lists. */
    public long find(long id) {
        if (labels == null) {
            return findStored(id);
        }
        long ordinal = labels.find(id, size);
        return ordinal < 0 ? -1 : findStored(ordinal);
    }

    private long findStored(long id) {
        for (int l = 0; l < lists.length; l++) {
            long position = lists[l].ids().find(id, lists[l].size());
            if (position >= 0) {
                return ref(l, position);
            }
        }
        return -1;
    }

    /** How codes lie in the blocks of every list. */
    public BlockLayout layout() {
        return layout;
    }

    /** A list. */
    public CodeList list(int number) {
        return lists[number];
    }

    /** How many lists. */
    public int listCount() {
        return lists.length;
    }

    /** How many vectors in all. */
    public long size() {
        return size;
    }

    /** Bytes of code blocks; unused lanes and spare room included. */
    public long codeBytes() {
        long bytes = 0;
        for (CodeList list : lists) {
            bytes += list.codeBytes();
        }
        return bytes;
    }

    /** Bytes of ids. */
    public long idBytes() {
        long bytes = 0;
        for (CodeList list : lists) {
            bytes += list.ids().bytes();
        }
        return labels == null ? bytes : bytes + labels.bytes();
    }
}
