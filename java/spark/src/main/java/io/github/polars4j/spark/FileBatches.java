package io.github.polars4j.spark;

import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.IpcReader;
import io.github.polars4j.RecordBatchInfo;
import io.github.polars4j.Schema;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.vectorized.ColumnVectorUtils;
import org.apache.spark.sql.execution.vectorized.ConstantColumnVector;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;

/**
 * The record batches of one part of a file: those whose message begins within the part. So each
 * belongs to one part.
 */
final class FileBatches implements Closeable {
  private final PartitionedFile part;
  private final StructType columns;
  private final Defaults defaults;
  private final StructType partition;
  private final HadoopFile file;
  private final IpcReader reader;

  /** The name in the file of each of {@link #columns}, null where the file lacks it. */
  private final @Nullable String[] names;

  /** Whether any of them is in the file. */
  private final boolean reads;

  private final Vectors vectors;
  private final List<Batch> batches = new ArrayList<>();
  private int next;
  private @Nullable ArrowBatch held;
  private @Nullable ColumnarBatch ready;
  private boolean closed;

  FileBatches(
      PartitionedFile part,
      Configuration configuration,
      StructType columns,
      Defaults defaults,
      StructType partition,
      boolean caseSensitive)
      throws IOException {
    this.part = part;
    this.columns = columns;
    this.defaults = defaults;
    this.partition = partition;
    this.vectors = new Vectors(caseSensitive);
    this.file = new HadoopFile(part.toPath(), configuration);
    this.reader = new IpcReader(file);
    try {
      // Where a file has grown, its last record batches would belong to no part.
      if (part.fileSize() > 0 && part.fileSize() != file.length()) {
        throw new IOException(
            file.name()
                + " has "
                + file.length()
                + " bytes, and had "
                + part.fileSize()
                + " when Spark listed it: it has changed; load it again, or refresh its table");
      }
      this.names = names(reader.schema(), caseSensitive);
      List<String> wanted = new ArrayList<>();
      for (String name : names) {
        if (name != null && !wanted.contains(name)) {
          wanted.add(name);
        }
      }
      this.reads = !wanted.isEmpty();
      long end = part.start() + part.length();
      int number = 0;
      long row = 0;
      for (RecordBatchInfo batch : reader.layout().recordBatches()) {
        if (batch.offset() >= part.start() && batch.offset() < end && batch.rows() > 0) {
          batches.add(new Batch(number, row, Math.toIntExact(batch.rows())));
        }
        number++;
        row += batch.rows();
      }
      reader.withColumns(wanted.toArray(new String[0]));
    } catch (Throwable e) {
      close();
      throw e;
    }
  }

  /** An iterator over {@link ColumnarBatch}es, as Spark passes them around. */
  @SuppressWarnings("unchecked")
  Iterator<InternalRow> asColumns() {
    return (Iterator<InternalRow>) (Iterator<?>) new Columns();
  }

  Iterator<InternalRow> asRows() {
    StructType all = columns;
    for (StructField field : partition.fields()) {
      all = all.add(field);
    }
    return new Rows(UnsafeProjection.create(all));
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    release();
    reader.close();
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(file.name() + ": " + e.getMessage(), e);
    }
  }

  private void release() {
    if (held != null) {
      held.close();
      held = null;
    }
  }

  /** Reads the next one, so that Spark says of a failure which file it was. */
  private boolean hasMore() {
    if (ready == null) {
      if (next == batches.size()) {
        close();
        return false;
      }
      ready = read(batches.get(next));
      next++;
    }
    return true;
  }

  private ColumnarBatch taken() {
    if (!hasMore()) {
      throw new NoSuchElementException();
    }
    ColumnarBatch batch = ready;
    ready = null;
    return batch;
  }

  private ColumnarBatch read(Batch batch) {
    release();
    int count = batch.rows();
    ColumnVector[] made = new ColumnVector[columns.length() + partition.length()];
    if (reads) {
      try {
        DataFrame frame = reader.readBatch(batch.number());
        held = new ArrowBatch(frame);
        if (frame.height() != count) { // Spark reads memory by what it is told
          throw new IOException(
              file.name()
                  + ": its footer says that record batch "
                  + batch.number()
                  + " has "
                  + count
                  + " rows, and it has "
                  + frame.height());
        }
      } catch (IOException e) {
        throw FileReading.sneaky(e);
      }
    }
    for (int i = 0; i < names.length; i++) {
      StructField field = columns.fields()[i];
      String name = names[i];
      if (RowIndex.is(field)) {
        made[i] = new RowIndex(batch.first());
      } else if (name == null || held == null) {
        made[i] = defaults.vector(i, count);
      } else {
        made[i] = vectors.of(field.dataType(), held.column(name), where(name));
      }
    }
    for (int i = 0; i < partition.length(); i++) {
      ConstantColumnVector constant =
          new ConstantColumnVector(count, partition.fields()[i].dataType());
      ColumnVectorUtils.populate(constant, part.partitionValues(), i);
      made[names.length + i] = constant;
    }
    return new ColumnarBatch(made, count);
  }

  private @Nullable String[] names(Schema schema, boolean caseSensitive) {
    @Nullable String[] found = new String[columns.length()];
    for (int i = 0; i < found.length; i++) {
      String wanted = columns.fields()[i].name();
      int place = Names.find(schema.names(), wanted, caseSensitive, where(wanted));
      found[i] = place < 0 || RowIndex.is(columns.fields()[i]) ? null : schema.field(place).name();
      if (found[i] != null
          && schema.field(found[i]).dataType() instanceof DataType.Unsupported type) {
        throw new UnsupportedOperationException(
            where(found[i]) + " is of type " + type + ": not read");
      }
    }
    return found;
  }

  private String where(String column) {
    return file.name() + ": column \"" + column + "\"";
  }

  /** A record batch: its number, and that of its first row, in the file. */
  private record Batch(int number, long first, int rows) {}

  private final class Columns extends AbstractIterator<ColumnarBatch> implements Closeable {
    @Override
    public boolean hasNext() {
      return hasMore();
    }

    @Override
    public ColumnarBatch next() {
      return taken();
    }

    @Override
    public void close() {
      FileBatches.this.close();
    }
  }

  private final class Rows extends AbstractIterator<InternalRow> implements Closeable {
    private final UnsafeProjection projection;
    private @Nullable ColumnarBatch batch;
    private int row;

    Rows(UnsafeProjection projection) {
      this.projection = projection;
    }

    @Override
    public boolean hasNext() {
      return batch != null && row < batch.numRows() || hasMore();
    }

    @Override
    public InternalRow next() {
      if (batch == null || row == batch.numRows()) {
        batch = taken();
        row = 0;
      }
      return projection.apply(batch.getRow(row++));
    }

    @Override
    public void close() {
      FileBatches.this.close();
    }
  }
}
