/**
 * Rows of numbers, and the files they lie in. {@link io.vectile.vectors.Vectors} is what every other package trains on,
 * adds and searches with; {@link io.vectile.vectors.IntVectors} holds ground truth and ids;
 * {@link io.vectile.vectors.VectorFiles} reads and writes both.
 */
package io.vectile.vectors;
