package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What polars refuses arrives as the exception of its kind, and says where. */
class ExceptionTest {
  @TempDir Path folder;

  @Test
  void noData() {
    assertThatThrownBy(() -> new CsvReader(new byte[0]).finish())
        .isExactlyInstanceOf(NoDataException.class)
        .hasMessageStartingWith("<byte[]>: ");
  }

  @Test
  void columnNotFound() {
    try (DataFrame frame = Sample.frame(1, 0)) {
      assertThatThrownBy(() -> frame.select("none"))
          .isExactlyInstanceOf(ColumnNotFoundException.class)
          .hasMessageContaining("'none'");
    }
  }

  @Test
  void duplicate() {
    try (DataFrame frame = Sample.frame(1, 0)) {
      assertThatThrownBy(() -> frame.select("int8", "int8"))
          .isExactlyInstanceOf(DuplicateException.class)
          .hasMessageContaining("int8");
    }
  }

  @Test
  void shapeMismatch() {
    try (Series one = Series.of("a", new int[1]);
        Series two = Series.of("b", new int[2])) {
      assertThatThrownBy(() -> DataFrame.of(one, two))
          .isExactlyInstanceOf(ShapeMismatchException.class);
    }
  }

  @Test
  void schemaMismatch() {
    try (Series number = Series.of("a", new int[1]);
        Series text = Series.of("a", "x");
        DataFrame numbers = number.toFrame();
        DataFrame texts = text.toFrame()) {
      assertThatThrownBy(() -> numbers.vstack(texts))
          .isExactlyInstanceOf(SchemaMismatchException.class);
    }
  }

  @Test
  void computeErrorsNameTheFileAndTheValue() throws IOException {
    Path file = folder.resolve("größe.csv");
    Files.write(file, "a\n1\nx1\n".getBytes(StandardCharsets.UTF_8));
    Schema types = Schema.of(Field.of("a", DataType.INT64));
    assertThatThrownBy(() -> new CsvReader(file).withSchemaOverrides(types).finish())
        .isExactlyInstanceOf(ComputeException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining("x1");
  }

  @Test
  void aContextIsPartOfTheMessage() {
    byte[] csv = "a\n1\n".getBytes(StandardCharsets.UTF_8);
    Schema types = Schema.of(Field.of("b", DataType.INT64));
    assertThatThrownBy(() -> new CsvReader(csv).withSchemaOverrides(types).finish())
        .isExactlyInstanceOf(ColumnNotFoundException.class)
        .hasMessage(
            "<byte[]>: no column 'b': the columns are [\"a\"] (the schema overrides name it)");
  }

  @Test
  void everyOneIsUncheckedAndOfOneFamily() {
    assertThat(PolarsException.class.getSuperclass()).isEqualTo(RuntimeException.class);
    assertThat(PolarsPanicException.class).isAssignableTo(PolarsException.class);
    assertThat(ComputeException.class).isAssignableTo(PolarsException.class);
  }
}
