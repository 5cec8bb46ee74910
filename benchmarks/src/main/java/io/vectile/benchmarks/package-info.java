/**
 * JMH benchmarks of the kernels and of whole searches, on generated data. Each is also a plain class: set its fields, call
 * {@code prepare}, then a benchmark method; its test does so and compares the answer with one worked out in plain loops.
 *
 * <p>Build with {@code ./mvnw -B package -DskipTests}; the command of a benchmark stands in its Javadoc, {@code java} being
 * that of a JDK 25. {@code -jvmArgsAppend -Dvectile.kernels=scalar} runs another kernel set, {@code -p name=value} one
 * choice of a parameter, {@code -f 5} five processes: a loop may be compiled in two ways, and one process tells of one.
 */
package io.vectile.benchmarks;
