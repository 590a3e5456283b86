package io.github.polars4j.spark;

import io.github.polars4j.BatchedWriter;
import io.github.polars4j.DataFrame;
import io.github.polars4j.IpcWriter;
import io.github.polars4j.Schema;
import io.github.polars4j.Series;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.types.StructType;

/** Writes the rows of a task into one file. */
final class IpcOutput extends OutputWriter {
  /** So many bytes of rows are handed on at once. */
  static final int BLOCK_BYTES = 8 << 20;

  private static final int BLOCK_ROWS = 1 << 16;
  private static final int CHECKED = 1 << 6;

  private final String path;
  private final Schema schema;
  private final Block[] blocks;
  private final FSDataOutputStream stream;
  private final BatchedWriter writer;
  private int rows;

  /** Bytes of rows that came since {@link #bytes} was asked, where rows tell. */
  private long unchecked;

  private long before;
  private boolean failed;

  IpcOutput(String path, StructType schema, WriteOptions options, Configuration configuration)
      throws IOException {
    this.path = path;
    this.schema = Types.schema(schema);
    this.blocks = Blocks.of(schema.fields());
    Path target = new Path(path);
    this.stream = target.getFileSystem(configuration).create(target, false);
    try {
      this.writer = options.applyTo(new IpcWriter(stream)).batched(this.schema);
    } catch (Throwable e) {
      stream.close();
      throw e;
    }
  }

  @Override
  public void write(InternalRow row) {
    try {
      for (int i = 0; i < blocks.length; i++) {
        blocks[i].add(row, i);
      }
      rows++;
      unchecked += row instanceof UnsafeRow unsafe ? unsafe.getSizeInBytes() : 0;
      if (rows == BLOCK_ROWS || isToBeChecked() && bytes() >= BLOCK_BYTES) {
        pass();
      }
    } catch (Throwable e) {
      failed = true;
      throw e;
    }
  }

  /** Completes the file; after a failure, only lets go of it: Spark removes it. */
  @Override
  public void close() {
    try (stream;
        writer) {
      if (!failed) {
        failed = true;
        pass();
        writer.finish();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String path() {
    return path;
  }

  /** Whether enough came to count it, which takes time where there are many columns. */
  private boolean isToBeChecked() {
    if (rows % CHECKED != 0 && unchecked < BLOCK_BYTES) {
      return false;
    }
    unchecked = 0;
    return true;
  }

  private long bytes() {
    long bytes = 0;
    for (Block block : blocks) {
      bytes += block.bytes();
    }
    return bytes;
  }

  private void pass() {
    if (rows == 0) {
      return;
    }
    List<Series> columns = new ArrayList<>();
    try {
      for (int i = 0; i < blocks.length; i++) {
        columns.add(blocks[i].finish(schema.field(i).name()));
      }
      try (DataFrame frame = DataFrame.of(columns)) {
        writer.writeBatch(frame);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          path + ", in the rows from " + before + " on: " + e.getMessage(), e);
    } finally {
      columns.forEach(Series::close);
    }
    before += rows;
    rows = 0;
  }
}
