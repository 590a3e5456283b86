package io.github.polars4j.internal.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedLibraryTest {
  @TempDir private Path folder;

  @Test
  void itIsFoundInItsPlatformsJar() throws IOException {
    PackedLibrary library = PackedLibrary.find();
    String name = Platforms.libraryName(Platforms.CURRENT);
    assertThat(library.fileName()).isEqualTo(name);
    assertThat(library.url().getPath())
        .endsWith("io/github/polars4j/native/" + Platforms.CURRENT + "/" + name);
    assertThat(PackedLibrary.isPresent(Platforms.CURRENT)).isTrue();
    assertThat(PackedLibrary.isPresent("amiga-m68k")).isFalse();
  }

  @Test
  void theHashIsThatOfTheBytes() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "abc");
    assertThat(PackedLibrary.hashOf(file))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void filesAreCalledAsEachSystemCallsThem() {
    assertThat(Platforms.libraryName("win32-x86-64")).isEqualTo("polars4j.dll");
    assertThat(Platforms.libraryName("darwin-aarch64")).isEqualTo("libpolars4j.dylib");
    assertThat(Platforms.libraryName("linux-musl-aarch64")).isEqualTo("libpolars4j.so");
  }
}
