package io.github.polars4j.internal.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What nobody used for long is deleted from the cache, and nothing else is. */
class SweepTest {
  private static final String NAME = Platforms.libraryName(Platforms.CURRENT);

  @TempDir private Path root;

  private static Path age(Path path, long days) throws IOException {
    Instant time = Instant.now().minus(Duration.ofDays(days)).minusSeconds(60);
    return Files.setLastModifiedTime(path, FileTime.from(time));
  }

  /** A folder as copies have, unused for so many days. */
  private Path copy(String name, long days) throws IOException {
    Path folder = Files.createDirectory(root.resolve(name));
    Files.writeString(folder.resolve(NAME), "library");
    Files.writeString(folder.resolve(NAME + ".checked"), "mark");
    return age(folder, days);
  }

  private static String version(char digit) {
    return "0.1.0-" + String.valueOf(digit).repeat(16);
  }

  @Test
  void copiesThatNobodyUsedForAMonthAreDeleted() throws IOException {
    Path current = copy(version('0'), 0);
    Path old = copy(version('1'), 30);
    Path used = copy(version('2'), 29);
    Path otherName = copy("0.1.0-" + "g".repeat(16), 100);
    Path notOurs = copy(version('3'), 100);
    Files.writeString(notOurs.resolve("notes.txt"), "the user's");
    age(notOurs, 100);
    Path file = age(Files.writeString(root.resolve(version('4')), "no folder"), 100);

    CacheFolder.used(current.resolve(NAME));

    assertThat(old).doesNotExist();
    assertThat(current.resolve(NAME)).exists();
    assertThat(used.resolve(NAME)).exists();
    assertThat(otherName.resolve(NAME)).exists();
    assertThat(notOurs.resolve("notes.txt")).exists();
    assertThat(file).exists();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFolderThatOthersCanWriteStays() throws IOException {
    Path shared = copy(version('1'), 100);
    Files.setAttribute(shared, "unix:mode", 0777);
    age(shared, 100);
    CacheFolder.used(copy(version('0'), 0).resolve(NAME));
    assertThat(shared.resolve(NAME)).exists();
  }

  @Test
  void useIsNotedOnceADay() throws IOException {
    Path today = copy(version('0'), 0);
    FileTime before = Files.getLastModifiedTime(today);
    CacheFolder.used(today.resolve(NAME));
    assertThat(Files.getLastModifiedTime(today)).isEqualTo(before);
    Path earlier = copy(version('1'), 2);
    CacheFolder.used(earlier.resolve(NAME));
    assertThat(Files.getLastModifiedTime(earlier).toInstant())
        .isAfter(Instant.now().minus(Duration.ofHours(1)));
  }

  @Test
  void unfinishedCopiesOfYesterdayAreDeleted() throws IOException {
    Path current = copy(version('0'), 0);
    Path old = age(Files.writeString(current.resolve(NAME + "1.part"), ""), 1);
    Path fresh = Files.writeString(current.resolve(NAME + "2.part"), "");
    CacheFolder.used(current.resolve(NAME));
    assertThat(old).doesNotExist();
    assertThat(fresh).exists();
    assertThat(current.resolve(NAME)).exists();
  }

  @Test
  void temporaryCopiesAreDeletedWithThoseThatWereLeftBehind() throws IOException {
    Path mine = copy("polars4j-native-1", 0);
    Path left = copy("polars4j-native-2", 1);
    Path fresh = copy("polars4j-native-3", 0);
    Path otherName = copy("polars4j-native-x", 10);
    CacheFolder.discard(mine.resolve(NAME));
    assertThat(mine).doesNotExist();
    assertThat(left).doesNotExist();
    assertThat(fresh.resolve(NAME)).exists();
    assertThat(otherName.resolve(NAME)).exists();
    CacheFolder.discard(mine.resolve(NAME)); // there is none any more
  }
}
