package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Others read from files of random frames what was put in; 128-bit integers they do not have. */
class RandomFramesReadBackTest {
  @TempDir Path folder;

  static java.util.stream.LongStream seeds() {
    return RandomFramesTest.seeds();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void arrowJavaReadsTheSameValues(long seed) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        RandomFrame random = RandomFrame.of(seed, false)) {
      for (Path file : write(random)) {
        try (ArrowReader reader = open(file, allocator)) {
          assertThat(ArrowJson.read(reader)).as("%s", file).isEqualTo(expected(random));
        }
      }
    }
  }

  @Test
  @EnabledIfEnvironmentVariable(
      named = "POLARS4J_PYTHON",
      matches = ".+",
      disabledReason = "POLARS4J_PYTHON names a Python with pyarrow")
  void pyarrowReadsTheSameValues() throws Exception {
    int files = 0;
    for (long seed : seeds().toArray()) {
      try (RandomFrame random = RandomFrame.of(seed, false)) {
        files += write(random).size();
        List<String> columns = new ArrayList<>();
        List<String> values = expected(random);
        for (int c = 0; c < values.size(); c++) {
          columns.add(PlainJson.text(random.schema().field(c).name()) + ": " + values.get(c));
        }
        String json = "{" + String.join(", ", columns) + "}";
        Files.writeString(folder.resolve(seed + ".json"), json);
      }
    }
    Path script = folder.resolve("read_random.py");
    try (InputStream in = getClass().getResourceAsStream("read_random.py")) {
      Files.copy(in, script);
    }
    Process python =
        new ProcessBuilder(System.getenv("POLARS4J_PYTHON"), script.toString(), folder.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output).isEqualTo(files + " files read\n");
  }

  /** A file and a stream of either compat level. */
  private List<Path> write(RandomFrame random) throws IOException {
    IpcCompression codec = IpcOutputs.CODECS.get((int) (random.seed() % 3));
    List<Path> files = new ArrayList<>();
    for (CompatLevel level : CompatLevel.values()) {
      Path file = folder.resolve(random.seed() + "-" + level + ".arrow");
      new IpcWriter(file).withCompression(codec).withCompatLevel(level).finish(random.frame());
      files.add(file);
      Path stream = folder.resolve(random.seed() + "-" + level + ".arrows");
      new IpcStreamWriter(stream)
          .withCompression(codec)
          .withCompatLevel(level)
          .finish(random.frame());
      files.add(stream);
    }
    return files;
  }

  private static List<String> expected(RandomFrame random) {
    List<String> columns = new ArrayList<>();
    for (int c = 0; c < random.schema().size(); c++) {
      columns.add(PlainJson.list(random.schema().field(c).dataType(), random.columns().get(c)));
    }
    return columns;
  }

  private static ArrowReader open(Path file, BufferAllocator allocator) throws IOException {
    CommonsCompressionFactory codecs = CommonsCompressionFactory.INSTANCE;
    return file.toString().endsWith(".arrows")
        ? new ArrowStreamReader(Files.newInputStream(file), allocator, codecs)
        : new ArrowFileReader(FileChannel.open(file), allocator, codecs);
  }
}
