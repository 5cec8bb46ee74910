package io.vectile.storage;

/**
 * Which vectors of a run a filter lets through: a word of 64 lanes for each block of a range of blocks; outside of it, none.
 *
 * @param firstBlock the block of the first word
 */
record Admission(int firstBlock, long[] words) {
    static final Admission NOTHING = new Admission(0, new long[0]);

    long lanes(int block) {
        int word = block - firstBlock;
        return word >= 0 && word < words.length ? words[word] : 0L;
    }

    /** The first block of [from, to) without a lane, or {@code to}. */
    int runEnd(int from, int to) {
        int block = from;
        while (block < to && lanes(block) != 0) {
            block++;
        }
        return block;
    }

    /** The first block of [from, to) with a lane, or {@code to}. */
    int next(int from, int to) {
        int end = Math.min(to - firstBlock, words.length);
        for (int word = Math.max(0, from - firstBlock); word < end; word++) {
            if (words[word] != 0) {
                return firstBlock + word;
            }
        }
        return to;
    }
}
