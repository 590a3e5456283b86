package io.github.polars4j.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeCopyTest {
  private static final String NAME = Platforms.libraryName(Platforms.CURRENT);
  private static final String CONTENT = "abc";
  private static final String HASH =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir private Path folder;
  private Path packed = Path.of("");
  private @Nullable String cacheBefore;

  @BeforeEach
  void pack() throws IOException {
    packed = Files.createDirectory(folder.resolve("jar"));
    Files.writeString(packed.resolve(NAME), CONTENT);
    cacheBefore = System.setProperty(CacheFolder.PROPERTY, folder.resolve("cache").toString());
  }

  @AfterEach
  void restore() {
    if (cacheBefore == null) {
      System.clearProperty(CacheFolder.PROPERTY);
    } else {
      System.setProperty(CacheFolder.PROPERTY, cacheBefore);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {HASH, HASH + "\n", "not a hash", ""})
  void copiesUnderTheVersionAndHash(String note) throws IOException {
    note(note);

    Path copy = NativeCopy.cached(library());

    assertThat(copy).hasContent(CONTENT);
    assertThat(copy.getParent().getFileName())
        .hasToString(Version.JAVA + "-" + HASH.substring(0, 16));
  }

  @Test
  void needsNoNote() throws IOException {
    assertThat(NativeCopy.cached(library())).hasContent(CONTENT);
  }

  @Test
  void refusesALibraryThatIsNotTheNotedOne() throws IOException {
    note("0".repeat(64));

    assertThatThrownBy(() -> NativeCopy.cached(library()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("differs");
    assertThatThrownBy(() -> NativeCopy.temporary(library()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("differs");
    assertThat(files(folder.resolve("cache"))).isEmpty();
  }

  @Test
  void aTemporaryCopyIsDiscardedWithItsFolder() throws IOException {
    Path copy = NativeCopy.temporary(library());
    assertThat(copy).hasContent(CONTENT);

    CacheFolder.discard(copy);

    assertThat(copy.getParent()).doesNotExist();
  }

  @Test
  void findsTheBuildsNote() {
    String name =
        "io/github/polars4j/native/"
            + Platforms.CURRENT
            + "/"
            + System.mapLibraryName("polars4j")
            + ".sha256";

    assertThat(NativeCopy.class.getClassLoader().getResource(name)).isNotNull();
  }

  private PackedLibrary library() throws IOException {
    return new PackedLibrary(packed.resolve(NAME).toUri().toURL(), NAME);
  }

  private void note(String hash) throws IOException {
    Files.writeString(packed.resolve(NAME + ".sha256"), hash);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).toList();
    }
  }
}
