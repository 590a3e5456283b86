package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads at any place: no more than is needed, and what is right. */
class InputFileTest {
  private static final int COLUMNS = 20;
  private static final int ROWS = 200_000;

  @TempDir private Path folder;

  enum Kind {
    PLAIN {
      @Override
      void write(DataFrame frame, ByteArrayOutputStream out) throws IOException {
        new IpcWriter(out).withRecordBatchSize(50_000).finish(frame);
      }
    },
    ZSTD {
      @Override
      void write(DataFrame frame, ByteArrayOutputStream out) throws IOException {
        new IpcWriter(out)
            .withRecordBatchSize(50_000)
            .withCompression(IpcCompression.zstd())
            .finish(frame);
      }
    },
    PARQUET {
      @Override
      void write(DataFrame frame, ByteArrayOutputStream out) throws IOException {
        new ParquetWriter(out).finish(frame);
      }
    };

    abstract void write(DataFrame frame, ByteArrayOutputStream out) throws IOException;

    FrameReader reader(InputFile file) {
      return this == PARQUET ? new ParquetReader(file) : new IpcReader(file);
    }
  }

  private static DataFrame wide() {
    SplittableRandom random = new SplittableRandom(1);
    List<Series> columns = new ArrayList<>();
    try {
      for (int c = 0; c < COLUMNS; c++) {
        long[] values = random.longs(ROWS).toArray();
        columns.add(Series.of("c" + c, values));
      }
      return DataFrame.of(columns);
    } finally {
      columns.forEach(Series::close);
    }
  }

