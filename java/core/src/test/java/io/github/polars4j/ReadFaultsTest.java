package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fails under a reader is told as that, with the file's name, by every reader. */
@EnabledOnOs(OS.LINUX)
class ReadFaultsTest {
  @TempDir Path folder;

  /** How a file is read. */
  private enum How {
    FINISH,
    BATCHES,
    SCHEMA
  }

  /** Lets each read of a file fail, be short or be interrupted; a line for what should not be. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
      FaultShim shim = FaultShim.here();
      int reads = 0;
      try (DataFrame frame = Faults.frame()) {
        for (Readers.Format format : Readers.all().toList()) {
          Path file = Path.of(args[0], format.name().replace(' ', '-'));
          Files.write(file, format.write(frame));
          for (How how : How.values()) {
            shim.disarm();
            read(format, how, file, frame);
            int calls = shim.hits(FaultShim.Call.READ);
            if (calls == 0) {
              System.out.println(format + " " + how + ": no read was seen");
            }
            for (int nth = 1; nth <= calls; nth++) {
              for (int fault : new int[] {FaultShim.EIO, FaultShim.EINTR, FaultShim.SHORT}) {
                shim.arm(FaultShim.Call.READ, nth, fault, fault == FaultShim.SHORT);
                String wrong = look(format, how, file, frame, fault == FaultShim.EIO);
                boolean happened = shim.hits(FaultShim.Call.READ) >= nth;
                shim.disarm();
                if (wrong != null && happened) {
                  System.out.println(
                      format + " " + how + ", read " + nth + ", fault " + fault + ": " + wrong);
                }
                reads++;
              }
            }
          }
        }
      }
      System.out.println("reads " + (reads > 100));
    }

    private static String look(
        Readers.Format format, How how, Path file, DataFrame frame, boolean fails) {
      try {
        boolean same = read(format, how, file, frame);
        return !same ? "other values" : fails ? "no exception" : null;
      } catch (IOException | RuntimeException e) {
        boolean told =
            e instanceof IOException
                && e.getMessage().contains(file.toString())
                && e.getMessage().contains("Input/output error");
        return fails && told ? null : e.toString();
      }
    }

    private static boolean read(Readers.Format format, How how, Path file, DataFrame frame)
        throws IOException {
      try (FrameReader reader = format.path().apply(file)) {
        switch (how) {
          case FINISH -> {
            try (DataFrame read = reader.finish()) {
              return read.contentEquals(frame);
            }
          }
          case SCHEMA -> {
            return reader.schema().equals(frame.schema());
          }
          default -> {
            try (Batches batches = reader.batches(10_000)) {
              long rows = 0;
              while (batches.hasNext()) {
                try (DataFrame part = batches.next();
                    DataFrame wanted = frame.slice(rows, part.height())) {
                  rows += part.height();
                  if (!part.contentEquals(wanted)) {
                    return false;
                  }
                }
              }
              return rows == frame.height();
            } catch (UncheckedIOException e) {
              throw e.getCause();
            }
          }
        }
      }
    }
  }

  @Test
  void areToldByTheFilesName() throws Exception {
    Path marked = Files.createDirectory(folder.resolve("marked"));
    assertThat(FaultShim.run(folder, marked, Main.class, marked.toString()))
        .isEqualTo("reads true");
  }
}
