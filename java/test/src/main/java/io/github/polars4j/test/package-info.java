/**
 * Assertions about frames, for the tests of programs that use polars4j: {@link
 * io.github.polars4j.test.FrameAssert}. They throw {@code AssertionError} and need no test
 * framework.
 */
@NullMarked
package io.github.polars4j.test;

import org.jspecify.annotations.NullMarked;
