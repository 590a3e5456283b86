import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.IpcCompression;
import io.github.polars4j.IpcReader;
import io.github.polars4j.IpcWriter;
import io.github.polars4j.NativeMemory;
import io.github.polars4j.ParquetReader;
import io.github.polars4j.ParquetWriter;
import io.github.polars4j.Polars4j;
import io.github.polars4j.Series;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/** Runs what every platform's library must do, with nothing but a Java runtime and the jars. */
final class Smoke {
  private static final int ROWS = 300_000;

  private static int passed;

  private interface Step {
    void run() throws Exception;
  }

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("polars4j-smoke");
    System.out.printf(
        "%s, target %s, Java %s%n",
        Polars4j.platform(), Polars4j.target(), System.getProperty("java.version"));
    check(args[0].equals(Polars4j.platform()), "the platform is %s", Polars4j.platform());
    try (DataFrame frame = frame()) {
      for (IpcCompression codec :
          new IpcCompression[] {
            IpcCompression.uncompressed(), IpcCompression.lz4(), IpcCompression.zstd()
          }) {
        Path file = folder.resolve("smoke.arrow");
        step("file, " + codec, () -> file(frame, codec, file));
        step("sink, " + codec, () -> sink(frame, codec));
        Files.delete(file);
      }
      step("parquet", () -> parquet(frame, folder.resolve("smoke.parquet")));
      step("a sink that throws", () -> throwingSink(frame));
    }
    step("an error", () -> error(folder.resolve("missing.arrow")));
    step("a panic", Smoke::panic);
    check(NativeMemory.liveHandles() == 0, "%d handles are left", NativeMemory.liveHandles());
    Files.deleteIfExists(folder.resolve("smoke.parquet"));
    Files.delete(folder);
    System.out.println(passed + " passed, 0 failed");
  }

  private static DataFrame frame() {
    Random random = new Random(1);
    long[] ids = new long[ROWS];
    double[] values = new double[ROWS];
    String[] names = new String[ROWS];
    for (int row = 0; row < ROWS; row++) {
      ids[row] = row;
      values[row] = random.nextGaussian();
      names[row] = row % 7 == 0 ? null : "name " + row % 1000;
    }
    try (Series id = Series.of("id", ids);
        Series value = Series.of("value", values);
        Series name = Series.of("name", names)) {
      return DataFrame.of(id, value, name);
    }
  }

  private static void file(DataFrame frame, IpcCompression codec, Path file) throws IOException {
    try (IpcWriter writer = new IpcWriter(file)) {
      writer
          .withCompression(codec)
          .withRecordBatchSize(50_000)
          .setCustomSchemaMetadata(Map.of("made by", "smoke"))
          .finish(frame);
    }
    try (IpcReader reader = new IpcReader(file)) {
      check(reader.customMetadata().get("made by").equals("smoke"), "metadata");
    }
    read(frame, file, false);
    if (codec.equals(IpcCompression.uncompressed())) { // others cannot be mapped
      read(frame, file, true);
    }
  }

  private static void read(DataFrame frame, Path file, boolean mapped) throws IOException {
    try (IpcReader reader = new IpcReader(file).memoryMapped(mapped);
        DataFrame read = reader.finish()) {
      check(read.contentEquals(frame), "what was read differs");
    }
  }

  private static void sink(DataFrame frame, IpcCompression codec) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (IpcWriter writer = new IpcWriter(bytes)) {
      writer.withCompression(codec).finish(frame);
    }
    try (IpcReader reader = new IpcReader(bytes.toByteArray());
        DataFrame read = reader.finish()) {
      check(read.contentEquals(frame), "what was read differs");
    }
  }

  private static void parquet(DataFrame frame, Path file) throws IOException {
    new ParquetWriter(file).finish(frame);
    try (ParquetReader reader = new ParquetReader(file);
        DataFrame read = reader.finish()) {
      check(read.contentEquals(frame), "what was read differs");
    }
  }

  /** The exception of the user's own code comes back through native frames as the same object. */
  private static void throwingSink(DataFrame frame) {
    IOException full = new IOException("full");
    OutputStream sink =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw full;
          }
        };
    try (IpcWriter writer = new IpcWriter(sink)) {
      writer.finish(frame);
      throw new AssertionError("nothing was thrown");
    } catch (IOException e) {
      check(e == full, "another exception: %s", e);
    }
  }

  private static void error(Path missing) throws IOException {
    try (IpcReader reader = new IpcReader(missing)) {
      reader.finish().close();
      throw new AssertionError("nothing was thrown");
    } catch (NoSuchFileException e) {
      check(e.getMessage().contains("missing.arrow"), "message: %s", e.getMessage());
    }
  }

  /** polars panics when it prints a date that far away; caught, the number is shown. */
  private static void panic() {
    int[] days = {Integer.MAX_VALUE};
    try (Series series = Series.of("day", new DataType.Date(), days, null)) {
      check(series.toString().contains("2147483647"), "text: %s", series);
    }
  }

  private static void step(String name, Step step) throws Exception {
    long start = System.nanoTime();
    step.run();
    passed++;
    System.out.printf("  %-24s %5d ms%n", name, (System.nanoTime() - start) / 1_000_000);
  }

  private static void check(boolean holds, String message, Object... arguments) {
    if (!holds) {
      throw new AssertionError(String.format(message, arguments));
    }
  }
}
