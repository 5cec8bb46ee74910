package io.vectile.contents;

/**
 * How an index searches unless a search says otherwise.
 *
 * @param nprobe    cells to visit, at least 1; more than there are means all
 * @param kFactor   how many times k candidates are measured again where the originals are kept, 1 to 1000
 * @param symmetric whether queries are encoded as well (SDC)
 */
public record SearchDefaults(int nprobe, float kFactor, boolean symmetric) {
    /** The largest kFactor, as in Faiss. */
    public static final float MAX_K_FACTOR = 1000;

    /** One cell, no more candidates than asked for, asymmetric distances: Faiss's defaults. */
    public static final SearchDefaults USUAL = new SearchDefaults(1, 1f, false);

    /** With another number of cells. */
    public SearchDefaults withNprobe(int cells) {
        return new SearchDefaults(cells, kFactor, symmetric);
    }
}
