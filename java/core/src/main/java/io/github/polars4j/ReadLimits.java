package io.github.polars4j;

import io.github.polars4j.internal.wire.Checks;
import java.util.Arrays;

/**
 * What a reader takes of an input that nobody vouches for: {@link FrameReader#withLimits}. What is
 * beyond a limit is refused by an {@link InvalidOperationException} that names the input, what it
 * has, the limit and its method here.
 *
 * <p>Lengths are checked against the bytes that are there whatever the limits are, and memory that
 * is not to be had is an {@link OutOfMemoryError}. The defaults take whatever honest files have; a
 * service that reads files of strangers should set {@link #withMemoryBytes} and {@link #withRows}.
 *
 * <p>Limits are immutable and may be shared.
 */
public final class ReadLimits {
  private static final ReadLimits DEFAULTS =
      new ReadLimits(
          new long[] {
            100,
            1_000_000,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            1L << 28,
            1L << 36,
            1L << 20,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            1L << 26,
            1L << 26,
            100,
          });

  private static final int NESTING_DEPTH = 0;
  private static final int COLUMNS = 1;
  private static final int ROWS = 2;
  private static final int RECORD_BATCHES = 3;
  private static final int METADATA_BYTES = 4;
  private static final int BUFFER_BYTES = 5;
  private static final int UNPACK_RATIO = 6;
  private static final int MEMORY_BYTES = 7;
  private static final int DICTIONARY_VALUES = 8;
  private static final int LINE_BYTES = 9;
  private static final int FIELD_BYTES = 10;
  private static final int MISSING_RATIO = 11;

  /** In the order in which native code reads them. */
  private final long[] limits;

  private ReadLimits(long[] limits) {
    this.limits = limits;
  }

  /** The limits of readers that are told none. */
  public static ReadLimits defaults() {
    return DEFAULTS;
  }

  private ReadLimits with(int which, String what, long limit) {
    long[] changed = limits.clone();
    changed[which] = Checks.atLeast(what, limit, 1);
    return new ReadLimits(changed);
  }

  /**
   * How deep types nest at most, and JSON values: lists, structs, objects. It can only be lowered.
   */
  public int nestingDepth() {
    return (int) limits[NESTING_DEPTH];
  }

  /**
   * Sets {@link #nestingDepth}.
   *
   * @throws IllegalArgumentException if it is less than 1 or more than 100
   */
  public ReadLimits withNestingDepth(int limit) {
    if (limit > DEFAULTS.nestingDepth()) {
      throw new IllegalArgumentException(
          "nesting depth " + limit + ": more than 100 is never read");
    }
    return with(NESTING_DEPTH, "nesting depth", limit);
  }

  /** How many columns there are at most. */
  public int columns() {
    return (int) limits[COLUMNS];
  }

  /**
   * Sets {@link #columns}.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ReadLimits withColumns(int limit) {
    return with(COLUMNS, "columns", limit);
  }

  /** How many rows are read at most, by {@link FrameReader#finish} or all batches together. */
  public long rows() {
    return limits[ROWS];
  }

  /**
   * Sets {@link #rows}.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ReadLimits withRows(long limit) {
    return with(ROWS, "rows", limit);
  }

  /** How many record batches of Arrow, or row groups of Parquet, are read at most. */
  public long recordBatches() {
    return limits[RECORD_BATCHES];
  }

  /**
   * Sets {@link #recordBatches}.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ReadLimits withRecordBatches(long limit) {
    return with(RECORD_BATCHES, "record batches", limit);
  }

  /** How many bytes a piece of metadata has at most: a footer, the head of a message or page. */
  public long metadataBytes() {
    return limits[METADATA_BYTES];
  }

  /**
   * Sets {@link #metadataBytes}.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ReadLimits withMetadataBytes(long limit) {
    return with(METADATA_BYTES, "metadata bytes", limit);
  }

  /** How many bytes a buffer of Arrow or a page of Parquet has at most when it is unpacked. */
  public long bufferBytes() {
    return limits[BUFFER_BYTES];
  }

  /**
   * Sets {@link #bufferBytes}.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ReadLimits withBufferBytes(long limit) {
    return with(BUFFER_BYTES, "buffer bytes", limit);
  }

  /**
   * How many times larger unpacked bytes are than packed ones at most: of a buffer, of a page, and
   * of a packed CSV or NDJSON input as a whole.
   */
  public long unpackRatio() {
    return limits[UNPACK_RATIO];
  }

  /**
   * Sets {@link #unpackRatio}.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ReadLimits withUnpackRatio(long limit) {
    return with(UNPACK_RATIO, "unpack ratio", limit);
  }

  /** How many bytes a frame takes at most: that of {@link FrameReader#finish}, or each batch. */
  public long memoryBytes() {
    return limits[MEMORY_BYTES];
  }

  /**
   * Sets {@link #memoryBytes}.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ReadLimits withMemoryBytes(long limit) {
    return with(MEMORY_BYTES, "memory bytes", limit);
  }

  /** How many values a dictionary has at most. */
  public long dictionaryValues() {
    return limits[DICTIONARY_VALUES];
  }

  /**
   * Sets {@link #dictionaryValues}.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ReadLimits withDictionaryValues(long limit) {
    return with(DICTIONARY_VALUES, "dictionary values", limit);
  }

  /** How many bytes a row of CSV or a line of NDJSON has at most. */
  public long lineBytes() {
    return limits[LINE_BYTES];
  }

  /**
   * Sets {@link #lineBytes}.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ReadLimits withLineBytes(long limit) {
    return with(LINE_BYTES, "line bytes", limit);
  }

  /** How many bytes a text of CSV or NDJSON has at most. */
  public long fieldBytes() {
    return limits[FIELD_BYTES];
  }

  /**
   * Sets {@link #fieldBytes}.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ReadLimits withFieldBytes(long limit) {
    return with(FIELD_BYTES, "field bytes", limit);
  }

  /**
   * How many values rows of CSV and NDJSON may lack for each byte that they have: fields that a row
   * ends before, keys that an object does not have. Each is a null, which takes as much memory as a
   * value. The first 16,777,216 of a few megabytes of text are not counted.
   */
  public long missingRatio() {
    return limits[MISSING_RATIO];
  }

  /**
   * Sets {@link #missingRatio}.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ReadLimits withMissingRatio(long limit) {
    return with(MISSING_RATIO, "missing ratio", limit);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReadLimits that && Arrays.equals(limits, that.limits);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(limits);
  }

  @Override
  public String toString() {
    return "ReadLimits" + Arrays.toString(limits);
  }
}
