package io.github.polars4j.internal.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.internal.load.LoadErrors.Attempt;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class LoadErrorsTest {
  private static final Attempt MISSING = new Attempt("here", new FileNotFoundException("no file"));
  private static final Attempt ELSEWHERE =
      new Attempt("there", new UnsatisfiedLinkError("x.so already loaded in another classloader"));

  @Test
  void anAttemptSaysWhyItFailedAndWhatToDo() {
    assertThat(MISSING).hasToString("here: java.io.FileNotFoundException: no file");
    assertThat(ELSEWHERE)
        .hasToString(
            "there: x.so already loaded in another classloader;"
                + " give each class loader a file of its own");
    assertThat(new Attempt("there", new UnsatisfiedLinkError("no x"))).hasToString("there: no x");
    assertThat(new Attempt("there", new IOException("already loaded in another classloader")))
        .hasToString("there: java.io.IOException: already loaded in another classloader");
  }

  @Test
  void theErrorTellsAllAttemptsAndTheFirstCause() {
    UnsatisfiedLinkError error = LoadErrors.nothingWorked(List.of(MISSING, ELSEWHERE));
    assertThat(error)
        .hasMessageStartingWith(
            "polars4j's native library for " + Platforms.CURRENT + " cannot be loaded. It is ")
        .hasMessageContaining(" -Dpolars4j.library.path names a library to load instead")
        .hasMessageEndingWith(" Tried:\n  - " + MISSING + "\n  - " + ELSEWHERE)
        .hasCause(MISSING.reason());
    assertThat(LoadErrors.error("text", null)).hasMessage("text").hasNoCause();
  }

  @Test
  void theOtherErrorsSayWhatToDo() {
    assertThat(LoadErrors.otherVersion(Path.of("x.so"), "9.9"))
        .hasMessageEndingWith(
            "its native library is version 9.9 (x.so): polars4j-core and polars4j-native must be"
                + " of one version")
        .hasNoCause();
    IllegalCallerException denied = new IllegalCallerException("denied");
    assertThat(LoadErrors.accessDenied(denied))
        .hasMessageEndingWith(": start it with --enable-native-access=ALL-UNNAMED")
        .hasCause(denied);
  }

  private static List<LogRecord> logged(Runnable work) {
    List<LogRecord> records = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            records.add(record);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("io.github.polars4j");
    Level before = logger.getLevel();
    logger.setUseParentHandlers(false);
    logger.setLevel(Level.ALL);
    logger.addHandler(handler);
    try {
      work.run();
    } finally {
      logger.removeHandler(handler);
      logger.setLevel(before);
      logger.setUseParentHandlers(true);
    }
    return records;
  }

  @Test
  void aDetourIsLoggedAndOneThatIsUsualQuietly() {
    Path file = Path.of("x.so");
    assertThat(logged(() -> LoadErrors.logDetour(List.of(), file))).isEmpty();
    assertThat(logged(() -> LoadErrors.logDetour(List.of(ELSEWHERE), file)))
        .extracting(LogRecord::getLevel)
        .containsExactly(Level.FINE);
    List<LogRecord> records = logged(() -> LoadErrors.logDetour(List.of(ELSEWHERE, MISSING), file));
    assertThat(records).extracting(LogRecord::getLevel).containsExactly(Level.WARNING);
    assertThat(records.get(0).getParameters())
        .containsExactly(file, "\n  - " + ELSEWHERE + "\n  - " + MISSING);
  }
}
