/** From the space of the caller's vectors to the space in which we search: rotations, PCA, normalisation. */
package io.vectile.transform;
