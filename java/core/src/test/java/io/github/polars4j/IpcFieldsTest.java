package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** pyarrow's tables go through Arrow files, streams and the C interface as they were. */
@EnabledIfEnvironmentVariable(named = "POLARS4J_PYTHON", matches = ".+")
class IpcFieldsTest {
  private static final List<IpcCompression> CODECS =
      List.of(IpcCompression.uncompressed(), IpcCompression.lz4(), IpcCompression.zstd());

  /** One that stays, and a fresh one, which a failure tells. */
  static IntStream seeds() {
    return IntStream.of(11, ThreadLocalRandom.current().nextInt(1 << 30));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void randomTablesAreEqualForPyarrow(int seed, @TempDir Path folder) throws Exception {
    ParquetFieldsTest.python(folder, "write", seed, List.of());
    List<String> files = new ArrayList<>();
    IpcReader file = new IpcReader(folder.resolve("in.arrow"));
    IpcStreamReader stream = new IpcStreamReader(folder.resolve("in.arrows"));
    Map<String, String> metadata = file.customMetadata();
    assertThat(stream.customMetadata()).isEqualTo(metadata);
    for (FrameReader reader : List.of(file, stream)) {
      files.addAll(inBatches(reader, folder, metadata, "batches" + files.size()));
      try (DataFrame frame = reader.finish();
          DataFrame columns = frame.select(frame.columnNames().toArray(String[]::new))) {
        for (IpcCompression codec : CODECS) {
          for (boolean parallel : new boolean[] {true, false}) {
            String name = files.size() + "-" + parallel;
            new IpcWriter(folder.resolve(name + ".arrow"))
                .withCompression(codec)
                .withParallel(parallel)
                .withRecordBatchSize(parallel ? 370 : 5000)
                .setCustomSchemaMetadata(metadata)
                .finish(columns);
            new IpcStreamWriter(folder.resolve(name + ".arrows"))
                .withCompatLevel(CompatLevel.NEWEST)
                .withCompression(codec)
                .withParallel(parallel)
                .setCustomSchemaMetadata(metadata)
                .finish(columns);
            files.addAll(List.of(name + ".arrow", name + ".arrows"));
          }
        }
      }
    }
    assertThat(ParquetFieldsTest.python(folder, "check", seed, files))
        .contains("checked " + files.size());
  }

  /** Through batches, with the schema that the reader tells. */
  private static List<String> inBatches(
      FrameReader reader, Path folder, Map<String, String> metadata, String name)
      throws IOException {
    FrameWriter file =
        new IpcWriter(folder.resolve(name + ".arrow")).setCustomSchemaMetadata(metadata);
    FrameWriter stream =
        new IpcStreamWriter(folder.resolve(name + ".arrows"))
            .withCompatLevel(CompatLevel.NEWEST)
            .setCustomSchemaMetadata(metadata);
    try (Batches batches = reader.batches(700);
        BatchedWriter toFile = file.batched(reader.schema());
        BatchedWriter toStream = stream.batched(batches.schema())) {
      while (batches.hasNext()) {
        try (DataFrame frame = batches.next()) {
          toFile.writeBatch(frame);
          toStream.writeBatch(frame);
        }
      }
      toFile.finish();
      toStream.finish();
    }
    return List.of(name + ".arrow", name + ".arrows");
  }
}
