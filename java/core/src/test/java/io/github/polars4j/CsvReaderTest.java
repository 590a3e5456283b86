package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each option of the CSV reader has its effect. */
class CsvReaderTest {
  @TempDir Path folder;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static DataFrame read(String csv, UnaryOperator<CsvReader> options) throws IOException {
    try (CsvReader reader = options.apply(new CsvReader(utf8(csv)))) {
      return reader.finish();
    }
  }

  /** The names, then the rows. */
  private static List<List<?>> table(DataFrame frame) {
    try (frame) {
      List<List<?>> table = new ArrayList<>();
      table.add(frame.columnNames());
      frame.rows().forEach(row -> table.add(row.values()));
      return table;
    }
  }

  private static List<List<?>> table(String csv, UnaryOperator<CsvReader> options)
      throws IOException {
    return table(read(csv, options));
  }

  private static List<Object> row(Object... values) {
    return Arrays.asList(values);
  }

  @Test
  void typesAreInferred() throws IOException {
    try (DataFrame frame = read("a,b,c,d,e\n1,1.5,true,x,\n-2,2,false,,\n", r -> r)) {
      assertThat(frame.schema().fields())
          .extracting(Field::dataType)
          .containsExactly(
              DataType.INT64, DataType.FLOAT64, DataType.BOOLEAN, DataType.STRING, DataType.STRING);
      assertThat(frame.rows().map(Row::values))
          .containsExactly(row(1L, 1.5, true, "x", null), row(-2L, 2.0, false, null, null));
    }
  }

  @Test
  void separator() throws IOException {
    assertThat(table("a;b\n1;2,5\n", r -> r.withSeparator(';')))
        .containsExactly(List.of("a", "b"), row(1L, "2,5"));
  }

  @Test
  void withoutHeader() throws IOException {
    assertThat(table("a,b\n1,2\n", r -> r.withHeader(false)))
        .containsExactly(List.of("column_1", "column_2"), row("a", "b"), row("1", "2"));
  }

  @Test
  void nullValues() throws IOException {
    assertThat(table("a,b\nNA,-\n1,NA\n", r -> r.withNullValues("NA", "-")))
        .containsExactly(List.of("a", "b"), row(null, null), row(1L, null));
  }

  @Test
  void quotes() throws IOException {
    assertThat(table("a\n\"x,\"\"y\"\"\nz\"\n", r -> r))
        .containsExactly(List.of("a"), row("x,\"y\"\nz"));
    assertThat(table("a,b\n'p,q',\"\n", r -> r.withQuoteChar('\'')))
        .containsExactly(List.of("a", "b"), row("p,q", "\""));
    assertThat(table("a,b\n\"1,2\"\n", CsvReader::withoutQuoting))
        .containsExactly(List.of("a", "b"), row("\"1", "2\""));
  }

  @Test
  void schemaOverrides() throws IOException {
    Schema types = Schema.of(Field.of("b", DataType.INT8), Field.of("c", DataType.categorical()));
    try (DataFrame frame = read("a,b,c\n1,2,x\n", r -> r.withSchemaOverrides(types))) {
      assertThat(frame.schema())
          .isEqualTo(
              Schema.of(
                  Field.of("a", DataType.INT64),
                  Field.of("b", DataType.INT8),
                  Field.of("c", DataType.categorical())));
      assertThat(frame.row(0).values()).containsExactly(1L, (byte) 2, "x");
    }
  }

  @Test
  void anOverrideOfAColumnThatIsNotThereIsRefused() {
    Schema types = Schema.of(Field.of("x", DataType.INT8));
    assertThatThrownBy(() -> read("a\n1\n", r -> r.withSchemaOverrides(types)))
        .isInstanceOf(ColumnNotFoundException.class)
        .hasMessageContaining("'x'")
        .hasMessageContaining("override");
  }

  @Test
  void dates() throws IOException {
    String csv = "a\n1969-12-31\n";
    assertThat(table(csv, r -> r)).contains(row("1969-12-31"));
    assertThat(table(csv, r -> r.withTryParseDates(true)))
        .contains(row(LocalDate.of(1969, 12, 31)));
  }

  @Test
  void skippedRows() throws IOException {
    String csv = "title\na,b\nunits,units\n1,2\n3,4\n";
    assertThat(table(csv, r -> r.withSkipRows(1).withSkipRowsAfterHeader(1)))
        .containsExactly(List.of("a", "b"), row(1L, 2L), row(3L, 4L));
  }

