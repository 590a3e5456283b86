package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A write takes little memory beyond the frame, whatever its layout. */
@EnabledOnOs(OS.LINUX)
class PeakMemoryTest {
  private static final long MEGABYTE = 1 << 20;

  @ParameterizedTest
  @EnumSource
  void isBounded(PeakMemory.Layout layout) throws Exception {
    String output =
        Forked.run(List.of("-Xmx256m", "-XX:+UseSerialGC"), PeakMemory.class, layout.name());
    List<String[]> lines = output.lines().map(line -> line.split(" ")).toList();
    assertThat(lines).hasSize(1 + 3 * CompatLevel.values().length);
    assertThat(Long.parseLong(lines.get(0)[1]))
        .as("the frame's size: a copy of it would be noticed")
        .isGreaterThan(270 * MEGABYTE);
    assertThat(lines.subList(1, lines.size()))
        .allSatisfy(
            line ->
                assertThat(Long.parseLong(line[2]))
                    .as(String.join(" ", line))
                    .isLessThan(256 * MEGABYTE));
  }
}
