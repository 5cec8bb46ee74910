package io.vectile.storage;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/**
 * What lists hold once they are packed anew, in place of what they hold now. Ids stay. Ordinals that only stand for ids
 * become these; ordinals of originals are counted anew, by rising id, without those that are removed, unless the originals
 * lie in a file of their own whose rows they are.
 */
final class Relabeling {
    /** Where ordinals are counted anew: the old one of each; null where they stay or there are none. */
    private final long[] oldOrdinals;
    private final LongUnaryOperator names;
    private final boolean identity;

    private Relabeling(LongUnaryOperator names, long[] oldOrdinals, boolean identity) {
        this.names = names;
        this.oldOrdinals = oldOrdinals;
        this.identity = identity;
    }

    private static Relabeling none(LongUnaryOperator identity) {
        return new Relabeling(identity, null, true);
    }

    /** @param renumbersAll also ordinals that are rows of somebody else's file, for those who copy these */
    static Relabeling of(Snapshot snapshot, boolean renumbersAll) {
        if (!snapshot.hasLabels()) {
            return none(LongUnaryOperator.identity());
        }
        if (snapshot.originals() == null) {
            return new Relabeling(snapshot::label, null, false);
        }
        if (snapshot.removedCount() == 0 && snapshot.ordinals() == snapshot.size() && snapshot.labels().ids().isSorted()
                || snapshot.originals().isElsewhere() && !renumbersAll) {
            return none(snapshot::requireOrdinal);
        }
        return renumbered(snapshot);
    }

    private static Relabeling renumbered(Snapshot snapshot) {
        long[] old = new long[Math.toIntExact(snapshot.size())];
        int n = 0;
        for (int l = 0; l < snapshot.listCount(); l++) {
            LiveList list = LiveList.byPosition(snapshot, l);
            for (int count = list.nextIds(); count > 0; count = list.nextIds()) {
                for (int i = 0; i < count; i++) {
                    old[n++] = snapshot.requireOrdinal(list.ids()[i]);
                }
            }
        }
        Arrays.sort(old);
        if (!snapshot.labels().ids().isSorted()) {
            long[] ids = new long[n];
            Arrays.setAll(ids, i -> snapshot.label(old[i]));
            int[] order = StableOrder.of(ids);
            long[] byId = new long[n];
            Arrays.setAll(byId, i -> old[order[i]]);
            System.arraycopy(byId, 0, old, 0, n);
        }
        int[] renumbered = new int[Math.toIntExact(snapshot.ordinals())];
        for (int i = 0; i < n; i++) {
            renumbered[(int) old[i]] = i;
        }
        return new Relabeling(ordinal -> renumbered[(int) snapshot.requireOrdinal(ordinal)], old, false);
    }

    /** What stands for what a list holds. */
    LongUnaryOperator names() {
        return names;
    }

    /** Where ordinals are counted anew, the old one of each; else null. */
    long[] oldOrdinals() {
        return oldOrdinals;
    }

    /** Whether lists keep what they hold. */
    boolean isIdentity() {
        return identity;
    }

    /** Whether ordinals are counted anew. */
    boolean renumbers() {
        return oldOrdinals != null;
    }

    /** How many ordinals there are then. */
    long ordinals(Snapshot snapshot) {
        return renumbers() ? oldOrdinals.length : snapshot.ordinals();
    }

    /** The ordinal that a new one had. */
    long old(long ordinal) {
        return renumbers() ? oldOrdinals[(int) ordinal] : ordinal;
    }
}
