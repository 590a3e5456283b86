package io.github.polars4j.internal;

import io.github.polars4j.AssertionException;
import io.github.polars4j.ColumnNotFoundException;
import io.github.polars4j.ComputeException;
import io.github.polars4j.DuplicateException;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.NoDataException;
import io.github.polars4j.OutOfBoundsException;
import io.github.polars4j.PolarsException;
import io.github.polars4j.PolarsPanicException;
import io.github.polars4j.SchemaFieldNotFoundException;
import io.github.polars4j.SchemaMismatchException;
import io.github.polars4j.ShapeMismatchException;
import io.github.polars4j.SqlInterfaceException;
import io.github.polars4j.SqlSyntaxException;
import io.github.polars4j.StringCacheMismatchException;
import io.github.polars4j.StructFieldNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Makes the exception for what went wrong in native code, which throws it. */
public final class Failures {
  private Failures() {}

  /** Called by native code: {@code kind} is the number it has for the failure. */
  static Throwable create(int kind, String message, @Nullable String file) {
    return switch (kind) {
      case 6 -> new NoSuchFileException(file == null ? message : file);
      case 7 -> new AccessDeniedException(file == null ? message : file);
      case 8 ->
          file == null ? new IOException(message) : new FileSystemException(file, null, message);
      default -> unchecked(kind, file == null ? message : file + ": " + message);
    };
  }

  private static RuntimeException unchecked(int kind, String message) {
    return switch (kind) {
      case 1 -> new IllegalStateException(message);
      case 2 -> new IllegalArgumentException(message);
      case 3 -> new IndexOutOfBoundsException(message);
      case 4 -> new NullPointerException(message);
      case 5 -> new PolarsPanicException(message);
      case 9, 24 -> new InvalidOperationException(message);
      case 20 -> new AssertionException(message);
      case 21 -> new ColumnNotFoundException(message);
      case 22 -> new ComputeException(message);
      case 23 -> new DuplicateException(message);
      case 25 -> new NoDataException(message);
      case 26 -> new OutOfBoundsException(message);
      case 27 -> new SchemaFieldNotFoundException(message);
      case 28 -> new SchemaMismatchException(message);
      case 29 -> new ShapeMismatchException(message);
      case 30 -> new SqlInterfaceException(message);
      case 31 -> new SqlSyntaxException(message);
      case 32 -> new StringCacheMismatchException(message);
      case 33 -> new StructFieldNotFoundException(message);
      default -> new PolarsException(message);
    };
  }
}
