package io.github.polars4j.cli;

import io.github.polars4j.PolarsException;

/** A row of text does not fit the types that the rows before it gave. */
final class NarrowTypesException extends CommandException {
  private static final long serialVersionUID = 1;

  NarrowTypesException(String message, PolarsException cause) {
    super(message, cause);
  }
}
