/** A long run of everything, to see that nothing grows. */
@org.jspecify.annotations.NullMarked
package io.github.polars4j.benchmarks.soak;
