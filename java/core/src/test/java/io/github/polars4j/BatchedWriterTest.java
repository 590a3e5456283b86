package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames one after the other into one output. */
class BatchedWriterTest {
  private static final Schema SCHEMA =
      Schema.of(new Field("id", new DataType.Int64()), new Field("name", new DataType.String()));

  private static DataFrame people(String name, long id) {
    try (Series ids = Series.of("id", new long[] {id});
        Series names = Series.of("name", name)) {
      return DataFrame.of(ids, names);
    }
  }

  @Test
  void aFrameOfAnotherShapeIsRefusedAndSaysWhatDiffers() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (BatchedWriter writer = new IpcWriter(bytes).batched(SCHEMA);
        DataFrame good = people("John", 1);
        DataFrame renamed = good.rename("name", "nom");
        DataFrame narrower = good.select("id");
        DataFrame swapped = good.select("name", "id");
        Series number = Series.of("name", new int[] {1});
        Series id = good.column("id");
        DataFrame retyped = DataFrame.of(id, number)) {
      writer.writeBatch(good);
      assertThatThrownBy(() -> writer.writeBatch(renamed))
          .isInstanceOf(SchemaMismatchException.class)
          .hasMessageContaining("'nom'")
          .hasMessageContaining("'name'");
      assertThatThrownBy(() -> writer.writeBatch(narrower))
          .isInstanceOf(SchemaMismatchException.class)
          .hasMessageContaining("'id'")
          .hasMessageContaining("'name'");
      assertThatThrownBy(() -> writer.writeBatch(swapped))
          .isInstanceOf(SchemaMismatchException.class);
      assertThatThrownBy(() -> writer.writeBatch(retyped))
          .isInstanceOf(SchemaMismatchException.class)
          .hasMessageContaining("Int32")
          .hasMessageContaining("String");
      writer.writeBatch(good); // what was refused did no harm
      writer.finish();
    }
    try (DataFrame read = new IpcReader(bytes.toByteArray()).finish()) {
      assertThat(read.rows().map(row -> row.get("name"))).containsExactly("John", "John");
    }
  }

  @Test
  void noMoreWaitsThanTheLimit() throws IOException {
    long[] random = new Random(1).longs(250_000).toArray();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Series ids = Series.of("id", random);
        DataFrame frame = DataFrame.of(ids);
        BatchedWriter writer =
            new IpcWriter(bytes).withCompression(IpcCompression.zstd(9)).batched(frame.schema())) {
      assertThatThrownBy(() -> writer.limitBytes(-1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("bytes");
      writer.limitBytes(0);
      for (int i = 1; i <= 3; i++) {
        writer.writeBatch(frame); // takes longer to compress than to hand over
        assertThat(writer.bytesWritten()).isGreaterThan(i * 8L * random.length);
      }
      writer.finish();
    }
  }

  @Test
  void metadataAndRecordBatchSizeHold() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<String> progress = new ArrayList<>();
    try (DataFrame frame = Sample.frame(100, 0);
        BatchedWriter writer =
            new IpcWriter(bytes)
                .withRecordBatchSize(40)
                .withProgress((rows, written) -> progress.add(rows + " " + (written > 0)))
                .setCustomSchemaMetadata(Map.of("k", "v"))
                .batched(frame.schema())) {
      writer.writeBatch(frame);
      writer.writeBatch(frame);
      writer.finish();
    }
    assertThat(progress)
        .containsExactly("40 true", "80 true", "100 true", "140 true", "180 true", "200 true");
    try (IpcReader reader = new IpcReader(bytes.toByteArray())) {
      assertThat(reader.customMetadata()).isEqualTo(Map.of("k", "v"));
      assertThat(reader.layout().recordBatches())
          .extracting(RecordBatchInfo::rows)
          .containsExactly(40L, 40L, 20L, 40L, 40L, 20L);
    }
  }

  @Test
  void noMetadataIsNamed() {
    IpcWriter writer = new IpcWriter(OutputStream.nullOutputStream());
    Map<String, String> noKey = new HashMap<>(Map.of("k1", "v"));
    noKey.put(null, "v");
    assertThatThrownBy(() -> writer.setCustomSchemaMetadata(noKey)).hasMessage("metadata key");
    assertThatThrownBy(() -> writer.setCustomSchemaMetadata(null)).hasMessage("metadata");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void categoriesMayGrowFromBatchToBatch(boolean stream) throws IOException {
    DataType type = new DataType.Categorical();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Schema schema = Schema.of(new Field("c", type));
    List<List<String>> batches =
        List.of(List.of("b", "a"), List.of("c", "a"), List.of("d", "d", "b"));
    try (BatchedWriter writer =
        stream
            ? new IpcStreamWriter(bytes).batched(schema)
            : new IpcWriter(bytes).batched(schema)) {
      for (List<String> values : batches) {
        try (Series series = Series.of("c", type, values);
            DataFrame frame = series.toFrame()) {
          writer.writeBatch(frame);
        }
      }
      writer.finish();
    }
    byte[] written = bytes.toByteArray();
    try (DataFrame read =
            stream ? new IpcStreamReader(written).finish() : new IpcReader(written).finish();
        Series column = read.column("c")) {
      assertThat(column.dataType()).isEqualTo(type);
      assertThat(column.toList()).isEqualTo(batches.stream().flatMap(List::stream).toList());
    }
  }

  @Test
  void wideIntegersAreRefusedWhereOthersWouldHaveToReadThem() {
    Schema schema = Schema.of(new Field("n", new DataType.List(new DataType.Int128())));
    IpcWriter writer =
        new IpcWriter(OutputStream.nullOutputStream()).withCompatLevel(CompatLevel.OLDEST);
    assertThatThrownBy(() -> writer.batched(schema))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining("'n'")
        .hasMessageContaining("NEWEST");
  }
}
