package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input gives an exception that names it, or a right result: never a crash. */
class MalformedInputTest {
  private static final Path GOLDEN =
      Path.of(System.getProperty("test.data", "../../../shared/data"), "arrow-testing");

  @TempDir Path folder;

  private interface Reading {
    DataFrame read(Path path) throws IOException;
  }

  enum Reader {
    IPC(path -> new IpcReader(path).finish()),
    IPC_STREAM(path -> new IpcStreamReader(path).finish()),
    CSV(path -> new CsvReader(path).finish()),
    PARQUET(path -> new ParquetReader(path).finish()),
    NDJSON(path -> new NdjsonReader(path).finish());

    private final Reading reading;

    Reader(Reading reading) {
      this.reading = reading;
    }
  }

  /** Reads; true if it worked, false if it was refused as it should be. */
  private static boolean attempt(Reading reading, Path path) {
    try (DataFrame frame = reading.read(path)) {
      assertThat(frame.toString()).isNotEmpty();
      return true;
    } catch (IOException | PolarsException e) {
      assertThat(e.getMessage()).contains(path.toString());
      return false;
    }
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] sample(IpcCompression codec, boolean stream) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFrame frame = Sample.frame(300, 0)) {
      if (stream) {
        new IpcStreamWriter(bytes).withCompression(codec).withRecordBatchSize(100).finish(frame);
      } else {
        new IpcWriter(bytes).withCompression(codec).withRecordBatchSize(100).finish(frame);
      }
    }
    return bytes.toByteArray();
  }

  static Stream<IpcCompression> codecs() {
    return IpcOutputs.CODECS.stream();
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void aFileThatIsCutAnywhereIsRefused(IpcCompression codec) throws IOException {
    byte[] whole = sample(codec, false);
    for (int i = 0; i < 50; i++) {
      Path cut = file("cut.arrow", Arrays.copyOf(whole, whole.length / 50 * i));
      assertThat(attempt(Reader.IPC.reading, cut)).as(i + "/50").isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void aStreamThatIsCutIsRefusedOrEndsBetweenTwoBatches(IpcCompression codec) throws IOException {
    byte[] whole = sample(codec, true);
    for (int i = 0; i < 50; i++) {
      Path cut = file("cut.arrows", Arrays.copyOf(whole, whole.length / 50 * i));
      try (DataFrame frame = new IpcStreamReader(cut).finish()) {
        assertThat(frame.height() % 100).as(i + "/50").isZero();
      } catch (IOException | PolarsException e) {
        assertThat(e.getMessage()).contains(cut.toString());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void flippedBytesNeverCrash(IpcCompression codec) throws IOException {
    Random random = new Random(1);
    for (boolean stream : new boolean[] {false, true}) {
      byte[] whole = sample(codec, stream);
      for (int i = 0; i < 400; i++) {
        byte[] damaged = whole.clone();
        for (int n = random.nextInt(4); n >= 0; n--) {
          // most of them where the metadata is: at the beginning and at the end
          int span = random.nextBoolean() ? damaged.length : Math.min(4000, damaged.length);
          int at = random.nextInt(span);
          damaged[random.nextBoolean() ? at : damaged.length - 1 - at] = (byte) random.nextInt();
        }
        attempt((stream ? Reader.IPC_STREAM : Reader.IPC).reading, file("damaged", damaged));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Reader.class)
  void randomBytesNeverCrash(Reader reader) throws IOException {
    Random random = new Random(2);
    for (int length : new int[] {1, 7, 8, 20, 100, 5000, 100_000}) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      boolean read = attempt(reader.reading, file("random", bytes));
      if (reader != Reader.CSV) {
        assertThat(read).as(length + " bytes").isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Reader.class)
  void anEmptyFileNeverCrashes(Reader reader) throws IOException {
    assertThat(attempt(reader.reading, file("empty", new byte[0]))).isFalse();
  }

  /** Two fields in each level hold the same children: there are two to the power of 90 in all. */
  @Test
  void aSchemaThatNamesItsFieldsAgainAndAgainIsRefused() throws IOException {
    assertThatThrownBy(() -> new IpcStreamReader(file("bomb", SchemaBomb.stream(90))).finish())
        .isInstanceOf(PolarsException.class)
        .hasMessageContaining("bomb")
        .hasMessageContaining("more fields than bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 3_000, 200_000})
  void deeplyNestedRowsOfTextAreRefused(int depth) throws IOException {
    String lists = "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}\n";
    String objects = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth) + "\n";
    for (String deep : List.of(lists, objects)) {
      byte[] bytes = ("{\"a\":null}\n" + deep).getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> new NdjsonReader(file("deep", bytes)).finish())
          .isInstanceOf(PolarsException.class)
          .hasMessageContaining("deep: line 2: it nests more than 100 deep");
      assertThatThrownBy(
              () -> {
                try (Batches batches = new NdjsonReader(file("deep", bytes)).batches(10)) {
                  batches.next().close();
                }
              })
          .hasMessageContaining("it nests more than 100 deep");
    }
  }

  @Test
  void aParquetFileIsNamedForWhatItIs() throws IOException {
    Path path = folder.resolve("parquet.arrow");
    try (DataFrame frame = Sample.frame(3, 0)) {
      new ParquetWriter(path).finish(frame.select("int32", "short string"));
    }
    assertThatThrownBy(() -> new IpcReader(path).finish())
        .isInstanceOf(ComputeException.class)
        .hasMessageStartingWith(path.toString())
        .hasMessageContaining("Parquet");
  }

  @Test
  void aBrokenRowOfTextNamesTheColumnAndTheFile() throws IOException {
    Path path = file("broken.csv", "a,b\n1,2\nx,4\n".getBytes());
    Schema types =
        Schema.of(new Field("a", new DataType.Int64()), new Field("b", new DataType.Int64()));
    assertThatThrownBy(() -> new CsvReader(path).withSchemaOverrides(types).finish())
        .isInstanceOf(ComputeException.class)
        .hasMessageStartingWith(path.toString())
        .hasMessageContaining("'a'")
        .hasMessageContaining("x");
    Path ragged = file("ragged.csv", "a,b\n1,2\n1,2,3\n".getBytes());
    assertThatThrownBy(() -> new CsvReader(ragged).finish())
        .isInstanceOf(ComputeException.class)
        .hasMessageStartingWith(ragged.toString());
    try (DataFrame frame = new CsvReader(ragged).withTruncateRaggedLines(true).finish()) {
      assertThat(frame.height()).isEqualTo(2);
    }
  }

  static boolean goldenFilesAreThere() {
    return Files.isDirectory(GOLDEN);
  }

  @Test
  @EnabledIf("goldenFilesAreThere")
  void filesThatOnceCrashedOthersDoNotCrashUs() throws IOException {
    int files = 0;
    for (String kind : new String[] {"fuzz-file", "fuzz-stream"}) {
      try (Stream<Path> paths = Files.walk(GOLDEN.resolve(kind))) {
        for (Path path : paths.filter(Files::isRegularFile).toList()) {
          attempt(Reader.IPC.reading, path);
          attempt(Reader.IPC_STREAM.reading, path);
          files++;
        }
      }
    }
    assertThat(files).isPositive();
  }

  @Test
  @EnabledIf("goldenFilesAreThere")
  void filesOfOtherImplementationsAreReadOrRefused() throws IOException {
    int read = 0;
    try (Stream<Path> paths = Files.walk(GOLDEN.resolve("files"))) {
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        if (path.toString().endsWith(".arrow_file")) {
          read += attempt(Reader.IPC.reading, path) ? 1 : 0;
        } else if (path.toString().endsWith(".stream")) {
          read += attempt(Reader.IPC_STREAM.reading, path) ? 1 : 0;
        }
      }
    }
    if (read == 0) {
      fail("none could be read");
    }
  }
}
