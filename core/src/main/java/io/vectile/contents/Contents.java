package io.vectile.contents;

import io.vectile.storage.Snapshot;

/**
 * An index at one moment.
 *
 * @param trained   what training decided
 * @param snapshot  the vectors
 * @param defaults  how it searches unless told otherwise
 * @param residual  whether codes are residuals to their cells, or will be once it is trained
 * @param largestId the largest id ever given; -1 for none
 */
public record Contents(Trained trained, Snapshot snapshot, SearchDefaults defaults, boolean residual, long largestId) {}
