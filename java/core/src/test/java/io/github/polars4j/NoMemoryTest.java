package io.github.polars4j;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Memory that is not to be had is an error, and the JVM goes on. */
@EnabledOnOs(OS.LINUX)
class NoMemoryTest {
  @TempDir static Path folder;

  /** What takes memory again and again, until there is none. */
  enum Hunger {
    ARRAYS {
      @Override
      Object eat() {
        return Series.of("x", new long[12_500_000]);
      }
    },
    SMALL_ARRAYS {
      @Override
      Object eat() {
        return Series.of("x", new long[1_000_000]);
      }
    },
    BOOLEANS {
      @Override
      Object eat() {
        return Series.of("x", new boolean[100_000_000]);
      }
    },
    STRINGS {
      @Override
      Object eat() {
        String[] texts = new String[1_000_000];
        Arrays.fill(texts, "a text of more than twelve bytes, so that it lies in a block");
        return Series.of("x", texts);
      }
    },
    SHORT_ROWS {
      @Override
      Object eat() throws IOException {
        byte[] csv = (",".repeat(20_000) + "\n" + "1\n".repeat(8_000)).getBytes(US_ASCII);
        return new CsvReader(csv)
            .withLimits(ReadLimits.defaults().withMissingRatio(Long.MAX_VALUE))
            .finish();
      }
    },
    BUILDER {
      @Override
      Object eat() {
        Series.Builder builder = Series.builder("x", DataType.INT64);
        for (long i = 0; i < 20_000_000; i++) {
          builder.appendLong(i);
        }
        return builder.build();
      }
    },
    RECHUNK {
      private DataFrame frame;

      @Override
      Object eat() {
        if (frame == null) {
          frame = DataFrame.of(Series.of("x", new long[10_000_000]));
          frame = frame.vstack(frame);
        }
        return frame.rechunk();
      }
    },
    READ {
      @Override
      Object eat() throws IOException {
        return new IpcReader(file(IpcCompression.uncompressed())).finish();
      }
    },
    DECOMPRESS {
      @Override
      Object eat() throws IOException {
        return new IpcReader(file(IpcCompression.zstd())).finish();
      }
    },
    CSV {
      @Override
      Object eat() throws IOException {
        return new CsvReader(written("csv", CsvWriter::new)).finish();
      }
    },
    NDJSON {
      @Override
      Object eat() throws IOException {
        return new NdjsonReader(written("ndjson", NdjsonWriter::new)).finish();
      }
    },
    PARQUET {
      @Override
      Object eat() throws IOException {
        return new ParquetReader(written("parquet", ParquetWriter::new)).finish();
      }
    },
    PARQUET_BATCHES {
      @Override
      Object eat() throws IOException {
        List<DataFrame> frames = new ArrayList<>();
        new ParquetReader(written("parquet", ParquetWriter::new))
            .batches(1_000_000)
            .forEachRemaining(frames::add);
        return frames;
      }
    },
    WRITE_PARQUET {
      @Override
      Object eat() throws IOException {
        return writing(new ParquetWriter(OutputStream.nullOutputStream()));
      }
    },
    WRITE_CSV {
      @Override
      Object eat() throws IOException {
        return writing(new CsvWriter(OutputStream.nullOutputStream()));
      }
    },
    WRITE_NDJSON {
      @Override
      Object eat() throws IOException {
        return writing(new NdjsonWriter(OutputStream.nullOutputStream()));
      }
    },
    WRITE_ARROW {
      @Override
      Object eat() throws IOException {
        return writing(
            new IpcWriter(OutputStream.nullOutputStream()).withCompression(IpcCompression.zstd()));
      }
    },
    CONCAT {
      @Override
      Object eat() {
        try (DataFrame part = numbers(1_000_000)) {
          List<DataFrame> parts = new ArrayList<>();
          for (int i = 0; i < 15; i++) {
            parts.add(part);
          }
          try (DataFrame all = DataFrame.concat(parts, ConcatHow.VERTICAL)) {
            return all.rechunk();
          }
        }
      }
    },
    FEED {
      @Override
      Object eat() throws IOException {
        Path file = file(IpcCompression.uncompressed());
        try (var in = Files.newInputStream(file)) {
          return new IpcReader(in).finish();
        }
      }
    };

    abstract Object eat() throws IOException;
  }

  private static DataFrame numbers(int rows) {
    long[] numbers = new long[rows];
    Arrays.setAll(numbers, i -> i);
    return DataFrame.of(Series.of("x", numbers));
  }

