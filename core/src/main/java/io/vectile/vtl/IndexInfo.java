package io.vectile.vtl;

import io.vectile.contents.SearchDefaults;
import io.vectile.contents.Trained;
import io.vectile.contents.Training;

/**
 * All of an index but its vectors.
 *
 * @param trained   what training decided, or will: an index may be trained in part or not at all
 * @param defaults  how it searches unless told otherwise
 * @param residual  whether codes are residuals to their cells, or will be once it is trained
 * @param ntotal    how many vectors the lists hold; 0 before training
 * @param largestId the largest id ever given; -1 for none
 * @param spec      what the index is called. An untrained one is trained by it: only the spec says whether a linear transform
 *                  is to become an OPQ, and for how many subspaces
 * @param training  how it was trained, or will be; null where that is not known, as for a Faiss file
 */
record IndexInfo(Trained trained, SearchDefaults defaults, boolean residual, long ntotal, long largestId, String spec,
        Training training) {}
