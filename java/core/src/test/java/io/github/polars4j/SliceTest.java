package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A part of the rows is the same part of them all, and nothing else is read for it. */
class SliceTest {
  private static final int[] GROUPS = {3, 1, 5, 2};
  private static final int ROWS = IntStream.of(GROUPS).sum();

  enum Kind {
    FILE,
    COUNTED_FILE,
    STREAM,
    PARQUET,
    COUNTED_PARQUET;

    byte[] write(DataFrame... frames) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      FrameWriter writer =
          switch (this) {
            case FILE, COUNTED_FILE -> new IpcWriter(out).withRecordBatchSize(1 << 20);
            case STREAM -> new IpcStreamWriter(out).withRecordBatchSize(1 << 20);
            case PARQUET, COUNTED_PARQUET -> new ParquetWriter(out).withRowGroupSize(1);
          };
      try (BatchedWriter batched = writer.batched(frames[0].schema())) {
        for (DataFrame frame : frames) {
          batched.writeBatch(frame);
        }
        batched.finish();
      }
      return out.toByteArray();
    }

    FrameReader reader(byte[] bytes, long offset, long rows) {
      return switch (this) {
        case FILE -> index(new IpcReader(bytes)).withSlice(offset, rows);
        case COUNTED_FILE -> index(new IpcReader(new Counted(bytes))).withSlice(offset, rows);
        case STREAM -> new IpcStreamReader(new ByteArrayInputStream(bytes)).withSlice(offset, rows);
        case PARQUET -> index(new ParquetReader(bytes)).withSlice(offset, rows);
        case COUNTED_PARQUET ->
            index(new ParquetReader(new Counted(bytes))).withSlice(offset, rows);
      };
    }

    private static IpcReader index(IpcReader reader) {
      return reader.withRowIndex("index", 7);
    }

