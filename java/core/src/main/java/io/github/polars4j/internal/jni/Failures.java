package io.github.polars4j.internal.jni;

import io.github.polars4j.AssertionException;
import io.github.polars4j.ColumnNotFoundException;
import io.github.polars4j.ComputeException;
import io.github.polars4j.DuplicateException;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.NoDataException;
import io.github.polars4j.OutOfBoundsException;
import io.github.polars4j.PolarsPanicException;
import io.github.polars4j.SchemaFieldNotFoundException;
import io.github.polars4j.SchemaMismatchException;
import io.github.polars4j.ShapeMismatchException;
import io.github.polars4j.SqlInterfaceException;
import io.github.polars4j.SqlSyntaxException;
import io.github.polars4j.StringCacheMismatchException;
import io.github.polars4j.StructFieldNotFoundException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Makes the exception for what went wrong in native code, which throws it. */
public final class Failures {
  private static final FailureKind[] KINDS = FailureKind.values();

  private Failures() {}

  /** Called by native code: {@code kind} is the ordinal of the {@link FailureKind}. */
  @SuppressWarnings("deprecation") // polars has the kinds, though nothing throws them
  static Throwable create(int kind, String message, @Nullable String file) {
    String named = file == null ? message : file + ": " + message;
    return switch (KINDS[kind]) {
      case NO_SUCH_FILE -> new NoSuchFileException(file == null ? message : file);
      case ACCESS_DENIED -> new AccessDeniedException(file == null ? message : file);
      case IO ->
          file == null ? new IOException(message) : new FileSystemException(file, null, message);
      case CUT_OFF -> new EOFException(named);
      case OUT_OF_MEMORY -> new OutOfMemoryError(named);
      case STATE -> new IllegalStateException(named);
      case ARGUMENT -> new IllegalArgumentException(named);
      case INDEX -> new IndexOutOfBoundsException(named);
      case NULL -> new NullPointerException(named);
      case PANIC -> new PolarsPanicException(named);
      case ASSERTION -> new AssertionException(named);
      case COLUMN_NOT_FOUND -> new ColumnNotFoundException(named);
      case COMPUTE -> new ComputeException(named);
      case DUPLICATE -> new DuplicateException(named);
      case INVALID_OPERATION -> new InvalidOperationException(named);
      case NO_DATA -> new NoDataException(named);
      case OUT_OF_BOUNDS -> new OutOfBoundsException(named);
      case SCHEMA_FIELD_NOT_FOUND -> new SchemaFieldNotFoundException(named);
      case SCHEMA_MISMATCH -> new SchemaMismatchException(named);
      case SHAPE_MISMATCH -> new ShapeMismatchException(named);
      case SQL_INTERFACE -> new SqlInterfaceException(named);
      case SQL_SYNTAX -> new SqlSyntaxException(named);
      case STRING_CACHE_MISMATCH -> new StringCacheMismatchException(named);
      case STRUCT_FIELD_NOT_FOUND -> new StructFieldNotFoundException(named);
    };
  }
}
