/** Compressed vector search: build an {@link io.vectile.Index}, train it, add vectors, search. */
package io.vectile;
