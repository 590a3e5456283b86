package io.github.polars4j.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {
  @TempDir private Path home;

  private Path locate(String system, Map<String, String> environment) throws IOException {
    return CacheFolder.locate(system, environment, home.toString());
  }

  @Test
  void isWhereEachSystemKeepsCaches() throws IOException {
    assertThat(locate("Linux", Map.of())).isEqualTo(home.resolve(".cache/polars4j"));
    assertThat(locate("Mac OS X", Map.of())).isEqualTo(home.resolve("Library/Caches/polars4j"));
    assertThat(locate("Windows 11", Map.of())).isEqualTo(home.resolve("AppData/Local/polars4j"));
  }

  @Test
  void isWhereTheEnvironmentSays() throws IOException {
    Path caches = home.resolve("caches");
    Map<String, String> environment =
        Map.of("XDG_CACHE_HOME", caches.toString(), "LOCALAPPDATA", caches.toString());
    assertThat(locate("Linux", environment)).isEqualTo(caches.resolve("polars4j"));
    assertThat(locate("Windows 11", environment)).isEqualTo(caches.resolve("polars4j"));
  }

  @Test
  void ignoresWhatIsEmptyOrRelative() throws IOException {
    for (String relative : new String[] {"", "caches", "./caches"}) {
      assertThat(locate("Linux", Map.of("XDG_CACHE_HOME", relative)))
          .isEqualTo(home.resolve(".cache/polars4j"));
    }
  }

  @Test
  void isNowhereForAUserWithoutAHome() {
    assertThatThrownBy(() -> CacheFolder.locate("Linux", Map.of(), "?"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("this user has no home folder (user.home is ?)");
  }
}
