package io.vectile;

import io.vectile.contents.Contents;
import io.vectile.contents.SearchDefaults;
import io.vectile.contents.Trained;
import io.vectile.error.IndexStateException;
import io.vectile.error.InvalidInputException;
import io.vectile.error.OutOfMemoryException;
import io.vectile.faiss.FaissForm;
import io.vectile.storage.Appender;
import io.vectile.storage.ListStore;
import io.vectile.storage.Originals;
import io.vectile.storage.RowStore;
import io.vectile.storage.Snapshot;
import io.vectile.vectors.Metric;
import io.vectile.vectors.Vectors;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * What an index holds, and the calls that change it: they take turns, and each happens whole or not at all. Searches take
 * {@link #now} and never wait. Thread safe.
 */
final class IndexWriter {
    private final IndexSpec spec;
    /** Null where a file brought the index, trained perhaps, that does not say. */
    private final TrainingOptions training;
    private volatile State state;
    private volatile long largestId;

    /**
     * What one search reads: replaced whole by training, so that codes and what decodes them never mix.
     *
     * @param form what a Faiss file that the index came from says beyond it; null where it came from none
     */
    record State(Trained trained, ListStore store, FaissForm form) {
        Snapshot snapshot() {
            return store.snapshot();
        }
    }

    IndexWriter(IndexSpec spec, TrainingOptions training, State state, long largestId) {
        this.spec = spec;
        this.training = training;
        this.state = state;
        this.largestId = largestId;
    }

    /** The index at this moment. */
    State now() {
        return state;
    }

    /** The same, trained. */
    State requireTrained(String call) {
        State now = state;
        if (!now.trained().isComplete()) {
            throw new IndexStateException(spec + " is not trained; call train before " + call);
        }
        return now;
    }

    /** The same, for files. The largest id is read last: whoever sees vectors sees that their ids are given. */
    Contents contents(State now, SearchDefaults defaults) {
        return new Contents(now.trained(), now.snapshot(), defaults, spec.residual(), largestId);
    }

    TrainingOptions training() {
        return training;
    }

    long largestId() {
        return largestId;
    }

    synchronized void train(Vectors x, BuildOptions options) {
        State now = state;
        long ntotal = now.snapshot().size();
        if (ntotal > 0) {
            throw new IndexStateException("the index holds " + ntotal + " vectors, coded by its present training; "
                    + "train before the first add");
        }
        if (training == null && now.trained().isComplete() && learns()) {
            throw new IndexStateException(spec + " was trained before its file was written, which does not say how, and is not trained "
                    + "anew; train one of Index.of(\"" + spec + "\", " + now.trained().d() + ") instead");
        }
        // What a file brought trained that does not say how stays; an index that is trained by its options learns anew.
        Trained before = training == null ? now.trained() : Trainer.untrained(spec, now.trained().d(), now.trained().metric());
        if (!before.isComplete()) {
            TrainingOptions how = training == null ? TrainingOptions.defaults() : training;
            Trained trained = new Trainer(spec, how, before, options).train(x);
            state = new State(trained, trained.emptyStore(), now.form());
        }
    }

    /** Whether there is anything to learn. */
    private boolean learns() {
        return spec.nlist() > 0 || !(spec.codec() instanceof IndexSpec.Flat)
                || !spec.transforms().stream().allMatch(TransformSpec.L2Norm.class::isInstance);
    }

    /** @param ids of the rows; null to count up */
    void add(Vectors x, long[] ids, BuildOptions options) {
        write("add", x, ids, false, null, options);
    }

    void update(Vectors x, long[] ids, BuildOptions options) {
        write("update", x, ids, true, null, options);
    }

    private synchronized void write(String call, Vectors x, long[] ids, boolean replacing, RowStore rowsThere,
            BuildOptions options) {
        State now = requireTrained(call);
        orRefuse(call + " " + x.n() + " vectors", () -> {
            try (Appender appender = now.store().append()) {
                Adder adder = new Adder(now.trained(), appender, x, ids, replacing, rowsThere, largestId, options);
                adder.add();
                largestId = adder.largestId(); // before the vectors are seen
                appender.commit();
            }
            return null;
        });
    }

    /**
     * Adds rows of a file, which stay there.
     *
     * @param all all rows of the file
     */
    synchronized void addRowsOf(Path file, Vectors all, long from, long to, BuildOptions options) {
        Path where = file.toAbsolutePath().normalize();
        RowStore present = requireReferring(where);
        if (from != present.size() || to < from || to > all.n()) {
            throw new InvalidInputException("rows " + from + " to " + to + " (exclusive) of " + file + " cannot be added: it has "
                    + all.n() + " rows, and the next to add is row " + present.size());
        }
        Vectors x = all.rows(from, to);
        x.requireFinite("vector");
        RowStore rows = new RowStore(all.segment(), all.offset(), all.stride(), all.d(), all.type().bytes(), to, where);
        write("add", x, null, false, rows, options);
    }

    private RowStore requireReferring(Path file) {
        if (!spec.refine()) {
            throw new IndexStateException(spec + " keeps no vectors, so that it cannot refer to those of a file; add ,RFlat");
        }
        State now = requireTrained("add");
        if (now.trained().metric() == Metric.COSINE) {
            throw new IndexStateException("with the cosine, vectors are compared that were scaled to length one, which those of a "
                    + "file are not; scale them, and use the inner product");
        }
        Originals originals = now.snapshot().originals();
        RowStore base = originals.base();
        if (originals.added().size() > 0 || base.size() > 0 && base.file() == null) {
            throw new IndexStateException("the index keeps " + originals.size() + " vectors of its own; rows of a file must come first");
        }
        if (base.file() != null && !base.file().equals(file)) {
            throw new IndexStateException("the index refers to rows of " + base.file() + "; it cannot refer to " + file + " too");
        }
        return base;
    }

    /** How many rows of a file the index refers to. */
    long referredRows() {
        Originals originals = state.snapshot().originals();
        return originals == null || !originals.isElsewhere() ? 0 : originals.base().size();
    }

    /**
     * Removes vectors.
     *
     * @param places where they are in a snapshot
     * @return how many
     */
    synchronized long remove(Function<Snapshot, long[]> places) {
        return orRefuse("remove vectors", () -> {
            try (Appender appender = state.store().append()) {
                long[] refs = places.apply(appender.start());
                if (refs.length > 0) {
                    appender.remove(refs);
                    appender.commit();
                }
                return (long) refs.length;
            }
        });
    }

    synchronized void compact() {
        State now = state;
        orRefuse("pack " + now.snapshot().size() + " vectors", () -> {
            now.store().compact(now.trained().boundRow());
            return null;
        });
    }

    /**
     * Takes in the vectors of another index.
     *
     * @param thatLargest the largest id that it ever gave, read after its state
     * @param names       those of both, for messages
     */
    synchronized void merge(State that, long thatLargest, long shift, String names) {
        State now = requireTrained("merge");
        List<String> differences = now.trained().differencesFrom(that.trained());
        if (!differences.isEmpty()) {
            throw new IndexStateException("only indexes of one training can be merged: " + names + " differ in "
                    + String.join(", ", differences));
        }
        Snapshot other = that.snapshot();
        orRefuse("take in " + other.size() + " vectors", () -> {
            try (Appender appender = now.store().append()) {
                Merger merger = new Merger(now.trained(), appender, other, thatLargest, shift);
                merger.merge();
                largestId = Math.max(largestId, merger.largestId());
                appender.commit();
            }
            return null;
        });
    }

    private interface Work<T> {
        T run();
    }

    private static <T> T orRefuse(String what, Work<T> work) {
        try {
            return work.run();
        } catch (OutOfMemoryError e) {
            throw new OutOfMemoryException("not enough memory to " + what + ": " + e.getMessage() + "; the index is as it was", e);
        }
    }
}
