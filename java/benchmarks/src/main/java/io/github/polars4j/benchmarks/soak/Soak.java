package io.github.polars4j.benchmarks.soak;

import io.github.polars4j.BatchedWriter;
import io.github.polars4j.Batches;
import io.github.polars4j.CsvReader;
import io.github.polars4j.CsvWriter;
import io.github.polars4j.DataFrame;
import io.github.polars4j.FrameReader;
import io.github.polars4j.FrameWriter;
import io.github.polars4j.IpcCompression;
import io.github.polars4j.IpcReader;
import io.github.polars4j.IpcStreamReader;
import io.github.polars4j.IpcStreamWriter;
import io.github.polars4j.IpcWriter;
import io.github.polars4j.NdjsonReader;
import io.github.polars4j.NdjsonWriter;
import io.github.polars4j.ParquetReader;
import io.github.polars4j.ParquetWriter;
import io.github.polars4j.Series;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Creates, writes, reads, drops without close and throws, on two threads, and looks what grows. */
public final class Soak {
  private static final int THREADS = 2;

  /** How many samples there are at least; the first quarter is the time in which caches fill. */
  private static final int SAMPLES = 40;

  private final Path folder;
  private final AtomicLong rounds = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** Nobody works while the process is looked at. */
  private final ReadWriteLock pause = new ReentrantReadWriteLock(true);

  private volatile boolean over;

  private Soak(Path folder) {
    this.folder = folder;
  }

  /** A format. */
  private record Format(
      Function<Path, FrameWriter> path,
      Function<OutputStream, FrameWriter> stream,
      Function<Path, FrameReader> reader) {}

  private static final List<Format> FORMATS =
      List.of(
          new Format(
              path -> new IpcWriter(path).withCompression(IpcCompression.zstd()),
              IpcWriter::new,
              IpcReader::new),
          new Format(IpcStreamWriter::new, IpcStreamWriter::new, IpcStreamReader::new),
          new Format(ParquetWriter::new, ParquetWriter::new, ParquetReader::new),
          new Format(CsvWriter::new, CsvWriter::new, CsvReader::new),
          new Format(NdjsonWriter::new, NdjsonWriter::new, NdjsonReader::new));

  /**
   * Runs for so many minutes; writes {@code soak.csv} and {@code soak.svg} to a folder, if given.
   */
  public static void main(String[] args) throws Exception {
    double minutes = args.length == 0 ? 10 : Double.parseDouble(args[0]);
    Optional<Path> kept = args.length < 2 ? Optional.empty() : Optional.of(Path.of(args[1]));
    Path folder = Files.createTempDirectory("polars4j-soak-");
    Soak soak = new Soak(folder);
    boolean flat = soak.run(minutes, kept);
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
    System.exit(flat ? 0 : 1);
  }

  private boolean run(double minutes, Optional<Path> kept) throws Exception {
    int count = Math.max(SAMPLES, (int) (minutes * 2));
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(i);
      Path file = folder.resolve("file" + i);
      threads.add(new Thread(() -> work(random, file), "soak-" + i));
    }
    threads.forEach(Thread::start);
    System.out.println("| minute | resident MB | handles | held MB | descriptors | threads |");
    System.out.println("|---|---|---|---|---|---|");
    List<Sample> samples = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 1; i <= count && failure.get() == null; i++) {
      long due = start + (long) (minutes * 60e9 * i / count);
      TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
      Sample sample;
      pause.writeLock().lock();
      try {
        sample = Sample.now((System.nanoTime() - start) / 60e9);
      } finally {
        pause.writeLock().unlock();
      }
      System.out.println(sample);
      samples.add(sample);
    }
    over = true;
    for (Thread thread : threads) {
      thread.join();
    }
    Throwable thrown = failure.get();
    if (thrown != null) {
      thrown.printStackTrace();
      return false;
    }
    List<Sample> steady = samples.subList(count / 4, count);
    if (kept.isPresent()) {
      Files.writeString(kept.get().resolve("soak.csv"), Sample.csv(samples));
      Files.writeString(kept.get().resolve("soak.svg"), Plot.of(samples, steady));
    }
    boolean flat = true;
    System.out.println(rounds + " rounds; growth in an hour, from the first quarter on:");
    for (Sample.Line line : Sample.LINES) {
      double slope = Sample.slope(steady, line);
      flat &= slope <= line.most();
      System.out.printf(Locale.ROOT, "%s: %+.1f (at most %.0f)%n", line.name(), slope, line.most());
    }
    return flat;
  }

  private void work(Random random, Path file) {
    try {
      while (!over && failure.get() == null) {
        pause.readLock().lock();
        try {
          round(random, file);
        } finally {
          pause.readLock().unlock();
        }
        rounds.incrementAndGet();
      }
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    }
  }

  private static void round(Random random, Path file) throws IOException {
    Format format = FORMATS.get(random.nextInt(FORMATS.size()));
    DataFrame frame = frame(random);
    format.path().apply(file).finish(frame);
    try (DataFrame read = format.reader().apply(file).finish()) {
      check(read.height() == frame.height(), "rows are missing");
    }
    batches(format, file, frame);
    fail(format, random, file, frame);
    if (random.nextBoolean()) {
      frame.close(); // else it is left to the collector
    }
  }

  private static DataFrame frame(Random random) {
    int rows = 1 + random.nextInt(50_000);
    long[] numbers = random.longs(rows).toArray();
    String[] texts = new String[rows];
    for (int i = 0; i < rows; i++) {
      texts[i] = Long.toString(numbers[i] >>> 40);
    }
    try (Series number = Series.of("n", numbers);
        Series text = Series.of("t", texts)) {
      return DataFrame.of(number, text);
    }
  }

  /** From batches to batches. */
  private static void batches(Format format, Path file, DataFrame frame) throws IOException {
    Path copy = file.resolveSibling(file.getFileName() + ".copy");
    try (Batches batches = format.reader().apply(file).batches(10_000);
        BatchedWriter writer = format.path().apply(copy).batched(batches.schema())) {
      long rows = batches.writeTo(writer);
      writer.finish();
      check(rows == frame.height(), "rows are missing in batches");
    }
  }

  /** What does not come to its end. */
  private static void fail(Format format, Random random, Path file, DataFrame frame)
      throws IOException {
    IOException down = new IOException("down");
    OutputStream failing =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw down;
          }
        };
    try {
      format.stream().apply(failing).finish(frame);
      throw new AssertionError("written to what fails");
    } catch (IOException e) {
      check(e == down, "another exception");
    }
    Path none = file.resolveSibling("none");
    try {
      format.reader().apply(none).finish();
      throw new AssertionError("read what is not there");
    } catch (IOException e) {
      check(e.getMessage().contains("none"), "another exception");
    }
    BatchedWriter dropped = format.path().apply(none).batched(frame.schema());
    dropped.writeBatch(frame);
    if (random.nextInt(4) > 0) {
      dropped.close(); // else it is left to the collector
    }
  }

  private static void check(boolean well, String message) {
    if (!well) {
      throw new AssertionError(message);
    }
  }
}
