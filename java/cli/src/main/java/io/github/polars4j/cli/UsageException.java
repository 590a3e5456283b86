package io.github.polars4j.cli;

/** Arguments that don't fit together: the command turns it into picocli's own exception. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
