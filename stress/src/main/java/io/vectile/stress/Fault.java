package io.vectile.stress;

import io.vectile.BuildOptions;
import io.vectile.Index;
import io.vectile.vectors.Vectors;
import java.util.Arrays;
import java.util.Locale;

/** Faults planted on purpose: what a stress test reports nothing of although it is there, the test cannot see. */
public enum Fault {
    /** The index as it is. */
    NONE {
        @Override
        public Subject in(Index index) {
            return new Subject(index);
        }
    },
    /** An add becomes visible in two steps. */
    TORN_ADD {
        @Override
        public Subject in(Index index) {
            return new Subject(index) {
                @Override
                public void add(Vectors x, long[] ids, BuildOptions options) {
                    int half = ids.length / 2;
                    index.add(x.rows(0, half), Arrays.copyOf(ids, half), options);
                    index.add(x.rows(half, x.n()), Arrays.copyOfRange(ids, half, ids.length), options);
                }
            };
        }
    },
    /** An update leaves a moment in which the vectors are gone. */
    TORN_UPDATE {
        @Override
        public Subject in(Index index) {
            return new Subject(index) {
                @Override
                public void update(Vectors x, long[] ids, BuildOptions options) {
                    index.remove(ids);
                    index.add(x, ids, options);
                }
            };
        }
    },
    /** Ids are removed one after the other. */
    TORN_REMOVE {
        @Override
        public Subject in(Index index) {
            return new Subject(index) {
                @Override
                public long remove(long... ids) {
                    return Arrays.stream(ids).map(index::remove).sum();
                }
            };
        }
    },
    /** Packing loses a vector. */
    LOST_BY_COMPACT {
        @Override
        public Subject in(Index index) {
            return new Subject(index) {
                @Override
                public void compact() {
                    index.compact();
                    index.remove(index.search(new float[index.d()], 1).id(0, 0));
                }
            };
        }
    };

    /** An index with the fault. */
    public abstract Subject in(Index index);

    /** The word for it on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The fault that a word names; null for none of that name. */
    public static Fault of(String word) {
        return Arrays.stream(values()).filter(fault -> fault.word().equals(word)).findFirst().orElse(null);
    }
}