  private static Path file(IpcCompression codec) throws IOException {
    Path file = Main.folder.resolve(codec.toString().replaceAll("\\W", "") + ".arrow");
    if (!Files.exists(file)) {
      try (DataFrame frame = numbers(20_000_000)) {
        new IpcWriter(file).withCompression(codec).finish(frame);
      }
    }
    return file;
  }

  /** A file of five million rows. */
  private static Path written(String name, Function<Path, FrameWriter> writer) throws IOException {
    Path file = Main.folder.resolve("numbers." + name);
    if (!Files.exists(file)) {
      try (DataFrame frame = numbers(5_000_000);
          FrameWriter to = writer.apply(file)) {
        to.finish(frame);
      }
    }
    return file;
  }

  /** Writes a frame, and keeps it. */
  private static DataFrame writing(FrameWriter writer) throws IOException {
    DataFrame frame = numbers(3_000_000);
    try (writer) {
      writer.finish(frame);
    } catch (Throwable e) {
      frame.close();
      throw e;
    }
    return frame;
  }

  /** Takes memory until there is none; then writes a column serially. */
  static final class Main {
    private static Path folder;

    private Main() {}

    public static void main(String[] args) throws IOException {
      Hunger hunger = Hunger.valueOf(args[0]);
      folder = Path.of(args[1]);
      Series first = fill();
      List<Object> kept = new ArrayList<>();
      try {
        while (kept.size() < 1_000) {
          kept.add(hunger.eat());
        }
        System.out.println("never refused");
      } catch (OutOfMemoryError e) {
        System.out.println("refused " + e.getMessage());
      }
      try (DataFrame frame = DataFrame.of(first)) {
        new IpcWriter(folder.resolve("serial.arrow")).withParallel(false).finish(frame);
        System.out.println("wrote " + frame.height());
      } catch (OutOfMemoryError e) {
        System.out.println("wrote not " + e.getMessage());
      }
    }

    /** Takes all memory but some hundred megabytes. */
    private static Series fill() {
      List<Series> taken = new ArrayList<>();
      try {
        while (true) {
          taken.add(Series.of("x", new long[12_500_000]));
        }
      } catch (OutOfMemoryError e) {
        taken.subList(taken.size() - 6, taken.size()).forEach(Series::close);
      }
      return taken.get(0);
    }
  }

  @ParameterizedTest
  @EnumSource(Hunger.class)
  void whatTakesAllMemoryIsRefusedAndAWriteGoesOn(Hunger hunger) throws Exception {
    String output =
        Forked.run(
            List.of(
                "bash", "-c", "export MALLOC_ARENA_MAX=2; ulimit -v 4000000; exec \"$@\"", "bash"),
            List.of(
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:ReservedCodeCacheSize=48m",
                "-XX:CompressedClassSpaceSize=64m"),
            Main.class,
            hunger.name(),
            folder.toString());
    assertThat(output.lines().toList()).as(output).hasSize(2);
    assertThat(output).matches("(?s)refused .*\\d+ bytes of memory are not to be had.*");
    assertThat(output).containsPattern("wrote (not .* bytes of memory|\\d+)");
  }

  @Test
  void aHundredGigabytesInOnePieceAreRefusedSayingHowMany() {
    try (Series numbers = Series.of("x", new long[1_000_000])) {
      DataFrame frame = DataFrame.of(numbers);
      for (int i = 0; i < 14; i++) {
        DataFrame twice = frame.vstack(frame);
        frame.close();
        frame = twice;
      }
      try (DataFrame large = frame) {
        long bytes = 8L * large.height();
        assertThatThrownBy(large::rechunk)
            .isInstanceOf(OutOfMemoryError.class)
            .hasMessage(bytes + " bytes of memory are not to be had");
        assertThat(large.height()).isEqualTo(1_000_000L << 14);
      }
    }
  }

  @Test
  void manySlicesOfLongTextsMayStillBecomeOneChunk() {
    String[] texts = new String[100_000];
    Arrays.setAll(texts, i -> "a text of more than twelve bytes ".repeat(30) + i);
    try (Series text = Series.of("text", texts);
        DataFrame whole = DataFrame.of(text)) {
      DataFrame frame = whole.slice(0, 1);
      for (int i = 1; i < 1_000; i++) {
        frame = frame.vstack(whole.slice(i, 1));
      }
      try (DataFrame one = frame.rechunk();
          DataFrame expected = whole.slice(0, 1_000)) {
        assertThat(one.nChunks()).isEqualTo(1);
        assertThat(one.contentEquals(expected)).isTrue();
      }
    }
  }
}
