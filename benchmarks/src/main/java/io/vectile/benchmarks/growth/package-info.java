/**
 * How the cost of an index grows, one thing at a time: with vectors, dimensions, bytes of a code, cells, and neighbours asked for; what a
 * search allocates; and how near scans come to what one thread can read. {@link io.vectile.benchmarks.growth.Growth} measures one of them
 * in a process and prints raw lines, {@link io.vectile.benchmarks.growth.GrowthReport} makes tables and charts of them;
 * {@code benchmarks/growth} runs both.
 */
package io.vectile.benchmarks.growth;
