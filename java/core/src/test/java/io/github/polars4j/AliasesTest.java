package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Methods of two names do the same by either. */
class AliasesTest {
  private static final Map<String, String> METADATA = Map.of("source", "shop");

  private static DataFrame frame() {
    return DataFrame.of(Series.of("n", new long[] {1, 2}));
  }

  @Test
  void metadataIsWritten(@TempDir Path folder) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    ByteArrayOutputStream parquet = new ByteArrayOutputStream();
    Path path = folder.resolve("file.arrow");
    try (DataFrame frame = frame()) {
      new IpcWriter(file).withMetadata(METADATA).finish(frame);
      new IpcStreamWriter(stream).withMetadata(METADATA).finish(frame);
      new ParquetWriter(parquet).withMetadata(METADATA).finish(frame);
      new IpcWriter(path).finish(frame);
      try (DataFrame mapped = new IpcReader(path).withMemoryMapped(true).finish()) {
        assertThat(mapped.contentEquals(frame)).isTrue();
      }
    }
    assertThat(new IpcReader(file.toByteArray()).customMetadata()).isEqualTo(METADATA);
    assertThat(new IpcStreamReader(stream.toByteArray()).customMetadata()).isEqualTo(METADATA);
    assertThat(new ParquetReader(parquet.toByteArray()).customMetadata()).isEqualTo(METADATA);
  }

  @Test
  void theHeaderIsLeftOut() throws IOException {
    ByteArrayOutputStream csv = new ByteArrayOutputStream();
    try (DataFrame frame = frame()) {
      new CsvWriter(csv).withHeader(false).finish(frame);
    }
    assertThat(csv.toString(StandardCharsets.UTF_8)).isEqualTo("1\n2\n");
  }
}
