/**
 * Vectile beside the other vector indexes of the JVM, on the same rows and with the same stopwatch: one {@link
 * io.vectile.benchmarks.peers.Peer} for each way of searching that a library has, {@link io.vectile.benchmarks.peers.Library}
 * with what of it is measured, {@link io.vectile.benchmarks.peers.PeerBench} as the process that measures one library.
 * {@code benchmarks/peers} runs those processes and makes the tables.
 */
package io.vectile.benchmarks.peers;
