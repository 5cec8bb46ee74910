/**
 * Faiss's index files, read and written: {@code FaissParser} finds what a file holds and checks it ({@code FaissNode}),
 * {@code FaissImport} makes lists of our own of it, {@code FaissExport} writes these. The layouts stand at the readers.
 * Internal; {@code io.vectile.FaissFiles} is the way in.
 */
package io.vectile.faiss;
