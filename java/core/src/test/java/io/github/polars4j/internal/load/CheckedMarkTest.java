package io.github.polars4j.internal.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class CheckedMarkTest {
  private static final String HASH = "ab".repeat(32);

  @TempDir private Path folder;
  private Path file = Path.of("");
  private Path mark = Path.of("");

  @BeforeEach
  void put() throws IOException {
    file = Files.writeString(folder.resolve("library"), "content");
    mark = folder.resolve("library.checked");
    assertThat(CheckedMark.holds(file, HASH)).isFalse();
    CheckedMark.put(file, HASH);
    assertThat(CheckedMark.holds(file, HASH)).isTrue();
  }

  @Test
  void itIsOfOneHash() throws IOException {
    assertThat(CheckedMark.holds(file, "cd".repeat(32))).isFalse();
  }

  @Test
  void itHoldsNoMoreWhenTheFileHasChanged() throws IOException {
    FileTime before = Files.getLastModifiedTime(file);
    Files.writeString(file, "CONTENT");
    Files.setLastModifiedTime(file, before); // the system keeps a time of its own
    assertThat(CheckedMark.holds(file, HASH)).isFalse();
    CheckedMark.put(file, HASH);
    assertThat(CheckedMark.holds(file, HASH)).isTrue();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(file, mark);
    }
  }

  @Test
  void itIsNotBelievedIfOthersCanWriteIt() throws IOException {
    Files.setAttribute(mark, "unix:mode", 0622);
    assertThat(CheckedMark.holds(file, HASH)).isFalse();
  }

  @Test
  void itIsNotBelievedIfItIsALink() throws IOException {
    Path elsewhere = Files.move(mark, folder.resolve("elsewhere"));
    Files.createSymbolicLink(mark, elsewhere);
    assertThat(CheckedMark.holds(file, HASH)).isFalse();
  }

  @Test
  void theUserMayHaveTheFileHashedEachTime() throws IOException {
    System.setProperty("polars4j.cache.verify", "true");
    try {
      assertThat(CheckedMark.holds(file, HASH)).isFalse();
    } finally {
      System.clearProperty("polars4j.cache.verify");
    }
  }

  @Test
  void whereNoneCanBePutNothingIsLost() throws IOException {
    Files.delete(mark);
    Files.createDirectories(mark.resolve("in the way"));
    CheckedMark.put(file, HASH);
    assertThat(CheckedMark.holds(file, HASH)).isFalse();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(file, mark);
    }
  }
}
