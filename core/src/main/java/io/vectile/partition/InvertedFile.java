package io.vectile.partition;

import io.vectile.cluster.Centroids;

/**
 * An inverted file (IVF): vectors lie in the list of their nearest centroid, and a query visits the lists of its nprobe
 * nearest ones. Source: H. Jégou, M. Douze, C. Schmid, TPAMI 2011, section 4.
 *
 * @param nlist        number of lists
 * @param innerProduct whether the nearest cells are those of the largest inner products; of the smallest L2 otherwise
 * @param centroids    null before training
 */
public record InvertedFile(int nlist, boolean innerProduct, Centroids centroids) implements Partition {
    /** The most lists. */
    public static final int MAX_NLIST = 1 << 22;

    /** Trained cells. */
    public InvertedFile(Centroids centroids) {
        this(centroids.k(), centroids.innerProduct(), centroids);
    }

    @Override
    public int lists() {
        return nlist;
    }

    @Override
    public boolean isTrained() {
        return centroids != null;
    }

    @Override
    public void assign(float[] x, int at, int n, int[] lists, int listsAt) {
        assign(centroids::assign, x, at, n, lists, listsAt);
    }

    @Override
    public Assignment assignment(long n) {
        Centroids.Assignment assignment = centroids.assignment(n);
        return (x, at, count, lists, listsAt) -> assign(assignment, x, at, count, lists, listsAt);
    }

    private void assign(Centroids.Assignment assignment, float[] x, int at, int n, int[] lists, int listsAt) {
        int[] cells = new int[n];
        assignment.assign(x, at, centroids.d(), n, cells, new float[n], 0);
        System.arraycopy(cells, 0, lists, listsAt, n);
    }

    @Override
    public long bytes() {
        return centroids == null ? 0 : centroids.bytes();
    }
}
