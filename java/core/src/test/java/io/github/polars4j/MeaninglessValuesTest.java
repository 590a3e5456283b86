package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values that polars has none for: they mean nothing under a null of what they are part of, and
 * where they are part of no row; elsewhere they are refused by column and row.
 */
@EnabledIfEnvironmentVariable(
    named = "POLARS4J_PYTHON",
    matches = ".+",
    disabledReason = "POLARS4J_PYTHON names a Python with pyarrow")
class MeaninglessValuesTest {
  @TempDir static Path folder;

  @BeforeAll
  static void write() throws Exception {
    Python.run("meaningless.py", "write", folder);
  }

  /** The file and the stream of that name, in every way to read them. */
  private static Stream<FrameReader> readers(String name) throws Exception {
    Path file = folder.resolve(name + ".arrow");
    byte[] stream = Files.readAllBytes(folder.resolve(name + ".arrows"));
    return Stream.of(
        new IpcReader(file),
        new IpcReader(file).memoryMapped(true),
        new IpcReader(Files.readAllBytes(file)),
        new IpcStreamReader(folder.resolve(name + ".arrows")),
        new IpcStreamReader(stream),
        new IpcStreamReader(new ByteArrayInputStream(stream)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "time", "seconds", "instant", "span", "wide", "text", "large", "view", "nowhere", "bytes",
        "key"
      })
  void whatMeansNothingIsNotLookedAt(String kind) throws Exception {
    for (String where : List.of("null_", "unused_")) {
      try (DataFrame plain =
          new IpcReader(folder.resolve(where + kind + "_plain.arrow")).finish()) {
        for (FrameReader reader : readers(where + kind).toList()) {
          try (DataFrame read = reader.finish()) {
            assertThat(read.schema()).isEqualTo(plain.schema());
            assertThat(read.contentEquals(plain)).as("%s%n%s", read, plain).isTrue();
            new IpcStreamWriter(new ByteArrayOutputStream()).finish(read);
          }
        }
        try (Batches batches = new IpcReader(folder.resolve(where + kind + ".arrow")).batches(1);
            DataFrame first = batches.next();
            DataFrame head = plain.slice(0, 1)) {
          assertThat(first.contentEquals(head)).isTrue();
        }
      }
    }
    for (String column : readers("used_" + kind).toList().get(0).schema().names()) {
      for (FrameReader reader : readers("used_" + kind).toList()) {
        reader.withColumns(column);
        if (column.equals("good")) {
          try (DataFrame good = reader.finish()) {
            assertThat(good.height()).isEqualTo(2);
          }
          continue;
        }
        assertThatThrownBy(reader::finish)
            .as(column)
            .isInstanceOf(PolarsException.class)
            .hasMessageContaining("column '" + column + "': row 1 of record batch 0")
            .hasMessageContaining("withColumns")
            .hasMessageNotContaining("utf8");
      }
    }
  }

  @Test
  void theFileIsNamed() {
    Path file = folder.resolve("used_text.arrow");
    assertThatThrownBy(() -> new IpcReader(file).withColumns("plain").finish())
        .hasMessageContaining(file.toString())
        .hasMessageContaining("its text is not UTF-8 (\"\\xff\\xfe\")");
  }

  @Test
  void parquetHasNoValuesUnderNulls() throws Exception {
    try (DataFrame read = new ParquetReader(folder.resolve("null_text.parquet")).finish()) {
      assertThat(read.toMaps().toString()).isEqualTo("[{text={x=a}, good=1}, {text=null, good=2}]");
    }
    Path file = folder.resolve("used_text.parquet");
    assertThatThrownBy(() -> new ParquetReader(file).finish())
        .hasMessageContaining(file.toString())
        .hasMessageContaining("column 'text': its text is not UTF-8")
        .hasMessageContaining("withColumns");
    try (DataFrame good = new ParquetReader(file).withColumns("good").finish()) {
      assertThat(good.height()).isEqualTo(2);
    }
  }

  @Test
  void aDictionaryMayGrowByWhatNobodyHas() throws Exception {
    Path file = folder.resolve("grows.arrows");
    try (Batches batches = new IpcStreamReader(file).batches()) {
      for (int rows : new int[] {1, 2}) {
        try (DataFrame batch = batches.next()) {
          assertThat(batch.height()).isEqualTo(rows);
          assertThat(batch.row(rows - 1).values()).containsExactly("a");
        }
      }
      assertThatThrownBy(batches::next)
          .hasMessageContaining("column 'd': row 0 of record batch 2")
          .hasMessageContaining("UTF-8");
    }
  }
}