  @Test
  void theFirstRows() throws IOException {
    assertThat(table("a\n1\n2\n3\n", r -> r.withNRows(2))).hasSize(3);
    assertThat(table("a\n1\n2\n3\n", r -> r.withNRows(0))).containsExactly(List.of("a"));
    String many = "a\n" + "1\n".repeat(100_000);
    assertThat(table(many, r -> r.withNRows(70_001))).hasSize(70_002);
  }

  @Test
  void inferLength() throws IOException {
    String csv = "a\n" + "1\n".repeat(200) + "x\n";
    assertThatThrownBy(() -> read(csv, r -> r))
        .isInstanceOf(ComputeException.class)
        .hasMessageContaining("x");
    assertThat(table(csv, r -> r.withInferSchemaLength(201))).contains(row("x"), row("1"));
    assertThat(table(csv, CsvReader::withInferSchemaAll)).contains(row("x"), row("1"));
    assertThat(table("a\n1\n", r -> r.withInferSchemaLength(0))).contains(row("1"));
  }

  @Test
  void raggedLines() throws IOException {
    String csv = "a,b\n1,2,3\n4\n";
    assertThatThrownBy(() -> read(csv, r -> r)).isInstanceOf(ComputeException.class);
    assertThat(table(csv, r -> r.withTruncateRaggedLines(true)))
        .containsExactly(List.of("a", "b"), row(1L, 2L), row(4L, null));
  }

  @Test
  void ignoredErrors() throws IOException {
    Schema types = Schema.of(Field.of("a", DataType.INT64));
    String csv = "a\n1\nx\n";
    assertThatThrownBy(() -> read(csv, r -> r.withSchemaOverrides(types)))
        .isInstanceOf(ComputeException.class);
    assertThat(table(csv, r -> r.withSchemaOverrides(types).withIgnoreErrors(true)))
        .containsExactly(List.of("a"), row(1L), row((Object) null));
  }

  @Test
  void comments() throws IOException {
    assertThat(table("# first\na\n# second\n1\n", r -> r.withCommentPrefix("#")))
        .containsExactly(List.of("a"), row(1L));
    assertThat(table("// first\na\n1\n", r -> r.withCommentPrefix("//")))
        .containsExactly(List.of("a"), row(1L));
  }

  @Test
  void columns() throws IOException {
    assertThat(table("a,b,c\n1,2,3\n", r -> r.withColumns("a", "c")))
        .containsExactly(List.of("a", "c"), row(1L, 3L));
  }

  @Test
  void columnsInTheOrderAskedFor() throws IOException {
    assertThat(table("a,b,c\n1,2,3\n", r -> r.withColumns("c", "a")))
        .containsExactly(List.of("c", "a"), row(3L, 1L));
    assertThat(table("a,b,c\n1,2,3\n", r -> r.withColumns("c", "a").withRowIndex("i")))
        .containsExactly(List.of("i", "c", "a"), row(0L, 3L, 1L));
  }

  @Test
  void aMissingOrRepeatedColumnIsRefused() {
    assertThatThrownBy(() -> read("a,b\n1,2\n", r -> r.withColumns("x")))
        .isInstanceOf(ColumnNotFoundException.class)
        .hasMessageContaining("x");
    assertThatThrownBy(() -> read("a,b\n1,2\n", r -> r.withColumns("a", "a")))
        .isInstanceOf(DuplicateException.class)
        .hasMessageContaining("a");
  }

  @Test
  void rowIndex() throws IOException {
    assertThat(table("a\n1\n2\n", r -> r.withRowIndex("i")))
        .containsExactly(List.of("i", "a"), row(0L, 1L), row(1L, 2L));
    assertThat(table("a\n1\n2\n", r -> r.withRowIndex("i", 5)))
        .containsExactly(List.of("i", "a"), row(5L, 1L), row(6L, 2L));
  }

  @Test
  void aRowIndexWithTheNameOfAColumnIsRefused() {
    assertThatThrownBy(() -> read("a\n1\n", r -> r.withRowIndex("a")))
        .isInstanceOf(DuplicateException.class)
        .hasMessageContaining("a");
  }

