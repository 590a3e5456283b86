package io.github.polars4j;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A program that writes a large frame of the layout that it is told, with every codec and compat
 * level; prints for each the most memory that it took beyond what it had before, in bytes.
 */
final class PeakMemory {
  private static final int BLOCK = 1 << 20; // rows

  private PeakMemory() {}

  enum Layout {
    ONE_CHUNK {
      @Override
      DataFrame frame() {
        return rechunked(stacked(9, () -> numbers(BLOCK, 4)));
      }
    },
    MANY_CHUNKS {
      @Override
      DataFrame frame() {
        return stacked(1450, () -> numbers(BLOCK / 160, 4));
      }
    },
    MANY_COLUMNS {
      @Override
      DataFrame frame() {
        return rechunked(stacked(3, () -> numbers(BLOCK / 160, 2000)));
      }
    },
    STRINGS {
      @Override
      DataFrame frame() {
        return rechunked(stacked(12, () -> DataFrame.of(strings("s", BLOCK))));
      }
    },
    LISTS {
      @Override
      DataFrame frame() {
        return rechunked(stacked(26, PeakMemory::lists));
      }
    },
    CATEGORIES {
      @Override
      DataFrame frame() {
        try (DataFrame block = categories()) {
          return rechunked(stacked(72, () -> block.slice(0, BLOCK)));
        }
      }
    },
    CHUNKS_AT_ODDS {
      @Override
      DataFrame frame() {
        try (DataFrame one = rechunked(stacked(12, () -> numbers(BLOCK, 1)));
            DataFrame many = stacked(96, () -> numbers(BLOCK / 8, 3));
            Series whole = one.column(0).rename("whole");
            Series a = many.column(0);
            Series b = many.column(1);
            Series c = many.column(2)) {
          return DataFrame.of(whole, a, b, c);
        }
      }
    };

    abstract DataFrame frame();
  }

  public static void main(String[] arguments) throws IOException {
    try (DataFrame frame = Layout.valueOf(arguments[0]).frame()) {
      System.out.println("frame " + frame.estimatedSize());
      for (IpcCompression codec :
          List.of(IpcCompression.uncompressed(), IpcCompression.lz4(), IpcCompression.zstd(1))) {
        for (CompatLevel level : CompatLevel.values()) {
          System.gc();
          long before = Proc.resident();
          Proc.forgetPeak();
          new IpcWriter(Path.of("/dev/null"))
              .withCompression(codec)
              .withCompatLevel(level)
              .finish(frame);
          System.out.printf("%s %s %d%n", codec, level, Proc.peak() - before);
        }
      }
    }
  }

  private interface Part {
    DataFrame make();
  }

  private static DataFrame stacked(int parts, Part part) {
    DataFrame all = part.make();
    for (int i = 1; i < parts; i++) {
      try (DataFrame before = all;
          DataFrame next = part.make()) {
        all = before.vstack(next);
      }
    }
    return all;
  }

  private static DataFrame rechunked(DataFrame frame) {
    try (frame) {
      return frame.rechunk();
    }
  }

  private static final Random RANDOM = new Random(1);

  private static long[] longs(int rows) {
    long[] values = new long[rows];
    Arrays.setAll(values, i -> RANDOM.nextInt());
    return values;
  }

  private static DataFrame numbers(int rows, int columns) {
    long[] values = longs(rows);
    return frame(IntStream.range(0, columns).mapToObj(i -> Series.of("n" + i, values)).toList());
  }

  private static Series strings(String name, int rows) {
    String[] values = new String[rows];
    Arrays.setAll(values, i -> "a longer string " + RANDOM.nextInt());
    return Series.of(name, values);
  }

  private static DataFrame lists() {
    List<List<String>> values = new ArrayList<>();
    for (int i = 0; i < BLOCK / 8; i++) {
      values.add(List.of("the first of them " + i, "the second, random " + RANDOM.nextInt(), "x"));
    }
    return frame(
        List.of(
            Series.of("l", DataType.list(new DataType.String()), values), strings("s", BLOCK / 8)));
  }

  private static DataFrame categories() {
    String[] values = new String[BLOCK];
    Arrays.setAll(values, i -> "category " + RANDOM.nextInt(1000));
    return frame(List.of(Series.of("c", DataType.categorical(), Arrays.asList(values))));
  }

  private static DataFrame frame(List<Series> columns) {
    try {
      return DataFrame.of(columns);
    } finally {
      columns.forEach(Series::close);
    }
  }
}
