package io.github.polars4j.internal.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Consumer;

/**
 * Sets values of a frame as parameters of a statement, or refuses, by {@link
 * IllegalArgumentException}, those that the database would change.
 */
@FunctionalInterface
interface Setter {
  void set(PreparedStatement to, int index, Object value) throws SQLException;

  /** The same, after a look at each value. */
  default Setter checking(Consumer<Object> check) {
    return (to, index, value) -> {
      check.accept(value);
      set(to, index, value);
    };
  }
}
