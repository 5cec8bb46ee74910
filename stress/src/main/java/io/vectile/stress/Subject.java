package io.vectile.stress;

import io.vectile.BuildOptions;
import io.vectile.IdFilter;
import io.vectile.Index;
import io.vectile.vectors.Vectors;

/**
 * The index under test, by the calls that a {@link Fault} can be planted in: here each is the index's own. Thread safe, as the
 * index is.
 */
public class Subject {
    private final Index index;

    public Subject(Index index) {
        this.index = index;
    }

    /** For all other calls. */
    public final Index index() {
        return index;
    }

    public void add(Vectors x, BuildOptions options) {
        index.add(x, options);
    }

    public void add(Vectors x, long[] ids, BuildOptions options) {
        index.add(x, ids, options);
    }

    public void update(Vectors x, long[] ids, BuildOptions options) {
        index.update(x, ids, options);
    }

    public long remove(long... ids) {
        return index.remove(ids);
    }

    public long remove(IdFilter filter) {
        return index.remove(filter);
    }

    public void compact() {
        index.compact();
    }

    public void merge(Index other, long shift) {
        index.merge(other, shift);
    }
}
