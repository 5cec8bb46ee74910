package io.vectile.contents;

/**
 * How an index was trained, or will be; the same numbers mean the same training of the same vectors.
 *
 * @param seed                 of every random choice
 * @param coarseIterations     k-means rounds for cells, at least 1
 * @param codebookIterations   k-means rounds for each codebook, at least 1
 * @param maxPointsPerCentroid training vectors beyond so many per centroid were left out, at least 1
 */
public record Training(int seed, int coarseIterations, int codebookIterations, int maxPointsPerCentroid) {}
