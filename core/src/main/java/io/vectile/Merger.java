package io.vectile;

import io.vectile.codec.FlatCodec;
import io.vectile.contents.Trained;
import io.vectile.error.InvalidInputException;
import io.vectile.kernel.Kernels;
import io.vectile.storage.Appender;
import io.vectile.storage.BlockLayout;
import io.vectile.storage.BoundRow;
import io.vectile.storage.LiveList;
import io.vectile.storage.Originals;
import io.vectile.storage.Snapshot;
import java.util.Arrays;

/** One call of merge: takes the codes of another index with the same training as they are. */
final class Merger {
    private final Trained trained;
    private final Appender appender;
    private final Snapshot other;
    private final long shift;
    private final BoundRow boundRow;
    /** The largest id that the other ever gave, those of vectors that are gone included; -1 for none. */
    private final long otherLargest;
    private long largest = -1;

    /**
     * @param otherLargest the largest id that the other index ever gave; -1 for none
     * @param shift        what is added to the ids of the other index
     */
    Merger(Trained trained, Appender appender, Snapshot other, long otherLargest, long shift) {
        this.trained = trained;
        this.appender = appender;
        this.other = other;
        this.otherLargest = otherLargest;
        this.shift = shift;
        this.boundRow = trained.boundRow();
    }

    /** Writes all; the caller commits. */
    void merge() {
        requireNewIds();
        int width = chooseWidth();
        int[] counts = new int[other.listCount()];
        long[] before = new long[counts.length];
        for (int l = 0; l < counts.length; l++) {
            counts[l] = Math.toIntExact(other.liveSize(l));
            before[l] = appender.sizeOf(l);
        }
        long ordinal = appender.start().ordinals();
        boolean labels = appender.start().hasLabels();
        appender.reserve(counts, -1, labels ? ordinal + other.size() : largest);
        if (labels) {
            appender.reserveLabels(other.size(), -1, largest);
        }
        if (trained.refine() != null) {
            appender.reserveOriginals(other.size(), other.originals().isBytes() ? 1 : Float.BYTES);
        }
        for (int l = 0; l < counts.length; l++) {
            ordinal = list(l, before[l], ordinal, width);
        }
    }

    /** The largest id that counts as given, as if all that the other was ever given had been added here. */
    long largestId() {
        if (otherLargest < 0) {
            return -1;
        }
        return shift > Long.MAX_VALUE - otherLargest ? Long.MAX_VALUE : Math.max(largest, otherLargest + shift);
    }

    private void requireNewIds() {
        long[] ids = new long[Math.toIntExact(other.size())];
        int n = 0;
        for (int l = 0; l < other.listCount(); l++) {
            LiveList list = LiveList.byPosition(other, l);
            for (int count = list.nextIds(); count > 0; count = list.nextIds()) {
                for (int i = 0; i < count; i++) {
                    long id = other.hasLabels() ? other.label(list.ids()[i]) : list.ids()[i];
                    if (shift > 0 ? id > Long.MAX_VALUE - shift : id + shift < 0 && id >= 0) {
                        throw new InvalidInputException("id " + id + " of the other index, shifted by " + shift
                                + ", is no id: ids are 0 to " + Long.MAX_VALUE);
                    }
                    ids[n++] = id + shift;
                }
            }
        }
        Arrays.sort(ids);
        long[] present = appender.start().findAll(ids);
        for (int i = 0; i < ids.length; i++) {
            if (present[i] >= 0) {
                throw new InvalidInputException("both indexes hold id " + ids[i]
                        + (shift == 0 ? "" : " once the other's are shifted by " + shift) + "; shift the ids of one past those of the other");
            }
        }
        largest = n == 0 ? -1 : ids[n - 1];
    }

    /** Bytes of an element of the codes to write: plain vectors may be bytes here and floats there. */
    private int chooseWidth() {
        if (!(trained.codec() instanceof FlatCodec flat)) {
            return 1;
        }
        boolean wide = false;
        for (int l = 0; l < other.listCount(); l++) {
            wide |= LiveList.byPosition(other, l).codeBytes() > flat.d();
        }
        if (!appender.hasTails()) {
            appender.relayout(wide ? flat.layout(trained.space()) : flat.byteLayout());
        } else if (wide && appender.tailLayout().elementBytes() == 1) {
            appender.widenTails(Kernels.active());
        }
        return appender.tailLayout().elementBytes();
    }

    private long list(int l, long before, long firstOrdinal, int width) {
        LiveList list = LiveList.byPosition(other, l, width);
        BlockLayout layout = appender.tailLayout();
        boolean labels = appender.start().hasLabels();
        boolean tail = other.liveSize(l) > 0 && !appender.packs(l, before);
        float[] terms = trained.space().hasBoundRow() && tail ? new float[Math.toIntExact(other.liveSize(l))] : null;
        Adder.Terms measure = terms == null ? null : new Adder.Terms(trained);
        long ordinal = firstOrdinal;
        int done = 0;
        for (int n = list.nextCodes(); n > 0; n = list.nextCodes()) {
            appender.write(l, before + done, list.codes(), 0, n);
            for (int i = 0; i < n; i++) {
                long stored = list.ids()[i];
                long id = (other.hasLabels() ? other.label(stored) : stored) + shift;
                long position = before + done + i;
                if (appender.storesId(l, position)) {
                    appender.writeId(l, position, labels ? ordinal : id);
                }
                if (labels) {
                    writeLabeled(ordinal++, stored, id);
                }
                if (terms != null) {
                    terms[done + i] = measure.of(list.codes(), i * list.codeBytes(), l, layout);
                }
            }
            done += n;
        }
        if (terms != null && done > 0) {
            writeBounds(l, before, terms);
        } else if (done > 0 && trained.space().hasBoundRow()) {
            appender.bound(l, boundRow);
        }
        return ordinal;
    }

    private void writeLabeled(long ordinal, long stored, long id) {
        if (appender.storesLabels()) {
            appender.writeLabel(ordinal, id);
        }
        Originals originals = other.originals();
        if (originals != null) {
            appender.writeOriginal(ordinal, originals, stored);
        }
    }

    private void writeBounds(int l, long before, float[] terms) {
        float least = Float.POSITIVE_INFINITY;
        for (float term : terms) {
            least = Math.min(least, term);
        }
        float bias = appender.lowerBias(l, least, trained.space().step(), before);
        for (int i = 0; i < terms.length; i++) {
            appender.writeBound(l, before + i, trained.space().entry(terms[i], bias));
        }
    }
}
