package io.github.polars4j.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadsPropertyTest {
  private static final String PROPERTY = "polars4j.threads";

  private final @Nullable String before = System.getProperty(PROPERTY);

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty(PROPERTY);
    } else {
      System.setProperty(PROPERTY, before);
    }
  }

  @Test
  void withoutItNothingIsAskedFor() {
    System.clearProperty(PROPERTY);
    assertThat(Threads.wanted()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "' 7 ', 7", "1024, 1024"})
  void aNumberIsTaken(String property, int threads) {
    System.setProperty(PROPERTY, property);
    assertThat(Threads.wanted()).isEqualTo(threads);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1025", "many", "", "2.5"})
  void anythingElseIsRefused(String property) {
    System.setProperty(PROPERTY, property);
    assertThatIllegalArgumentException()
        .isThrownBy(Threads::wanted)
        .withMessage(
            "-Dpolars4j.threads=" + property + ": a whole number from 1 to 1024 is allowed");
  }
}
