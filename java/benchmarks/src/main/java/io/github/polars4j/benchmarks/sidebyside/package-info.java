/**
 * The side-by-side harness: the same data through polars4j and its peers, in interleaved runs, each
 * contender in a process of its own.
 */
@org.jspecify.annotations.NullMarked
package io.github.polars4j.benchmarks.sidebyside;
