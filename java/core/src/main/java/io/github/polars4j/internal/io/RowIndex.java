package io.github.polars4j.internal.io;

import io.github.polars4j.internal.wire.Checks;
import io.github.polars4j.internal.wire.Utf8;
import io.github.polars4j.internal.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** A column that counts the rows. */
public record RowIndex(String name, long offset) {
  /** The largest number that it can have. */
  public static final long MAX = 0xffff_ffffL;

  /** Refuses a name or offset that native code cannot take. */
  public RowIndex {
    Utf8.check("row index name", name);
    Checks.range("row index offset", offset, 0, MAX);
  }

  /** Encodes it, or that there is none. */
  public static void encode(WireWriter wire, @Nullable RowIndex index) {
    wire.bool(index != null);
    if (index != null) {
      wire.str(index.name).i64(index.offset);
    }
  }
}
