/** The contenders that run on the JVM, each in a process of its own. */
@org.jspecify.annotations.NullMarked
package io.github.polars4j.benchmarks.peer;
