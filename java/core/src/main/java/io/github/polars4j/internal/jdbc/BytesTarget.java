package io.github.polars4j.internal.jdbc;

import java.util.Locale;

/** Bytes on their way into a table: columns of a fixed length make more of them. */
final class BytesTarget {
  private BytesTarget() {}

  static Setter of(Described column, Setter plain) {
    String name = column.sqlType().toUpperCase(Locale.ROOT);
    boolean fixed =
        name.equals("BINARY") || name.startsWith("BINARY(") || name.startsWith("CHAR () FOR BIT");
    return fixed ? filling(plain, column.precision()) : plain;
  }

  /** Refuses what does not have as many bytes as the column. */
  static Setter filling(Setter plain, int length) {
    return plain.checking(
        value -> {
          int own = ((byte[]) value).length;
          if (own != length) {
            throw new IllegalArgumentException(
                own
                    + " bytes, and the column makes them "
                    + length
                    + ": one of another type keeps them");
          }
        });
  }
}
