package io.github.polars4j.internal.jni;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The number that native code has for a failure becomes the exception of that kind. */
class FailuresTest {
  private static final Pattern KINDS = Pattern.compile("enum Kind \\{(.*?)\\}", Pattern.DOTALL);

  private static Throwable create(FailureKind kind, String file) {
    return Failures.create(kind.ordinal(), "why", file);
  }

  @SuppressWarnings("deprecation")
  static Stream<Arguments> named() {
    return Stream.of(
        Arguments.of(FailureKind.STATE, IllegalStateException.class),
        Arguments.of(FailureKind.ARGUMENT, IllegalArgumentException.class),
        Arguments.of(FailureKind.INDEX, IndexOutOfBoundsException.class),
        Arguments.of(FailureKind.NULL, NullPointerException.class),
        Arguments.of(FailureKind.PANIC, PolarsPanicException.class),
        Arguments.of(FailureKind.CUT_OFF, EOFException.class),
        Arguments.of(FailureKind.OUT_OF_MEMORY, OutOfMemoryError.class),
        Arguments.of(FailureKind.ASSERTION, AssertionException.class),
        Arguments.of(FailureKind.COLUMN_NOT_FOUND, ColumnNotFoundException.class),
        Arguments.of(FailureKind.COMPUTE, ComputeException.class),
        Arguments.of(FailureKind.DUPLICATE, DuplicateException.class),
        Arguments.of(FailureKind.INVALID_OPERATION, InvalidOperationException.class),
        Arguments.of(FailureKind.NO_DATA, NoDataException.class),
        Arguments.of(FailureKind.OUT_OF_BOUNDS, OutOfBoundsException.class),
        Arguments.of(FailureKind.SCHEMA_FIELD_NOT_FOUND, SchemaFieldNotFoundException.class),
        Arguments.of(FailureKind.SCHEMA_MISMATCH, SchemaMismatchException.class),
        Arguments.of(FailureKind.SHAPE_MISMATCH, ShapeMismatchException.class),
        Arguments.of(FailureKind.SQL_INTERFACE, SqlInterfaceException.class),
        Arguments.of(FailureKind.SQL_SYNTAX, SqlSyntaxException.class),
        Arguments.of(FailureKind.STRING_CACHE_MISMATCH, StringCacheMismatchException.class),
        Arguments.of(FailureKind.STRUCT_FIELD_NOT_FOUND, StructFieldNotFoundException.class));
  }

  @ParameterizedTest
  @MethodSource("named")
  void aKindHasItsClass(FailureKind kind, Class<?> type) {
    assertThat(create(kind, null)).isExactlyInstanceOf(type).hasMessage("why");
  }

  @ParameterizedTest
  @MethodSource("named")
  void theFileComesFirst(FailureKind kind, Class<?> type) {
    assertThat(create(kind, "a.arrow")).isExactlyInstanceOf(type).hasMessage("a.arrow: why");
  }

  @Test
  void filesHaveTheExceptionsOfNio() {
    assertThat(create(FailureKind.NO_SUCH_FILE, "a.arrow"))
        .isExactlyInstanceOf(NoSuchFileException.class)
        .hasMessage("a.arrow");
    assertThat(create(FailureKind.ACCESS_DENIED, "a.arrow"))
        .isExactlyInstanceOf(AccessDeniedException.class)
        .hasMessage("a.arrow");
    assertThat(create(FailureKind.IO, "a.arrow"))
        .isExactlyInstanceOf(FileSystemException.class)
        .hasMessage("a.arrow: why");
    assertThat(create(FailureKind.IO, null))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("why");
  }

  @Test
  void theKindsAreThoseOfNativeCode() throws IOException {
    Path source = Path.of(System.getProperty("test.root"), "native/src/jvm/error.rs");
    Matcher found = KINDS.matcher(Files.readString(source));
    assertThat(found.find()).isTrue();
    List<String> kinds =
        Arrays.stream(found.group(1).split(","))
            .map(String::strip)
            .filter(kind -> !kind.isEmpty())
            .map(kind -> kind.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT))
            .toList();
    assertThat(FailureKind.values()).extracting(FailureKind::name).containsExactlyElementsOf(kinds);
  }
}
