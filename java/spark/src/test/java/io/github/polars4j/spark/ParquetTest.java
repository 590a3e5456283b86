package io.github.polars4j.spark;

import static io.github.polars4j.spark.Spark.read;
import static io.github.polars4j.spark.Spark.session;
import static io.github.polars4j.spark.Spark.sql;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.BatchedWriter;
import io.github.polars4j.Batches;
import io.github.polars4j.DataFrame;
import io.github.polars4j.Dataset;
import io.github.polars4j.FrameWriter;
import io.github.polars4j.IpcWriter;
import io.github.polars4j.ParquetCompression;
import io.github.polars4j.ParquetWriter;
import io.github.polars4j.Series;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** polars4j's Parquet files for Spark and parquet-java, and Spark's for polars4j. */
@ExtendWith(Spark.class)
class ParquetTest {
  /** Without what Parquet has no type for, as Spark has it. */
  private static final String QUERY =
      "SELECT * EXCEPT (map, days, months, time, nothing) FROM ("
          + EveryType.QUERY.strip()
          + ") CROSS JOIN range(0, 700, 1, 1) ORDER BY id, boolean";

  private static final List<ParquetCompression> CODECS =
      List.of(
          ParquetCompression.uncompressed(),
          ParquetCompression.snappy(),
          ParquetCompression.gzip(6),
          ParquetCompression.lz4Raw(),
          ParquetCompression.zstd());

  @TempDir Path folder;

  private static List<String> text(org.apache.spark.sql.Dataset<Row> rows) {
    return rows
        .orderBy("id", "boolean")
        .selectExpr("* EXCEPT (binary)", "hex(binary)")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  private static void copy(Path from, String files, FrameWriter to) throws Exception {
    try (FrameWriter writer = to;
        Batches batches = Dataset.glob(from, files).batches(500);
        BatchedWriter batched = writer.batched(batches.schema())) {
      batches.writeTo(batched);
      batched.finish();
    }
  }

  @Test
  void sparkReadsWhatWeWriteByEachCodec() throws Exception {
    org.apache.spark.sql.Dataset<Row> rows = sql(QUERY);
    Spark.write(rows, folder.resolve("ipc"));
    for (ParquetCompression codec : CODECS) {
      Path file = folder.resolve(codec.toString().replaceAll("\\W", "-") + ".parquet");
      copy(
          folder.resolve("ipc"),
          "*.arrow",
          new ParquetWriter(file)
              .withCompression(codec)
              .withRowGroupSize(300)
              .withDataPageSize(1000));
      assertThat(text(session().read().parquet(file.toString())))
          .as("%s", codec)
          .isEqualTo(text(rows));
    }
  }

  @Test
  void weReadWhatSparkWrites() throws Exception {
    org.apache.spark.sql.Dataset<Row> rows = sql(QUERY);
    for (String codec : List.of("none", "snappy", "gzip", "lz4_raw", "zstd")) {
      Path theirs = folder.resolve(codec);
      Spark.with( // INT96, which Spark writes if not told otherwise, has no zone
          Map.of("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS"),
          () -> rows.write().option("compression", codec).parquet(theirs.toString()));
      Path ours = Files.createDirectory(folder.resolve(codec + "-ipc")).resolve("a.arrow");
      copy(theirs, "*.parquet", new IpcWriter(ours));
      assertThat(text(read(ours.getParent()))).as(codec).isEqualTo(text(rows));
    }
  }

  @Test
  void parquetJavaReadsWhatWeWrite() throws Exception {
    Path file = folder.resolve("a.parquet");
    Long[] numbers = new Long[2000];
    String[] texts = new String[numbers.length];
    List<String> wanted = new ArrayList<>();
    for (int row = 0; row < numbers.length; row++) {
      numbers[row] = row % 7 == 0 ? null : Long.MIN_VALUE + row;
      texts[row] = row % 5 == 0 ? null : "tëxt " + row % 11;
      wanted.add(numbers[row] + " " + texts[row]);
    }
    try (Series first = Series.of("n", numbers);
        Series second = Series.of("t", texts);
        DataFrame frame = DataFrame.of(first, second)) {
      new ParquetWriter(file).withRowGroupSize(700).withDataPageSize(900).finish(frame);
    }
    List<String> read = new ArrayList<>();
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), path).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        Long number = row.getFieldRepetitionCount("n") == 0 ? null : row.getLong("n", 0);
        String text = row.getFieldRepetitionCount("t") == 0 ? null : row.getString("t", 0);
        read.add(number + " " + text);
      }
    }
    assertThat(read).isEqualTo(wanted);
  }
}
