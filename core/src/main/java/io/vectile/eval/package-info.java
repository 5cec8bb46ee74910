/** Exact neighbours, and how many of them an answer found. */
package io.vectile.eval;
