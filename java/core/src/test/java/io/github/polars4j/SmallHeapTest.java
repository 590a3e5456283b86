package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not fit Java's heap is its own error, also where native code asks for the memory. */
class SmallHeapTest {
  @TempDir Path folder;

  static final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
      try (FrameReader reader = new CsvReader(Path.of(args[0]))) {
        System.out.println(reader.schema().size());
      } catch (OutOfMemoryError e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void aNameThatDoesNotFitTheHeapIsNoPanic() throws Exception {
    byte[] csv = new byte[48 << 20];
    Arrays.fill(csv, (byte) 'x');
    Path file = Files.write(folder.resolve("long.csv"), csv);
    assertThat(Forked.run(List.of("-Xmx32m"), Main.class, file.toString()))
        .isEqualTo("Java heap space");
  }
}
