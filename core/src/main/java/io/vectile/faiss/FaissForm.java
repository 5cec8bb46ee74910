package io.vectile.faiss;

import java.lang.foreign.MemorySegment;

/**
 * What a Faiss file says beyond the index that we read from it: kept, so that writing it again gives the same bytes.
 *
 * @param idMap       the class that holds the ids; {@code null} where the file has none
 * @param idMapInside whether that class stands within the transforms instead of around them
 * @param directMap   which map from ids to places an IVF carries
 * @param hashPairs   the entries of a hash table in its own order, id and place in turn; null for the other kinds
 * @param pq          of an IndexPQ; null for other indexes
 * @param emptyChain  whether there is an IndexPreTransform without transforms
 * @param outerUntrained whether the outermost class says that it is not trained although all within it is
 */
public record FaissForm(IdMapKind idMap, boolean idMapInside, MapKind directMap, MemorySegment hashPairs, PqFields pq,
        boolean emptyChain, boolean outerUntrained) {
    /** An index that comes from no file. */
    static final FaissForm NONE = new FaissForm(null, false, MapKind.NONE, null, null, false, false);

    /** Faiss's two classes for own ids; the second one can look vectors up by id. */
    public enum IdMapKind {
        IDMAP("IxMp"), IDMAP2("IxM2");

        private final String fourcc;

        IdMapKind(String fourcc) {
            this.fourcc = fourcc;
        }

        String fourcc() {
            return fourcc;
        }
    }

    /** Faiss's kinds of direct map, by their numbers in files. */
    public enum MapKind {
        NONE, ARRAY, HASHTABLE
    }

    /**
     * What an IndexPQ says of the other ways that it could search.
     *
     * @param fourcc {@code IxPq}, or {@code IxPQ} and {@code IxPo} of old files
     */
    public record PqFields(String fourcc, int searchType, boolean encodeSigns, int polysemousHt) {
        /** Faiss's number for symmetric distances. */
        static final int SYMMETRIC = 3;
        /** Faiss's number for the Hamming filter, which only leaves vectors out. */
        static final int POLYSEMOUS = 4;

        /** What Faiss writes for an index that nobody set otherwise. */
        static PqFields usual(int m, int nbits, boolean symmetric) {
            return new PqFields("IxPq", symmetric ? SYMMETRIC : 0, false, m * nbits + 1);
        }
    }
}
