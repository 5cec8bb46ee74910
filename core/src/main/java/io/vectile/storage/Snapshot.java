package io.vectile.storage;

/**
 * All lists at one moment: what one search sees from start to end. Immutable and thread safe.
 *
 * <p>A vector's place is a {@code ref}, its list number in the upper bits and its position in the lower
 * {@value #POSITION_BITS}: results keep refs, and only final ones are turned into ids.
 */
public final class Snapshot {
    private static final int POSITION_BITS = 40;

    private final BlockLayout layout;
    private final CodeList[] lists;
    private final long size;

    Snapshot(BlockLayout layout, CodeList[] lists, long size) {
        this.layout = layout;
        this.lists = lists;
        this.size = size;
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
        return lists[listOf(ref)].id(positionOf(ref));
    }

    /** The place of the vector with an id, or -1; looks through all lists. */
    public long find(long id) {
        for (int l = 0; l < lists.length; l++) {
            CodeList list = lists[l];
            if (list.ids() instanceof IdColumn.Consecutive(long first)) {
                if (id >= first && id - first < list.size()) {
                    return ref(l, id - first);
                }
                continue;
            }
            for (long p = 0; p < list.size(); p++) {
                if (list.id(p) == id) {
                    return ref(l, p);
                }
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
        return bytes;
    }
}