  @Test
  void missingFields() throws IOException {
    assertThat(table("a,b\nx,\n", r -> r)).contains(row("x", null));
    assertThat(table("a,b\nx,\n", r -> r.withMissingIsNull(false))).contains(row("x", ""));
  }

  @Test
  void decimalComma() throws IOException {
    assertThat(table("a;b\n1,5;2\n", r -> r.withSeparator(';').withDecimalComma(true)))
        .contains(row(1.5, 2L));
    assertThatThrownBy(() -> read("a,b\n", r -> r.withDecimalComma(true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("decimal comma");
  }

  @Test
  void lineEnds() throws IOException {
    assertThat(table("a,b\r\n1,x\r\n", r -> r)).containsExactly(List.of("a", "b"), row(1L, "x"));
    assertThat(table("a,b|1,x|2,y", r -> r.withEolChar('|')))
        .containsExactly(List.of("a", "b"), row(1L, "x"), row(2L, "y"));
    assertThat(table("a\n1", r -> r)).contains(row(1L)); // no line feed at the end
  }

  @Test
  void brokenUtf8() throws IOException {
    byte[] latin1 = "a\ngr\u00fcn\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> new CsvReader(latin1).finish()).isInstanceOf(PolarsException.class);
    assertThat(table(new CsvReader(latin1).withLossyUtf8(true).finish()))
        .contains(row("gr\ufffdn"));
  }

  @Test
  void textOfEveryPlane() throws IOException {
    assertThat(table("größe,€\n🦜 und mehr,ü\n", r -> r))
        .containsExactly(List.of("größe", "€"), row("🦜 und mehr", "ü"));
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheName() throws IOException {
    assertThat(table("\ufeffa\n1\n", r -> r)).containsExactly(List.of("a"), row(1L));
  }

  @Test
  void aHeaderWithoutRows() throws IOException {
    assertThat(table("a,b\n", r -> r)).containsExactly(List.of("a", "b"));
  }

  @Test
  void compressedInput() throws IOException {
    byte[] csv = utf8("a,b\n1,größe\n" + "2,🦜\n".repeat(50_000));
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzip)) {
      out.write(csv);
    }
    List<List<?>> plain = table(new CsvReader(csv).finish());
    assertThat(plain).hasSize(50_002);
    for (byte[] compressed : List.of(gzip.toByteArray(), Zstd.compress(csv))) {
      assertThat(table(new CsvReader(compressed).finish())).isEqualTo(plain);
      Path file = Files.write(folder.resolve("compressed.csv"), compressed);
      assertThat(table(new CsvReader(file).finish())).isEqualTo(plain);
      assertThat(table(new CsvReader(file).withNRows(1).finish())).hasSize(2);
    }
  }

  @Test
  void compressedInputThatIsCutIsRefused() {
    byte[] zstd = Zstd.compress(utf8("a\n" + "some text\n".repeat(10_000)));
    assertThatThrownBy(() -> new CsvReader(Arrays.copyOf(zstd, zstd.length / 2)).finish())
        .isInstanceOfAny(IOException.class, PolarsException.class);
  }

  @Test
  void everyKindOfInput() throws IOException {
    byte[] csv = utf8("a\n1\n");
    Path file = Files.write(folder.resolve("a.csv"), csv);
    for (CsvReader reader :
        List.of(
            new CsvReader(csv),
            new CsvReader(file),
            new CsvReader(ByteBuffer.allocateDirect(4).put(csv).flip()),
            new CsvReader(new ByteArrayInputStream(csv)))) {
      assertThat(table(reader.finish())).containsExactly(List.of("a"), row(1L));
    }
  }

  @Test
  void anInputStreamIsReadOnce() throws IOException {
    CsvReader reader = new CsvReader(new ByteArrayInputStream(utf8("a\n1\n")));
    reader.finish().close();
    assertThatThrownBy(reader::finish).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    CsvReader reader = new CsvReader(new byte[0]);
    assertThatThrownBy(() -> reader.withSeparator('€'))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("separator U+20AC");
    assertThatThrownBy(() -> reader.withQuoteChar('ü'))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reader.withEolChar('ü')).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reader.withSkipRows(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reader.withSkipRowsAfterHeader(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reader.withNRows(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reader.withInferSchemaLength(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reader.withRowIndex("i", -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reader.withSeparator('"').finish())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("quote");
    assertThatThrownBy(() -> reader.withSeparator('\n').finish())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("end-of-line");
  }
}
