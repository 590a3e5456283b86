package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many files are one input, and one output is many files. */
class DatasetTest {
  private final long before = NativeMemory.liveHandles();

  @TempDir private Path folder;

  @BeforeAll
  static void settle() throws InterruptedException {
    LiveHandles.settle();
  }

  private Path file(String name, Series... columns) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    try (DataFrame frame = DataFrame.of(columns)) {
      frame.write(path);
    } finally {
      for (Series column : columns) {
        column.close();
      }
    }
    return path;
  }

  private static List<Map<String, Object>> rows(Dataset dataset) throws IOException {
    try (DataFrame all = dataset.read()) {
      List<Map<String, Object>> rows = all.toMaps();
      List<Map<String, Object>> batched = new ArrayList<>();
      try (Batches batches = dataset.batches(2)) {
        assertThat(batches.schema()).isEqualTo(dataset.schema()).isEqualTo(all.schema());
        while (batches.hasNext()) {
          try (DataFrame frame = batches.next()) {
            assertThat(frame.schema()).isEqualTo(all.schema());
            assertThat(frame.height()).isBetween(1L, 2L);
            batched.addAll(frame.toMaps());
          }
        }
        assertThat(batches.progress()).isEqualTo(1);
      }
      assertThat(batched).isEqualTo(rows);
      return rows;
    }
  }

  @Test
  void threeVersionsOfASchemaInTwoHundredFiles() throws IOException {
    long sum = 0;
    for (int i = 0; i < 200; i++) {
      String name = "v%d/%03d.%s".formatted(i % 3, i, i % 2 == 0 ? "parquet" : "arrow");
      switch (i % 3) {
        case 0 -> file(name, Series.of("id", i, -i));
        case 1 -> file(name, Series.of("id", i, -i), Series.of("name", "n" + i, null));
        default -> file(name, Series.of("name", "x", "y"), Series.of("id", 1L << 40, i));
      }
      sum += i % 3 == 2 ? (1L << 40) + i : 0;
    }
    Dataset dataset = Dataset.glob(folder, "**/*.{parquet,arrow}");
    assertThat(dataset.files()).hasSize(200);
    assertThat(dataset.schema())
        .isEqualTo(Schema.of(Field.of("id", DataType.INT64), Field.of("name", DataType.STRING)));
    List<Map<String, Object>> rows = rows(dataset);
    assertThat(rows).hasSize(400);
    assertThat(rows.stream().mapToLong(row -> (Long) row.get("id")).sum()).isEqualTo(sum);
    assertThat(rows.stream().filter(row -> row.get("name") == null).count()).isEqualTo(134 + 67);
    try (DataFrame some = dataset.withNRows(3).withColumns("name", "id").read()) {
      assertThat(some.columnNames()).containsExactly("name", "id");
      assertThat(some.height()).isEqualTo(3);
    }
    assertThat(NativeMemory.liveHandles()).isLessThanOrEqualTo(before);
  }

  @Test
  void typesThatHaveNoCommonOneAreToldWithBothFiles() throws IOException {
    file("a.parquet", Series.of("id", 1L), Series.of("x", 1L));
    file("b.parquet", Series.of("id", 1L), Series.of("x", "1"));
    Dataset dataset = Dataset.in(folder);
    assertThatThrownBy(dataset::schema)
        .isInstanceOf(SchemaMismatchException.class)
        .hasMessageContaining("column 'x' is String in ")
        .hasMessageContaining("b.parquet and Int64 in ")
        .hasMessageContaining("a.parquet")
        .hasMessageContaining("withColumns");
    try (DataFrame ids = Dataset.in(folder).withColumns("id").read()) {
      assertThat(ids.height()).isEqualTo(2);
    }
    assertThatThrownBy(() -> Dataset.in(folder).withColumns("id", "none").schema())
        .isInstanceOf(ColumnNotFoundException.class)
        .hasMessageContaining("no column 'none'")
        .hasMessageContaining("\"x\"");
  }

  @Test
  void foldersAreColumns() throws IOException {
    file("year=2023/city=S%C3%A3o%20Paulo/a.arrow", Series.of("v", 1));
    file("year=2024/city=__HIVE_DEFAULT_PARTITION__/b.arrow", Series.of("v", 2));
    file("year=2024/city=a%2Fb/c.arrow", Series.of("v", 3));
    file("_metadata/x.arrow", Series.of("w", 3));
    Files.writeString(folder.resolve(".hidden"), "x");
    Files.writeString(folder.resolve("_SUCCESS"), "");
    List<Map<String, Object>> rows = rows(Dataset.in(folder));
    assertThat(rows).extracting(row -> row.get("year")).containsExactly(2023L, 2024L, 2024L);
    assertThat(rows).extracting(row -> row.get("city")).containsExactly("São Paulo", null, "a/b");
    assertThat(rows(Dataset.in(folder).withColumns("year")))
        .containsExactly(Map.of("year", 2023L), Map.of("year", 2024L), Map.of("year", 2024L));
    Schema text = Schema.of(Field.of("year", DataType.INT16));
    assertThat(rows(Dataset.in(folder).withPartitionTypes(text)).get(0).get("year"))
        .isEqualTo((short) 2023);
    assertThat(Dataset.in(folder).withHivePartitions(false).schema().names()).containsExactly("v");
    List<Map<String, Object>> named =
        rows(Dataset.glob(folder + "/year=*/**/*.arrow").withFileColumn("file"));
    assertThat(named.get(0).get("file").toString()).endsWith("a.arrow");
    Schema bytes = Schema.of(Field.of("year", DataType.INT8));
    assertThatThrownBy(() -> Dataset.in(folder).withPartitionTypes(bytes).read())
        .isInstanceOf(PolarsException.class)
        .hasMessageContaining("year=2023 is no Int8");
    assertThatThrownBy(() -> Dataset.of(folder.resolve("a")).withHivePartitions(true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"007,8:String", "1,-2:Int64", "2024-01-01:Date", "true,false:Boolean"})
  void typesOfFoldersGiveTheirTextBack(String values) throws IOException {
    String[] parts = values.split(":");
    for (String value : parts[0].split(",")) {
      file("p=" + value + "/a.arrow", Series.of("v", 1));
    }
    assertThat(Dataset.in(folder).schema().field("p").dataType()).hasToString(parts[1]);
    for (Map<String, Object> row : rows(Dataset.in(folder))) {
      assertThat(parts[0].split(",")).contains(row.get("p").toString());
    }
  }

  @Test
  void whatTheFoldersSayIsNotSaidByTheFilesToo() throws IOException {
    file("year=2023/a.arrow", Series.of("year", 2022));
    assertThatThrownBy(() -> Dataset.in(folder).schema())
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining("a.arrow: has a column \"year\"")
        .hasMessageContaining("withHivePartitions(false)");
  }

  @Test
  void nothingFoundIsAnError() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    assertThatThrownBy(() -> Dataset.in(folder.resolve("empty")).files())
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> Dataset.glob(folder, "*.arrow").schema())
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("no file matches");
    assertThatThrownBy(() -> Dataset.in(folder.resolve("none")).read())
        .isInstanceOf(NoSuchFileException.class);
    Path bad = file("bad.arrow", Series.of("v", 1));
    Files.writeString(bad, "ARROW1\0\0 cut");
    assertThatThrownBy(() -> Dataset.in(folder).schema())
        .isInstanceOf(PolarsException.class)
        .hasMessageContaining("bad.arrow");
  }

  @Test
  void aLaterFileThatFailsIsToldWhenItsTurnComes() throws IOException {
    file("a.csv", Series.of("v", 1, 2));
    Files.writeString(folder.resolve("b.csv"), "v\n1\nx\n");
    Dataset dataset =
        Dataset.in(folder)
            .withReader(
                path ->
                    new CsvReader(path)
                        .withSchemaOverrides(Schema.of(Field.of("v", DataType.INT64))));
    try (Batches batches = dataset.batches(10)) {
      batches.next().close();
      assertThatThrownBy(batches::next)
          .isInstanceOf(PolarsException.class)
          .hasMessageContaining("b.csv")
          .hasMessageContaining("line 3");
    }
    try (Batches batches = dataset.batches(1)) {
      batches.next().close();
    }
    assertThat(NativeMemory.liveHandles()).isLessThanOrEqualTo(before);
  }

  private static DataFrame sample() {
    try (Series id = Series.of("id", 1, 2, 3, 4, 5);
        Series day =
            Series.of(
                "day",
                LocalDate.of(2024, 1, 1),
                null,
                LocalDate.of(2024, 1, 1),
                LocalDate.of(2024, 1, 2),
                null);
        Series text = Series.of("text", "a/b", "ä=%", "", "a/b", "x")) {
      return DataFrame.of(id, day, text);
    }
  }

  @ParameterizedTest
  @EnumSource
  void partitionsComeBack(FileFormat format) throws IOException {
    Path out = folder.resolve("out");
    try (DataFrame frame = sample();
        DatasetWriter writer = new DatasetWriter(out, format).withPartitionBy("day", "text")) {
      writer.writeBatch(frame);
      writer.write(frame);
      assertThat(writer.files()).hasSize(5);
      assertThat(Dataset.in(out).files()).containsExactlyInAnyOrderElementsOf(writer.files());
    }
    List<Map<String, Object>> rows = rows(Dataset.in(out).withColumns("id", "day", "text"));
    rows.sort((a, b) -> a.get("id").toString().compareTo(b.get("id").toString()));
    try (DataFrame frame = sample()) {
      List<Map<String, Object>> expected = new ArrayList<>();
      frame.toMaps().forEach(row -> expected.addAll(List.of(row, row)));
      assertThat(rows).hasSameSizeAs(expected);
      for (int i = 0; i < rows.size(); i++) {
        assertThat(rows.get(i).get("id").toString())
            .isEqualTo(expected.get(i).get("id").toString());
        assertThat(rows.get(i).get("day")).isEqualTo(expected.get(i).get("day"));
        assertThat(rows.get(i).get("text")).isEqualTo(expected.get(i).get("text"));
      }
    }
    assertThat(NativeMemory.liveHandles()).isLessThanOrEqualTo(before);
  }

  @Test
  void filesHaveSoManyRows() throws IOException {
    Path out = folder.resolve("out");
    try (DataFrame frame = sample();
        DatasetWriter writer = new DatasetWriter(out, FileFormat.IPC).withMaxRows(3)) {
      writer.writeBatch(frame);
      writer.write(frame);
      assertThat(writer.files())
          .extracting(file -> file.getFileName().toString())
          .containsExactly("part-0.arrow", "part-1.arrow", "part-2.arrow", "part-3.arrow");
      List<Long> heights = new ArrayList<>();
      for (Path file : writer.files()) {
        try (DataFrame read = DataFrame.read(file)) {
          heights.add(read.height());
        }
      }
      assertThat(heights).containsExactly(3L, 3L, 3L, 1L);
    }
    Path small = folder.resolve("small");
    try (DataFrame frame = sample();
        DatasetWriter writer = new DatasetWriter(small, FileFormat.IPC).withMaxBytes(1)) {
      writer.write(frame);
      assertThat(writer.files()).hasSize(5);
    }
  }

  @Test
  void framesThatDifferInWhatArrowSaysOfFieldsAloneAreOneDataset() throws IOException {
    Field said = Field.of("v", DataType.INT64).withMetadata(Map.of("unit", "m"));
    Schema schema = Schema.of(Field.of("k", DataType.STRING), said.withNullable(false));
    Path plain = folder.resolve("plain");
    Path parted = folder.resolve("parted");
    try (Series k = Series.of("k", "a");
        Series v = Series.of("v", 1L);
        Series w = Series.ofLongs("v", 2L);
        Series x = Series.of("v", 1.5);
        DataFrame bare = DataFrame.of(k, w);
        DataFrame other = DataFrame.of(k, x);
        DataFrame own = DataFrame.of(k, v);
        DataFrame first = own.withSchema(schema)) {
      for (Path target : new Path[] {plain, parted}) {
        try (DatasetWriter writer = new DatasetWriter(target, FileFormat.PARQUET).withMaxRows(1)) {
          if (target.equals(parted)) {
            writer.withPartitionBy("k");
          }
          writer.writeBatch(first);
          writer.writeBatch(bare);
          assertThatThrownBy(() -> writer.writeBatch(other))
              .isInstanceOf(SchemaMismatchException.class)
              .hasMessageContaining("v: Float64")
              .hasMessageContaining("v: Int64");
          writer.finish();
          assertThat(writer.files()).hasSize(2);
          for (Path file : writer.files()) {
            try (DataFrame read = DataFrame.read(file)) {
              assertThat(read.schema().field("v")).isEqualTo(said.withNullable(false));
            }
          }
        }
      }
    }
  }

  @Test
  void nullsInAColumnThatHasNoneByTheFirstFrameAreRefused() throws IOException {
    Schema schema = Schema.of(Field.of("v", DataType.INT64).withNullable(false));
    try (Series v = Series.of("v", 1L);
        Series w = Series.ofLongs("v", (Long) null);
        DataFrame bare = w.toFrame();
        DataFrame own = v.toFrame();
        DataFrame first = own.withSchema(schema);
        DatasetWriter writer =
            new DatasetWriter(folder.resolve("nulls"), FileFormat.IPC).withMaxRows(1)) {
      writer.writeBatch(first);
      assertThatThrownBy(
              () -> {
                writer.writeBatch(bare);
                writer.finish();
              })
          .isInstanceOf(PolarsException.class)
          .hasMessageContaining("'v'")
          .hasMessageContaining("null");
    }
  }

  @Test
  void aFolderWithFilesIsNotWrittenTo() throws IOException {
    Path out = folder.resolve("out");
    for (int i = 0; i < 2; i++) {
      try (DataFrame frame = sample();
          DatasetWriter writer =
              new DatasetWriter(out, FileFormat.PARQUET).withExisting(ExistingData.ADD)) {
        writer.write(frame);
      }
    }
    assertThat(Dataset.in(out).files()).hasSize(2);
    try (DataFrame frame = sample();
        DatasetWriter writer = new DatasetWriter(out, FileFormat.PARQUET)) {
      assertThatThrownBy(() -> writer.write(frame))
          .isInstanceOf(FileAlreadyExistsException.class)
          .hasMessageContaining("withExisting(ADD)");
    }
    try (Series f = Series.of("f", 1.5);
        Series g = Series.of("g", 1);
        DataFrame frame = DataFrame.of(f, g);
        DatasetWriter writer =
            new DatasetWriter(folder.resolve("f"), FileFormat.IPC).withPartitionBy("f")) {
      assertThatThrownBy(() -> writer.write(frame))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining("partition column 'f' is of the type Float64");
    }
  }

  @Test
  void aWriterThatIsClosedLeavesNothingHalf() throws IOException {
    Path out = folder.resolve("out");
    try (DataFrame frame = sample();
        DatasetWriter writer = new DatasetWriter(out, FileFormat.IPC).withMaxRows(3)) {
      writer.writeBatch(frame);
    }
    assertThat(Dataset.in(out).files()).hasSize(1);
    try (var left = Files.list(out)) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void aZipFileHoldsFolders() throws IOException {
    URI zip = URI.create("jar:" + folder.resolve("all.zip").toUri());
    try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path root = files.getPath("/data");
      for (int i = 0; i < 3; i++) {
        Files.createDirectories(root.resolve("n=" + i));
        try (Series v = Series.of("v", i);
            DataFrame frame = DataFrame.of(v);
            var out = Files.newOutputStream(root.resolve("n=" + i + "/a.parquet"))) {
          new ParquetWriter(out).finish(frame);
        }
      }
      List<Map<String, Object>> rows = rows(Dataset.in(root));
      assertThat(rows).extracting(row -> row.get("n")).containsExactly(0L, 1L, 2L);
      assertThat(rows).extracting(row -> row.get("v")).containsExactly(0, 1, 2);
    }
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "POLARS4J_PYTHON", matches = ".+")
  void othersReadTheSameOfWhatPyarrowWritesAlike() throws Exception {
    Path out = folder.resolve("ours");
    try (DataFrame frame = sample();
        DatasetWriter writer =
            new DatasetWriter(out, FileFormat.PARQUET).withPartitionBy("day", "text")) {
      writer.write(frame);
      frame.write(folder.resolve("all.parquet"));
    }
    Python.run("dataset.py", "check", folder);
    List<Map<String, Object>> theirs = rows(Dataset.in(folder.resolve("theirs")));
    List<Map<String, Object>> ours = rows(Dataset.in(out));
    assertThat(theirs).containsExactlyInAnyOrderElementsOf(ours);
  }

  private Dataset texts(String extension, String... texts) throws IOException {
    Path root = Files.createTempDirectory(folder, "texts");
    for (int i = 0; i < texts.length; i++) {
      Files.writeString(root.resolve(i + "." + extension), texts[i]);
    }
    return Dataset.in(root);
  }

  @Test
  void textGetsTheTypesThatOneFileWouldHave() throws IOException {
    Dataset csv =
        texts(
            "csv",
            "none,number,text,big,date,word\n,1,7,1,2024-01-02,\n",
            "none,number,text,big,date,word\n5,1.5,1.50,18446744073709551615,x,\n",
            "none,number,text,big,word\n6,-2,y,-1,true\n");
    assertThat(csv.schema().fields())
        .containsExactly(
            Field.of("none", DataType.INT64),
            Field.of("number", DataType.FLOAT64),
            Field.of("text", DataType.STRING),
            Field.of("big", DataType.decimal(38, 0)),
            Field.of("date", DataType.STRING),
            Field.of("word", DataType.BOOLEAN));
    List<Map<String, Object>> rows = rows(csv);
    assertThat(rows).extracting(row -> row.get("none")).containsExactly(null, 5L, 6L);
    assertThat(rows).extracting(row -> row.get("number")).containsExactly(1.0, 1.5, -2.0);
    assertThat(rows).extracting(row -> row.get("text")).containsExactly("7", "1.50", "y");
    assertThat(rows)
        .extracting(row -> row.get("big").toString())
        .containsExactly("1", "18446744073709551615", "-1");
    assertThat(rows).extracting(row -> row.get("date")).containsExactly("2024-01-02", "x", null);
    assertThat(rows).extracting(row -> row.get("word")).containsExactly(null, null, true);

    Dataset json =
        texts("ndjson", "{\"a\":1,\"b\":null}\n", "{\"a\":0.5,\"b\":\"y\"}\n", "{\"b\":\"z\"}\n");
    assertThat(rows(json)).extracting(row -> row.get("a")).containsExactly(1.0, 0.5, null);
    assertThat(rows(json)).extracting(row -> row.get("b")).containsExactly(null, "y", "z");
  }

  @Test
  void numbersOfJsonAreNoTextBecauseOtherFilesHaveText() throws IOException {
    for (String other : List.of("\"1\"", "true", "\"2024-01-02\"")) {
      Dataset mixed = texts("ndjson", "{\"a\":1}\n", "{\"a\":" + other + "}\n");
      assertThatThrownBy(mixed::read)
          .isInstanceOf(PolarsException.class)
          .hasMessageContainingAll("1.ndjson", "'a'", "withReader");
    }
    Schema text = Schema.of(Field.of("a", DataType.STRING));
    Dataset given =
        texts("ndjson", "{\"a\":1}\n", "{\"a\":\"1\"}\n")
            .withReader(path -> new NdjsonReader(path).withSchemaOverrides(text));
    assertThat(rows(given)).extracting(row -> row.get("a")).containsExactly("1", "1");
  }

  @Test
  void wholeNumbersOfTextAreNotRounded() throws IOException {
    Dataset exact = texts("csv", "a\n9007199254740992\n", "a\n0.5\n");
    assertThat(rows(exact)).extracting(row -> row.get("a")).containsExactly(0x1p53, 0.5);
    Dataset inexact = texts("csv", "a\n9007199254740993\n", "a\n0.5\n");
    assertThatThrownBy(inexact::read)
        .isInstanceOf(PolarsException.class)
        .hasMessageContainingAll("0.csv", "\"a\"", "9007199254740993", "withReader");
  }

  @Test
  void typesThatAreGivenStay() throws IOException {
    Dataset csv = texts("csv", "a,b\n1,1\n", "a,b\n2,0.5\n");
    Schema text = Schema.of(Field.of("a", DataType.STRING));
    Dataset given = csv.withReader(path -> new CsvReader(path).withSchemaOverrides(text));
    assertThat(rows(given)).extracting(row -> row.get("a")).containsExactly("1", "2");
    assertThat(rows(given)).extracting(row -> row.get("b")).containsExactly(1.0, 0.5);
    assertThat(rows(given.withColumns("b"))).extracting(Map::size).containsOnly(1);
  }

  @Test
  void aLateValueOfAnotherTypeWidensOrSaysHow() throws IOException {
    String rows = "1\n".repeat(3);
    Path csv = Files.writeString(folder.resolve("a.csv"), "v\n" + rows + "late\n");
    Path json = folder.resolve("b.ndjson");
    Files.writeString(json, rows.replace("1", "{\"v\":1}") + "{\"v\":1.5,\"w\":2}\n");
    for (Path path : List.of(csv, json)) {
      Dataset dataset =
          Dataset.of(path)
              .withReader(
                  file ->
                      file == csv
                          ? new CsvReader(file).withInferSchemaLength(2)
                          : new NdjsonReader(file).withInferSchemaLength(2));
      try (DataFrame all = dataset.read();
          DataFrame same = FrameReader.of(path).read()) {
        assertThat(all.toMaps()).isEqualTo(same.toMaps()).hasSize(4);
      }
      try (Batches batches = dataset.batches(10)) {
        assertThatThrownBy(batches::hasNext)
            .isInstanceOf(SchemaMismatchException.class)
            .hasMessageStartingWith(path + ": line " + (path == csv ? 5 : 4))
            .hasMessageContaining("withInferSchemaAll")
            .hasMessageEndingWith("; Dataset.withReader gives a reader with such an option");
      }
    }
    assertThat(NativeMemory.liveHandles()).isLessThanOrEqualTo(before);
  }
}
