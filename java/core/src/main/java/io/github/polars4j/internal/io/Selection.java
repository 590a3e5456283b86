package io.github.polars4j.internal.io;

import io.github.polars4j.internal.wire.Checks;
import io.github.polars4j.internal.wire.WireWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which part of a file the binary formats' readers are to read, and how. */
public final class Selection {
  private @Nullable List<String> columns;
  private long skip = -1;
  private long nRows = -1;
  private @Nullable RowIndex rowIndex;
  private @Nullable Boolean memoryMapped;
  private boolean rechunk;

  /** Sets the columns to read. */
  public void columns(String... names) {
    this.columns = List.of(names);
  }

  /** Sets how many rows to read. */
  public void nRows(long rows) {
    this.nRows = Checks.atLeast("number of rows", rows, 0);
  }

  /** Sets how many rows to pass over, and how many to read after them. */
  public void slice(long offset, long rows) {
    this.skip = Checks.atLeast("offset", offset, 0);
    nRows(rows);
  }

  /** Sets a column that counts the rows. */
  public void rowIndex(String name, long offset) {
    this.rowIndex = new RowIndex(name, offset);
  }

  /** Sets whether the file is mapped. */
  public void memoryMapped(boolean memoryMapped) {
    this.memoryMapped = memoryMapped;
  }

  /** Sets whether each column becomes one chunk. */
  public void rechunk(boolean rechunk) {
    this.rechunk = rechunk;
  }

  /** Encodes it for native code. */
  public byte[] encode() {
    return encode(-1);
  }

  /**
   * Encodes it for a read of the record batch or row group of that number.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public byte[] encodeOf(int group) {
    Checks.atLeast("index", group, 0);
    return encode(group);
  }

  private byte[] encode(int group) {
    WireWriter wire = new WireWriter().optStrings(columns).i64(skip).i64(nRows).i64(group);
    RowIndex.encode(wire, rowIndex);
    wire.bool(memoryMapped != null);
    if (memoryMapped != null) {
      wire.bool(memoryMapped);
    }
    return wire.bool(rechunk).toBytes();
  }
}
