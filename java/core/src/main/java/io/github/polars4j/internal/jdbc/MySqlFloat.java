package io.github.polars4j.internal.jdbc;

import io.github.polars4j.Series;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A FLOAT of MySQL or MariaDB. The servers' text of one has six digits at most, so that one with as
 * many may be rounded, and is refused; what was prepared on the server comes exactly.
 */
final class MySqlFloat implements Cell {
  private static final int DIGITS = 6;

  private @Nullable ResultSet seen;
  private boolean exact;

  @Override
  public void read(ResultSet rows, int index, Series.Builder to) throws SQLException {
    check(rows, index);
    Cells.readFloat(rows, index, to);
  }

  /** The same as text. */
  @Nullable String text(ResultSet rows, int index) throws SQLException {
    check(rows, index);
    return rows.getString(index);
  }

  private void check(ResultSet rows, int index) throws SQLException {
    if (rows != seen) {
      seen = rows;
      exact = isPrepared(rows.getStatement());
    }
    if (exact) {
      return;
    }
    float value = rows.getFloat(index);
    if (!rows.wasNull() && mayBeRounded(new BigDecimal(Float.toString(value)))) {
      throw new IllegalArgumentException(
          value
              + " may be rounded: the server's text of a FLOAT has six digits. Prepare the query on the server"
              + " (useServerPrepStmts=true and a PreparedStatement), or CAST it to DOUBLE");
    }
  }

  private static boolean mayBeRounded(BigDecimal value) {
    BigDecimal shown = value.stripTrailingZeros();
    return shown.precision() >= DIGITS || shown.precision() - shown.scale() >= DIGITS;
  }

  /** Pools wrap statements. */
  @SuppressWarnings("ConstantValue") // Drivers are not null-marked.
  private static boolean isPrepared(@Nullable Statement statement) throws SQLException {
    if (statement == null) {
      return false;
    }
    Statement bare =
        statement.isWrapperFor(Statement.class) ? statement.unwrap(Statement.class) : statement;
    return bare.getClass().getSimpleName().equals("ServerPreparedStatement");
  }
}