  private static Counted file(Kind kind, DataFrame frame) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    kind.write(frame, out);
    return new Counted(out.toByteArray());
  }

  @ParameterizedTest
  @EnumSource
  void readsNoMoreThanIsNeeded(Kind kind) throws IOException {
    try (DataFrame frame = wide()) {
      Counted file = file(kind, frame);
      try (FrameReader reader = kind.reader(file)) {
        assertThat(reader.schema()).isEqualTo(frame.schema());
        assertThat(file.read).isLessThan(100_000);
        file.read = 0;
        file.calls = 0;
        try (DataFrame one = reader.withColumns("c7").finish();
            DataFrame expected = frame.select("c7")) {
          assertThat(one.contentEquals(expected)).isTrue();
        }
        assertThat(file.read).isLessThan(file.length() / COLUMNS * 12 / 10);
        assertThat(file.calls).isLessThan(20);
      }
    }
  }

  /** 200 MB, in columns of 10 MB that share their memory. */
  private static DataFrame large() {
    List<Series> columns = new ArrayList<>();
    try (Series values = Series.of("c0", new SplittableRandom(1).longs(1_250_000).toArray())) {
      for (int c = 0; c < COLUMNS; c++) {
        columns.add(values.rename("c" + c));
      }
      return DataFrame.of(columns);
    } finally {
      columns.forEach(Series::close);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "PARQUET"})
  void ofALargeFileNoMoreThanOfASmallOne(Kind kind) throws IOException {
    Path path = folder.resolve("large");
    long[] read = new long[1];
    try (DataFrame frame = large();
        DataFrame expected = frame.select("c7")) {
      FrameWriter writer =
          kind == Kind.PARQUET
              ? new ParquetWriter(path).withCompression(ParquetCompression.uncompressed())
              : new IpcWriter(path);
      writer.write(frame);
      try (FileChannel channel = FileChannel.open(path)) {
        assertThat(channel.size()).isGreaterThan(200_000_000);
        InputFile whole = InputFile.of(channel);
        InputFile counted =
            new InputFile() {
              @Override
              public long length() throws IOException {
                return whole.length();
              }

              @Override
              public void readFully(long position, ByteBuffer target) throws IOException {
                read[0] += target.remaining();
                whole.readFully(position, target);
              }
            };
        try (FrameReader reader = kind.reader(counted)) {
          assertThat(reader.schema()).isEqualTo(frame.schema());
          assertThat(read[0]).isLessThan(100_000);
          read[0] = 0;
          try (DataFrame one = reader.withColumns("c7").read()) {
            assertThat(one.contentEquals(expected)).isTrue();
          }
          assertThat(read[0]).isLessThan(channel.size() / COLUMNS * 12 / 10);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void batchesReadAsTheyGo(Kind kind) throws IOException {
    try (DataFrame frame = wide()) {
      Counted file = file(kind, frame);
      try (FrameReader reader = kind.reader(file);
          Batches batches = reader.withColumns("c3", "c9").batches(50_000)) {
        DataFrame all = batches.next();
        if (kind != Kind.PARQUET) { // whose chunks are as long as the row group
          assertThat(file.read).isLessThan(file.length() / COLUMNS * 2 * 3 / 4);
        }
        while (batches.hasNext()) {
          try (DataFrame before = all;
              DataFrame next = batches.next()) {
            all = before.vstack(next);
          }
        }
        try (DataFrame read = all;
            DataFrame expected = frame.select("c3", "c9")) {
          assertThat(read.contentEquals(expected)).isTrue();
        }
        assertThat(file.read).isLessThan(file.length() / COLUMNS * 2 * 12 / 10);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeComesAsItIs(Kind kind) throws IOException {
    for (long seed = 1; seed < 30; seed++) {
      everyTypeComesAsItIs(kind, seed);
    }
  }

  private static void everyTypeComesAsItIs(Kind kind, long seed) throws IOException {
    try (RandomFrame random = RandomFrame.of(seed, kind != Kind.PARQUET)) {
      Counted file;
      try {
        file = file(kind, random.frame());
      } catch (PolarsException e) {
        return; // a type that Parquet has not
      }
      try (FrameReader reader = kind.reader(file);
          DataFrame whole = kind.reader(new Counted(file.bytes)).finish();
          DataFrame expected = bytesReader(kind, file.bytes).finish()) {
        assertThat(whole.contentEquals(expected)).isTrue();
        try (Batches batches = reader.batches(7)) {
          long rows = 0;
          while (batches.hasNext()) {
            try (DataFrame next = batches.next();
                DataFrame part = expected.slice(rows, next.height())) {
              assertThat(next.contentEquals(part)).isTrue();
              rows += next.height();
            }
          }
          assertThat(rows).isEqualTo(expected.height());
        }
      }
    }
  }

  private static FrameReader bytesReader(Kind kind, byte[] bytes) {
    return kind == Kind.PARQUET ? new ParquetReader(bytes) : new IpcReader(bytes);
  }

  /** A file with a petabyte between its data and its footer. */
  private static InputFile huge(byte[] bytes) {
    long gap = 1L << 50;
    int tail = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8) + 8;
    return new InputFile() {
      @Override
      public long length() {
        return bytes.length + gap;
      }

      @Override
      public void readFully(long position, ByteBuffer target) {
        while (target.hasRemaining()) {
          long place = position < bytes.length - tail ? position : position - gap;
          target.put(place < 0 || place >= bytes.length ? 0 : bytes[(int) place]);
          position++;
        }
      }
    };
  }

  @Test
  void ofAHugeParquetFileNoMoreMemoryIsTakenThanForWhatIsRead() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataFrame wide = wide();
        DataFrame frame = wide.head(10_000);
        DataFrame two = frame.select("c3", "c9")) {
      new ParquetWriter(out).withRowGroupSize(1_000).finish(frame);
      InputFile huge = huge(out.toByteArray());
      try (DataFrame all = new ParquetReader(huge).finish();
          DataFrame some = new ParquetReader(huge).withColumns("c3", "c9").finish();
          DataFrame group = new ParquetReader(huge).readRowGroup(7);
          DataFrame expected = frame.slice(7_000, 1_000);
          Batches batches = new ParquetReader(huge).withSlice(2_500, 3_000).batches(10_000)) {
        assertThat(all.contentEquals(frame)).isTrue();
        assertThat(some.contentEquals(two)).isTrue();
        assertThat(group.contentEquals(expected)).isTrue();
        long rows = 0;
        while (batches.hasNext()) {
          try (DataFrame next = batches.next();
              DataFrame part = frame.slice(2_500 + rows, next.height())) {
            assertThat(next.contentEquals(part)).isTrue();
            rows += next.height();
          }
        }
        assertThat(rows).isEqualTo(3_000);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void damagedAndShortFilesAreRefused(Kind kind) throws IOException {
    try (Series ids = Series.of("id", new long[] {1, 2, 3});
        DataFrame frame = DataFrame.of(ids)) {
      byte[] bytes = file(kind, frame).bytes;
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> kind.reader(new Counted(cut)).finish())
            .as("%d of %d bytes", length, bytes.length)
            .isInstanceOfAny(PolarsException.class, IOException.class)
            .hasMessageContaining("<Counted>");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheFileThrowsComesBack(Kind kind) throws IOException {
    IOException failure = new IOException("gone");
    InputFile broken =
        new InputFile() {
          @Override
          public long length() {
            return 1_000;
          }

          @Override
          public void readFully(long position, ByteBuffer target) throws IOException {
            throw failure;
          }
        };
    assertThatThrownBy(() -> kind.reader(broken).finish()).isSameAs(failure);
    assertThatThrownBy(() -> kind.reader(broken).schema()).isSameAs(failure);
  }

  @Test
  void aFileThatLeavesRoomIsTold() {
    InputFile lazy =
        new InputFile() {
          @Override
          public long length() {
            return 1_000;
          }

          @Override
          public void readFully(long position, ByteBuffer target) {}

          @Override
          public String name() {
            return "lazy";
          }
        };
    assertThatThrownBy(() -> new IpcReader(lazy).finish())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("lazy: readFully left");
  }

  @Test
  void channelsAndOtherFileSystems() throws Exception {
    Path path = folder.resolve("a.arrow");
    Path zip = folder.resolve("a.zip");
    try (DataFrame wide = wide();
        DataFrame frame = wide.head(1_000)) {
      new IpcWriter(path).finish(frame);
      try (FileChannel channel = FileChannel.open(path)) {
        channel.position(17);
        try (DataFrame back = new IpcReader(InputFile.of(channel)).finish()) {
          assertThat(back.contentEquals(frame)).isTrue();
        }
        assertThat(channel.isOpen()).isTrue();
      }
      try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
        Files.copy(path, files.getPath("/in.arrow"));
        new ParquetWriter(files.getPath("/in.parquet")).finish(frame);
      }
      try (FileSystem files = FileSystems.newFileSystem(zip, Map.of());
          DataFrame arrow = new IpcReader(files.getPath("/in.arrow")).finish();
          DataFrame parquet = new ParquetReader(files.getPath("/in.parquet")).finish()) {
        assertThat(arrow.contentEquals(frame)).isTrue();
        assertThat(parquet.contentEquals(frame)).isTrue();
        assertThatThrownBy(() -> new IpcReader(files.getPath("/none.arrow")).finish())
            .isInstanceOf(NoSuchFileException.class);
      }
    }
  }
}
