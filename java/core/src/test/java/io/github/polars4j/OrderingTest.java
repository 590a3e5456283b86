package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Record batches stand in the order of their rows, however long each takes to encode. */
class OrderingTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void whateverTheNumberOfThreads(int threads) throws Exception {
    assertThat(Forked.run(List.of("-Dpolars4j.threads=" + threads), Ordering.class))
        .isEqualTo("27 in order");
  }
}
