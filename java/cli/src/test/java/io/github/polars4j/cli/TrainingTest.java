package io.github.polars4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
  @Test
  void usualCommandsAreRun(@TempDir Path folder) {
    Training.main(new String[] {Cli.WEATHER.toString(), folder.toString()});
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder("training.arrow", "training.parquet", "training.ndjson");
  }

  @Test
  void aCommandThatFailsEndsIt(@TempDir Path folder) {
    assertThatThrownBy(() -> Training.main(new String[] {"missing.csv", folder.toString()}))
        .hasMessageStartingWith("convert missing.csv ");
  }
}
