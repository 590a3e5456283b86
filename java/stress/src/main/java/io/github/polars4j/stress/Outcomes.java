package io.github.polars4j.stress;

import io.github.polars4j.DataFrame;
import io.github.polars4j.IpcStreamReader;
import io.github.polars4j.Series;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.Callable;

/** What became of a call, as a number. */
final class Outcomes {
  /** The call was refused, as what is closed, finished or in use. */
  static final int REFUSED = -1;

  private static final int ROWS = 3;

  private Outcomes() {}

  /** What the call gives, or {@link #REFUSED}; any other failure fails the test. */
  static int of(Callable<Integer> call) {
    try {
      return call.call();
    } catch (IllegalStateException e) {
      return REFUSED;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** A column of {@link #ROWS} values, which are its length. */
  static Series series() {
    return Series.of("n", new long[] {ROWS, ROWS, ROWS});
  }

  /**
   * The rows of a stream whose writer has finished, if all of them are those of {@link #series}.
   */
  static int rows(ByteArrayOutputStream stream) {
    ByteArrayInputStream bytes = new ByteArrayInputStream(stream.toByteArray());
    try (DataFrame frame = new IpcStreamReader(bytes).finish()) {
      return frame.height() == 0 ? 0 : whole(frame);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** How many rows the frame has, all of which are those of {@link #series}. */
  static int whole(DataFrame frame) {
    try (Series series = frame.column(0)) {
      return whole(series);
    }
  }

  static int whole(Series series) {
    long[] values = series.toLongArray();
    for (long value : values) {
      if (value != ROWS) {
        throw new AssertionError("a value is " + value);
      }
    }
    return values.length;
  }
}
