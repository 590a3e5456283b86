package io.github.polars4j.internal;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The number that native code has for a failure becomes the exception of that kind. */
class FailuresTest {
  static Stream<Arguments> unchecked() {
    return Stream.of(
        Arguments.of(1, IllegalStateException.class),
        Arguments.of(2, IllegalArgumentException.class),
        Arguments.of(3, IndexOutOfBoundsException.class),
        Arguments.of(4, NullPointerException.class),
        Arguments.of(5, PolarsPanicException.class),
        Arguments.of(9, InvalidOperationException.class),
        Arguments.of(10, PolarsException.class),
        Arguments.of(20, AssertionException.class),
        Arguments.of(21, ColumnNotFoundException.class),
        Arguments.of(22, ComputeException.class),
        Arguments.of(23, DuplicateException.class),
        Arguments.of(24, InvalidOperationException.class),
        Arguments.of(25, NoDataException.class),
        Arguments.of(26, OutOfBoundsException.class),
        Arguments.of(27, SchemaFieldNotFoundException.class),
        Arguments.of(28, SchemaMismatchException.class),
        Arguments.of(29, ShapeMismatchException.class),
        Arguments.of(30, SqlInterfaceException.class),
        Arguments.of(31, SqlSyntaxException.class),
        Arguments.of(32, StringCacheMismatchException.class),
        Arguments.of(33, StructFieldNotFoundException.class));
  }

  @ParameterizedTest
  @MethodSource("unchecked")
  void aKindHasItsClass(int kind, Class<?> type) {
    assertThat(Failures.create(kind, "why", null)).isExactlyInstanceOf(type).hasMessage("why");
  }

  @ParameterizedTest
  @MethodSource("unchecked")
  void theFileComesFirst(int kind, Class<?> type) {
    assertThat(Failures.create(kind, "why", "a.arrow"))
        .isExactlyInstanceOf(type)
        .hasMessage("a.arrow: why");
  }

  @Test
  void filesHaveTheExceptionsOfNio() {
    assertThat(Failures.create(6, "gone", "a.arrow"))
        .isExactlyInstanceOf(NoSuchFileException.class)
        .hasMessage("a.arrow");
    assertThat(Failures.create(7, "locked", "a.arrow"))
        .isExactlyInstanceOf(AccessDeniedException.class)
        .hasMessage("a.arrow");
    assertThat(Failures.create(8, "disk full", "a.arrow"))
        .isExactlyInstanceOf(FileSystemException.class)
        .hasMessage("a.arrow: disk full");
    assertThat(Failures.create(8, "disk full", null))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("disk full");
  }

  @Test
  void anUnknownKindIsStillAPolarsException() {
    assertThat(Failures.create(99, "why", null)).isExactlyInstanceOf(PolarsException.class);
  }
}
