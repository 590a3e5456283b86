package io.github.polars4j;

import io.github.polars4j.internal.io.Destination;
import io.github.polars4j.internal.io.WriteOnce;
import io.github.polars4j.internal.jni.Format;
import io.github.polars4j.internal.wire.Checks;
import io.github.polars4j.internal.wire.Utf8;
import io.github.polars4j.internal.wire.WireWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes Parquet files: polars-io's {@code ParquetWriter}. A writer writes once, with {@link
 * #finish} or {@link #batched}. It takes one call at a time, and no options after its first use.
 *
 * <p>Frames are gathered into row groups, whose columns the threads of polars encode side by side.
 * What {@link Field} says goes into the file: a field that is not nullable is {@code required}, and
 * refused with nulls; metadata and extension types are in the Arrow schema that Arrow's own writers
 * put into the footer, too; {@code arrow.uuid} and {@code arrow.json} are Parquet's {@code UUID}
 * and {@code JSON}. Each page has its minimum and maximum in the page index. There are no Bloom
 * filters, and polars chooses the encodings: dictionaries where values repeat, otherwise plain
 * values.
 */
public final class ParquetWriter implements FrameWriter {
  private static final String ARROW_SCHEMA = "ARROW:schema";

  private final WriteOnce target;
  private ParquetCompression compression = ParquetCompression.zstd();
  private boolean statistics = true;
  private final Map<String, ParquetCompression> columns = new LinkedHashMap<>();
  private int rowGroupSize;
  private long rowGroupBytes = -1;
  private int pageSize;
  private @Nullable Map<String, String> metadata;
  private List<SortKey> keys = List.of();

  /** Writes to a file, which appears or is replaced only when it is complete. */
  public ParquetWriter(Path path) {
    this(Destination.of(path));
  }

  /** Writes to a stream, which is flushed at the end and not closed. */
  public ParquetWriter(OutputStream stream) {
    this(Destination.of(stream));
  }

  /**
   * Writes to a channel, which is not closed.
   *
   * @throws IllegalArgumentException if it is in non-blocking mode
   */
  public ParquetWriter(WritableByteChannel channel) {
    this(Destination.of(channel));
  }

  /** Writes to a file of any kind, which is committed when it is complete, or else discarded. */
  public ParquetWriter(OutputFile file) {
    this(Destination.of(file));
  }

  private ParquetWriter(Destination destination) {
    this.target = new WriteOnce("this ParquetWriter", Format.PARQUET, destination);
    target.codec(compression);
  }

  /** Sets how pages are compressed; Zstandard if not set. */
  public ParquetWriter withCompression(ParquetCompression compression) {
    target.check();
    this.compression = Objects.requireNonNull(compression, "compression");
    target.codec(compression);
    return this;
  }

  /**
   * Sets how the pages of one column are compressed, with all that lies below it.
   *
   * @throws ColumnNotFoundException at {@link #finish} or {@link #batched}, if there is no such
   *     column
   */
  public ParquetWriter withColumnCompression(String column, ParquetCompression compression) {
    target.check();
    columns.put(
        Utf8.check("column name", column), Objects.requireNonNull(compression, "compression"));
    return this;
  }

  /** Sets whether minima, maxima and null counts are written; true if not set. */
  public ParquetWriter withStatistics(boolean statistics) {
    target.check();
    this.statistics = statistics;
    return this;
  }

  /**
   * Sets how many rows a row group has, but for the last, whatever the size of the frames; so many
   * rows are then held in memory. If not set, it is 262,144, or as many as {@link
   * #withRowGroupBytes} allows.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ParquetWriter withRowGroupSize(int rows) {
    target.check();
    Checks.atLeast("row group size", rows, 1);
    this.rowGroupSize = rows;
    return this;
  }

  /**
   * Sets about how much memory the rows of a row group take at most, where {@link
   * #withRowGroupSize} is not set; 256 MB if not set. The writer holds up to four times as much: of
   * rows that are gathered, and of those that are being encoded.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ParquetWriter withRowGroupBytes(long bytes) {
    target.check();
    Checks.atLeast("row group bytes", bytes, 1);
    this.rowGroupBytes = bytes;
    return this;
  }

  /**
   * Sets about how many bytes of values a page has before it is compressed; 1 MiB if not set.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ParquetWriter withDataPageSize(int bytes) {
    target.check();
    Checks.atLeast("data page size", bytes, 1);
    this.pageSize = bytes;
    return this;
  }

  /**
   * Sets the file's key-value metadata, which is the Arrow schema's, too: what {@link
   * ParquetReader#customMetadata} gives.
   *
   * @throws IllegalArgumentException if a key or value is not valid Unicode, or a key is {@code
   *     ARROW:schema}, which the writer sets itself
   */
  public ParquetWriter setCustomSchemaMetadata(Map<String, String> metadata) {
    target.check();
    if (metadata.containsKey(ARROW_SCHEMA)) {
      throw new IllegalArgumentException(
          "metadata: " + ARROW_SCHEMA + " is the writer's own: leave it out");
    }
    this.metadata = Checks.metadata(metadata);
    return this;
  }

  /** Does the same as {@link #setCustomSchemaMetadata}. */
  @Override
  public ParquetWriter withMetadata(Map<String, String> metadata) {
    return setCustomSchemaMetadata(metadata);
  }

  /**
   * Sets by what the rows are sorted, which the file then says of each row group ({@code
   * sorting_columns}), so that readers can merge and skip. The rows stay as they are: sort them
   * before, for instance by {@link DataFrame#sort}. Each row group is checked. Categories are
   * compared as the text that the file has; NaN is above all numbers.
   *
   * <p>{@link #finish} and the methods of {@link BatchedWriter} throw {@link
   * InvalidOperationException} if rows are not in that order, with the number of the first such row
   * of the output, or if a column is nested or named twice.
   *
   * @param keys the most important first; none for an order that is not known, as if not set
   */
  public ParquetWriter withSortedBy(SortKey... keys) {
    target.check();
    this.keys = List.of(keys);
    for (SortKey key : keys) {
      Utf8.check("column name", key.column());
    }
    return this;
  }

  @Override
  public ParquetWriter withProgress(ProgressListener listener) {
    target.progress(listener);
    return this;
  }

  @Override
  public ParquetWriter withSync(boolean sync) {
    target.sync(sync);
    return this;
  }

  /** {@inheritDoc} Frames are gathered until they make a row group. */
  @Override
  public BatchedWriter batched(Schema schema) throws IOException {
    return new BatchedWriter(target, this::encode, schema, false);
  }

  @Override
  public void finish(DataFrame frame) throws IOException {
    target.finish(this::encode, frame.handle());
    Reference.reachabilityFence(frame);
  }

  @Override
  public long bytesWritten() {
    return target.bytes();
  }

  @Override
  public void close() {
    target.close();
  }

  private byte[] encode() {
    WireWriter wire =
        new WireWriter().u8(compression.code()).i32(compression.level()).i32(columns.size());
    columns.forEach((name, own) -> wire.str(name).u8(own.code()).i32(own.level()));
    return wire.bool(statistics)
        .i32(rowGroupSize)
        .i64(rowGroupBytes)
        .i32(pageSize)
        .optMap(metadata)
        .sortKeys(keys)
        .toBytes();
  }
}
