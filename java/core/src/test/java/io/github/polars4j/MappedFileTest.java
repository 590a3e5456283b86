package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file is mapped where that is asked for, and keeps its values when somebody changes it. */
@EnabledOnOs(OS.LINUX)
class MappedFileTest {
  private static final int ROWS = 200_000;

  @TempDir Path folder;

  private static DataFrame frame() {
    long[] numbers = LongStream.range(0, ROWS).toArray();
    String[] texts = new String[ROWS];
    for (int i = 0; i < ROWS; i++) {
      texts[i] = "a text of more than twelve bytes " + i;
    }
    try (Series number = Series.of("number", numbers);
        Series text = Series.of("text", texts)) {
      return DataFrame.of(number, text);
    }
  }

  private Path file(IpcCompression codec) throws IOException {
    Path file = folder.resolve("mapped.arrow");
    try (DataFrame frame = frame()) {
      new IpcWriter(file).withCompression(codec).finish(frame);
    }
    return file;
  }

  private static boolean isMapped(Path file) throws IOException {
    return Files.readString(Path.of("/proc/self/maps")).contains(file.toRealPath().toString());
  }

  private static void assertWhole(DataFrame read) {
    try (DataFrame expected = frame()) {
      assertThat(read.contentEquals(expected)).isTrue();
    }
  }

  private static DataFrame map(Path file) throws IOException {
    return new IpcReader(file).memoryMapped(true).finish();
  }

  @Test
  void anUncompressedFileIsMappedWhileItsFrameLivesIfThatIsAskedFor() throws IOException {
    Path file = file(IpcCompression.uncompressed());
    try (DataFrame read = map(file)) {
      assertThat(isMapped(file)).isTrue();
      assertWhole(read);
    }
    assertThat(isMapped(file)).isFalse();
  }

  @Test
  void otherwiseItIsRead() throws IOException {
    Path file = file(IpcCompression.uncompressed());
    try (DataFrame read = new IpcReader(file).memoryMapped(false).finish()) {
      assertThat(isMapped(file)).isFalse();
      assertWhole(read);
    }
    try (DataFrame read = new IpcReader(file).finish()) {
      assertThat(isMapped(file)).isFalse();
      assertWhole(read);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {": > \"$0\"", "printf garbage > \"$0\"", "rm \"$0\"; touch \"$0\""})
  void aFileThatAnotherProcessChangesKeepsItsValues(String change) throws Exception {
    Path file = file(IpcCompression.uncompressed());
    try (DataFrame read = map(file)) {
      assertThat(isMapped(file)).isTrue();
      Process process = new ProcessBuilder("sh", "-c", change, file.toString()).start();
      assertThat(process.waitFor()).isZero();
      assertThat(Files.size(file)).isLessThan(100);
      assertWhole(read);
    }
  }

  @Test
  void thisProcessMayReplaceAndChangeItToo() throws IOException {
    Path file = file(IpcCompression.uncompressed());
    try (DataFrame read = map(file);
        DataFrame head = read.slice(0, 10)) {
      new IpcWriter(file).finish(head); // a new file of the same name
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
      assertWhole(read);
    }
    file(IpcCompression.uncompressed());
    try (DataFrame read = map(file)) {
      Files.write(file, new byte[10]); // the same file
      assertWhole(read);
    }
  }

  @Test
  void onlyTheColumnsThatAreAskedForAreRead() throws IOException {
    for (IpcCompression codec : IpcOutputs.CODECS) {
      Path file = file(codec);
      long before = bytesRead();
      try (DataFrame read =
          new IpcReader(file).memoryMapped(false).withColumns("number").finish()) {
        assertThat(read.height()).isEqualTo(ROWS);
      }
      long read = bytesRead() - before;
      assertThat(read).isLessThan(8 * ROWS + 200_000); // of more than 8 MB without a codec
    }
  }

  /** What this process has read from files. */
  private static long bytesRead() throws IOException {
    String counts = Files.readString(Path.of("/proc/self/io"));
    return Long.parseLong(counts.lines().findFirst().orElseThrow().substring("rchar: ".length()));
  }
}
