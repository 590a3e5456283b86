package io.github.polars4j.cli;

/** A failure that the command found itself: its message is all that there is to say. */
class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CommandException(String message) {
    super(message);
  }

  CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
