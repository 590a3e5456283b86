/** JMH benchmarks, each beside what it is measured against. */
@org.jspecify.annotations.NullMarked
package io.github.polars4j.benchmarks;
