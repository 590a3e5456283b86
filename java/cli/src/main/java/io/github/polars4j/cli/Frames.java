package io.github.polars4j.cli;

import io.github.polars4j.DataFrame;
import io.github.polars4j.JdbcFrames;
import io.github.polars4j.Schema;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Frames one after the other, of one schema. */
interface Frames extends AutoCloseable {
  Schema schema();

  /** The next one, for the caller to close; null at the end. */
  @Nullable DataFrame next() throws IOException, SQLException;

  /** How much was read, from 0 to 1, or NaN. */
  double progress();

  @Override
  void close();

  /** A database's, which stay open. */
  static Frames of(JdbcFrames frames) {
    return new Frames() {
      @Override
      public Schema schema() {
        return frames.schema();
      }

      @Override
      public @Nullable DataFrame next() throws SQLException {
        return frames.hasNext() ? frames.next() : null;
      }

      @Override
      public double progress() {
        return Double.NaN;
      }

      @Override
      public void close() {}
    };
  }
}
