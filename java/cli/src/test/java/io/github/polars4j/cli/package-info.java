/** Tests of the command line. */
@NullMarked
package io.github.polars4j.cli;

import org.jspecify.annotations.NullMarked;
