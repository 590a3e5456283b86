package io.github.polars4j.cli;

import io.github.polars4j.PolarsException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One line a person can act on, out of an exception. */
final class Messages {
  private Messages() {}

  static String of(Throwable failure) {
    if (failure instanceof NoSuchFileException e) {
      return "no such file or folder: " + e.getFile();
    }
    if (failure instanceof AccessDeniedException e) {
      return "permission denied: " + e.getFile();
    }
    if (failure instanceof OutOfMemoryError) {
      return "not enough memory: " + failure.getMessage();
    }
    if (failure instanceof SQLException e) {
      return sql(e);
    }
    if (failure instanceof CharacterCodingException) {
      String message = String.valueOf(failure.getMessage());
      return Advice.inOptions(message.replace("<InputStream>", "standard input"));
    }
    boolean expected =
        failure instanceof CommandException
            || failure instanceof PolarsException
            || failure instanceof IOException
            || failure instanceof LinkageError;
    if (expected && failure.getMessage() != null) {
      return failure.getMessage();
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return text(failure) + (root == failure ? "" : ": " + text(root)) + " (--debug shows more)";
  }

  /** Whether standard output's reader went away. The message is all that tells. */
  static boolean isClosedPipe(@Nullable Throwable failure) {
    return failure instanceof IOException
        && String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("broken pipe");
  }

  /** Drivers like to write many lines. */
  private static String sql(SQLException failure) {
    StringBuilder line = new StringBuilder("SQL error");
    if (failure.getSQLState() != null) {
      line.append(' ').append(failure.getSQLState());
    }
    line.append(": ").append(failure.getMessage());
    for (Throwable context : failure.getSuppressed()) {
      line.append(", ").append(context.getMessage());
    }
    return line.toString().replaceAll("\\s+", " ").strip();
  }

  private static String text(Throwable failure) {
    @Nullable String message = failure.getMessage();
    String type = failure.getClass().getSimpleName();
    return message == null ? type : type + ": " + message;
  }
}
