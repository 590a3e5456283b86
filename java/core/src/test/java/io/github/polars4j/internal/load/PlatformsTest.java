package io.github.polars4j.internal.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Platforms are called as JNA calls them, also without JNA. */
class PlatformsTest {
  @Test
  void thisPlatformIsCalledAsJnaDoes() {
    assertThat(Platforms.prefix(System.getProperty("os.name"), System.getProperty("os.arch")))
        .isEqualTo(com.sun.jna.Platform.RESOURCE_PREFIX)
        .isEqualTo(Platforms.CURRENT.replace("-musl", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86-64",
    "Linux, aarch64, linux-aarch64",
    "Windows Server 2022, amd64, win32-x86-64",
    "Mac OS X, aarch64, darwin-aarch64",
    "Mac OS X, x86_64, darwin-x86-64",
    "Darwin, arm64, darwin-aarch64",
    "Linux, i386, linux-x86",
    "Linux, riscv64, linux-riscv64",
  })
  void withoutJnaTheJvmTells(String system, String processor, String name) {
    assertThat(Platforms.prefix(system, processor)).isEqualTo(name);
  }
}
