package io.github.polars4j.cli;

import io.github.polars4j.ConcatHow;
import io.github.polars4j.DataFrame;
import io.github.polars4j.JdbcFrames;
import io.github.polars4j.Schema;
import io.github.polars4j.duckdb.DuckBatches;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Frames one after the other, of one schema. */
interface Frames extends AutoCloseable {
  Schema schema();

  /** The next one, for the caller to close; null at the end. */
  @Nullable DataFrame next() throws IOException, SQLException;

  /** How much was read, from 0 to 1, or NaN. */
  double progress();

  @Override
  void close() throws SQLException;

  /** All that are left as one, which the caller closes. */
  static DataFrame all(Frames frames) throws IOException, SQLException {
    List<DataFrame> parts = new ArrayList<>();
    try {
      for (DataFrame next = frames.next(); next != null; next = frames.next()) {
        parts.add(next);
      }
      return parts.isEmpty()
          ? DataFrame.empty(frames.schema())
          : DataFrame.concat(parts, ConcatHow.VERTICAL);
    } finally {
      parts.forEach(DataFrame::close);
    }
  }

  /** One frame, which the caller still closes. */
  static Frames of(DataFrame frame) {
    return new Frames() {
      private boolean given;

      @Override
      public Schema schema() {
        return frame.schema();
      }

      @Override
      public @Nullable DataFrame next() {
        boolean first = !given;
        given = true;
        return first ? frame.head(frame.height()) : null;
      }

      @Override
      public double progress() {
        return Double.NaN;
      }

      @Override
      public void close() {
        given = true;
      }
    };
  }

  /** A database's, by cells. */
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
      public void close() {
        frames.close();
      }
    };
  }

  /** DuckDB's, by columns. */
  static Frames of(DuckBatches batches) {
    return new Frames() {
      @Override
      public Schema schema() {
        return batches.schema();
      }

      @Override
      public @Nullable DataFrame next() throws SQLException {
        return batches.hasNext() ? batches.next() : null;
      }

      @Override
      public double progress() {
        return Double.NaN;
      }

      @Override
      public void close() throws SQLException {
        batches.close();
      }
    };
  }
}
