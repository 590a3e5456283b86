/** The command line {@code polars4j}. */
@NullMarked
package io.github.polars4j.cli;

import org.jspecify.annotations.NullMarked;