    private static ParquetReader index(ParquetReader reader) {
      return reader.withRowIndex("index", 7);
    }
  }

  private static DataFrame frame(int first, int rows) {
    int[] numbers = IntStream.range(first, first + rows).toArray();
    List<String> texts = new ArrayList<>();
    for (int number : numbers) {
      texts.add(number % 3 == 0 ? null : "a text longer than twelve bytes " + number);
    }
    try (Series a = Series.of("a", numbers);
        Series b = Series.of("b", texts.toArray(new String[0]))) {
      return DataFrame.of(a, b);
    }
  }

  private static DataFrame[] groups() {
    DataFrame[] frames = new DataFrame[GROUPS.length];
    for (int i = 0, first = 0; i < GROUPS.length; i++) {
      frames[i] = frame(first, GROUPS[i]);
      first += GROUPS[i];
    }
    return frames;
  }

  private static byte[] write(Kind kind) throws IOException {
    DataFrame[] frames = groups();
    try {
      return kind.write(frames);
    } finally {
      for (DataFrame frame : frames) {
        frame.close();
      }
    }
  }

  @Test
  void aSliceOfAStreamLeavesTheNextOneToRead() throws IOException {
    byte[] one = write(Kind.STREAM);
    byte[] two = Arrays.copyOf(one, 2 * one.length + 1);
    System.arraycopy(one, 0, two, one.length, one.length);
    for (long[] slice : new long[][] {{0, 0}, {0, 2}, {2, 3}, {ROWS - 1, 5}, {ROWS + 3, 1}}) {
      for (int way = 0; way < 4; way++) {
        InputStream in = new ByteArrayInputStream(two);
        for (int turn = 0; turn < 2; turn++) {
          IpcStreamReader reader =
              way == 3 ? new IpcStreamReader(Channels.newChannel(in)) : new IpcStreamReader(in);
          reader.withSlice(slice[0], slice[1]);
          long rows = 0;
          if (way % 3 == 0) {
            try (DataFrame read = reader.finish()) {
              rows = read.height();
            }
          } else {
            try (Batches batches = way == 1 ? reader.batches() : reader.batches(2)) {
              while (batches.hasNext()) {
                try (DataFrame read = batches.next()) {
                  rows += read.height();
                }
              }
            }
          }
          assertThat(rows).isEqualTo(Math.max(0, Math.min(slice[1], ROWS - slice[0])));
        }
        assertThat(in.readAllBytes()).as("%s, way %d", Arrays.toString(slice), way).hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void rowsAreThoseOfASliceOfAll(Kind kind) throws IOException {
    byte[] bytes = write(kind);
    try (DataFrame all = frame(0, ROWS)) {
      for (int offset = 0; offset <= ROWS + 1; offset++) {
        for (long rows : new long[] {0, 1, 2, 4, ROWS - 1, Long.MAX_VALUE}) {
          int from = Math.min(offset, ROWS);
          int count = (int) Math.min(rows, ROWS - from);
          try (DataFrame expected = all.slice(from, count)) {
            try (FrameReader reader = kind.reader(bytes, offset, rows);
                DataFrame read = reader.finish()) {
              check(read, expected, from);
            }
            try (FrameReader reader = kind.reader(bytes, offset, rows);
                Batches batches = reader.batches(2)) {
              int done = 0;
              while (batches.hasNext()) {
                try (DataFrame read = batches.next();
                    DataFrame part = expected.slice(done, read.height())) {
                  check(read, part, from + done);
                  done += (int) read.height();
                }
              }
              assertThat(done).isEqualTo(count);
            }
          }
        }
      }
    }
  }

  private static void check(DataFrame read, DataFrame expected, int from) {
    try (DataFrame columns = read.select("a", "b")) {
      assertThat(columns.contentEquals(expected)).as("from row %d", from).isTrue();
    }
    if (read.columns().contains("index")) {
      try (Series index = read.column("index")) {
        for (int row = 0; row < read.height(); row++) {
          assertThat(index.getLong(row)).isEqualTo(7 + from + row);
        }
      }
    }
  }

  @Test
  void groupsAreReadByTheirNumber() throws IOException {
    byte[] file = write(Kind.FILE);
    byte[] parquet = write(Kind.PARQUET);
    DataFrame[] frames = groups();
    try (IpcReader ipc = new IpcReader(file).withRowIndex("index", 7);
        ParquetReader groups = new ParquetReader(parquet).withRowIndex("index", 7)) {
      List<RowGroupInfo> parquetGroups = groups.layout().rowGroups();
      assertThat(ipc.layout().recordBatches()).hasSize(frames.length);
      for (int i = 0, first = 0; i < frames.length; i++) {
        try (DataFrame read = ipc.readBatch(i)) {
          check(read, frames[i], first);
        }
        first += GROUPS[i];
      }
      int first = 0;
      for (int i = 0; i < parquetGroups.size(); i++) {
        try (DataFrame read = groups.readRowGroup(i);
            DataFrame expected = frame(first, (int) parquetGroups.get(i).rows())) {
          check(read, expected, first);
        }
        first += (int) parquetGroups.get(i).rows();
      }
      assertThat(first).isEqualTo(ROWS);
      assertThatThrownBy(() -> ipc.readBatch(4))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no record batch 4: the file has 4, counted from 0");
      assertThatThrownBy(() -> groups.readRowGroup(parquetGroups.size()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no row group " + parquetGroups.size());
      assertThatThrownBy(() -> ipc.readBatch(-1)).isInstanceOf(IllegalArgumentException.class);
      ipc.withSlice(1, 3);
      try (DataFrame read = ipc.readBatch(2);
          DataFrame expected = frames[2].slice(1, 3)) {
        check(read, expected, GROUPS[0] + GROUPS[1] + 1);
      }
    } finally {
      for (DataFrame frame : frames) {
        frame.close();
      }
    }
  }

  @Test
  void nothingElseIsRead() throws IOException {
    int rows = 50_000;
    DataFrame[] frames = new DataFrame[20];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = frame(i * rows, rows);
    }
    try {
      byte[] bytes = Kind.FILE.write(frames);
      Counted file = new Counted(bytes);
      long one = bytes.length / frames.length;
      try (IpcReader reader = new IpcReader(file)) {
        try (DataFrame read = reader.readBatch(7)) {
          assertThat(read.contentEquals(frames[7])).isTrue();
        }
        assertThat(file.read).isBetween(one / 2, one + 200_000);
        file.read = 0;
        file.calls = 0;
        try (DataFrame read = reader.withSlice(7L * rows + 10, 100).finish();
            DataFrame expected = frames[7].slice(10, 100)) {
          assertThat(read.contentEquals(expected)).isTrue();
        }
        assertThat(file.read).isLessThan(one + 200_000);
        assertThat(file.calls).isLessThan(20);
      }
    } finally {
      for (DataFrame frame : frames) {
        frame.close();
      }
    }
  }

  @Test
  void nothingElseIsReadOfParquet() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataFrame all = frame(0, 200_000)) {
      new ParquetWriter(out).withRowGroupSize(10_000).finish(all);
      Counted file = new Counted(out.toByteArray());
      long one = file.length() / 20;
      try (ParquetReader reader = new ParquetReader(file)) {
        try (DataFrame read = reader.readRowGroup(7);
            DataFrame expected = all.slice(70_000, 10_000)) {
          assertThat(read.contentEquals(expected)).isTrue();
        }
        assertThat(file.read).isBetween(one / 2, one + 100_000);
        file.read = 0;
        try (DataFrame read = reader.withSlice(70_010, 100).finish();
            DataFrame expected = all.slice(70_010, 100)) {
          assertThat(read.contentEquals(expected)).isTrue();
        }
        assertThat(file.read).isLessThan(one + 100_000);
      }
    }
  }

  @Test
  void aFooterThatIsWrongAboutRowsIsNotBelieved() throws IOException {
    byte[] bytes = write(Kind.FILE);
    String said = "{\"record_batch_cum_len\":[3,4,9,11]}";
    int place = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(said);
    assertThat(place).isPositive();
    byte[] wrong = said.replace("3,4,9", "2,4,8").getBytes(StandardCharsets.UTF_8);
    System.arraycopy(wrong, 0, bytes, place, wrong.length);
    try (DataFrame all = frame(0, ROWS)) {
      for (int offset = 0; offset < ROWS; offset++) {
        try (IpcReader reader = new IpcReader(bytes).withSlice(offset, 2);
            DataFrame read = reader.finish();
            DataFrame expected = all.slice(offset, Math.min(2, ROWS - offset))) {
          assertThat(read.contentEquals(expected)).as("from row %d", offset).isTrue();
        }
      }
    }
  }

  @Test
  void numbersAreChecked() {
    try (IpcReader reader = new IpcReader(new byte[0])) {
      assertThatThrownBy(() -> reader.withSlice(-1, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("offset -1");
      assertThatThrownBy(() -> reader.withSlice(1, -1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("number of rows -1");
    }
  }
}
