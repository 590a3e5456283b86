package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Files and streams are read in the record batches and row groups that they have. */
class OwnBatchesTest {
  private static DataFrame frame() {
    return DataFrame.of(Series.of("n", LongStream.range(0, 1000).toArray()));
  }

  private static List<Long> heights(Batches batches) {
    List<Long> heights = new ArrayList<>();
    long next = 0;
    try (batches) {
      while (batches.hasNext()) {
        try (DataFrame frame = batches.next();
            Series numbers = frame.column("n")) {
          assertThat(numbers.getLong(0)).isEqualTo(next);
          next += frame.height();
          heights.add(frame.height());
        }
      }
    }
    return heights;
  }

  @Test
  void aFrameForEach() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    ByteArrayOutputStream parquet = new ByteArrayOutputStream();
    try (DataFrame frame = frame()) {
      new IpcWriter(file).withRecordBatchSize(300).finish(frame);
      new IpcStreamWriter(stream).withRecordBatchSize(300).finish(frame);
      new ParquetWriter(parquet).withRowGroupSize(300).finish(frame);
    }
    List<Long> heights = List.of(300L, 300L, 300L, 100L);
    assertThat(heights(new IpcReader(file.toByteArray()).batches())).isEqualTo(heights);
    assertThat(heights(new IpcReader(file.toByteArray()).withNRows(450).batches()))
        .containsExactly(300L, 150L);
    assertThat(heights(new IpcReader(new ByteArrayInputStream(file.toByteArray())).batches()))
        .isEqualTo(heights);
    byte[] bytes = stream.toByteArray();
    assertThat(heights(new IpcStreamReader(bytes).batches())).isEqualTo(heights);
    assertThat(heights(new IpcStreamReader(new ByteArrayInputStream(bytes)).batches()))
        .isEqualTo(heights);
    // The writer makes row groups of even sizes.
    ParquetReader reader = new ParquetReader(parquet.toByteArray());
    List<Long> groups = reader.layout().rowGroups().stream().map(RowGroupInfo::rows).toList();
    assertThat(groups).hasSizeGreaterThan(2);
    assertThat(heights(reader.batches())).isEqualTo(groups);
  }
}
