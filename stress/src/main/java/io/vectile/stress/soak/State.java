package io.vectile.stress.soak;

/**
 * What the index held at one moment: the vectors of both writers. Immutable and thread safe.
 *
 * @param first  those of writer 0
 * @param second those of writer 1; no id is in both
 */
record State(Content first, Content second) {
    int size() {
        return first.size() + second.size();
    }

    /** The number in the pool of the vector with an id; -1 where it is not there. */
    int vector(long id) {
        int at = first.find(id);
        if (at >= 0) {
            return first.vectors()[at];
        }
        at = second.find(id);
        return at >= 0 ? second.vectors()[at] : -1;
    }

    /** Both writers' in one. */
    Content all() {
        return Content.merge(first, second);
    }
}
