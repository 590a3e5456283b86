package io.github.polars4j.spark;

import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.Field;
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
  private final StructType partition;
  private final HadoopFile file;
  private final IpcReader reader;

  /** The name in the file of each of {@link #columns}, null where the file lacks it. */
  private final @Nullable String[] names;

  /** Whether any of them is in the file. */
  private final boolean reads;

  private final List<Integer> numbers = new ArrayList<>();
  private final List<Long> rows = new ArrayList<>();
  private int next;
  private @Nullable ArrowBatch held;
  private boolean closed;

  FileBatches(
      PartitionedFile part,
      Configuration configuration,
      StructType columns,
      StructType partition,
      boolean caseSensitive)
      throws IOException {
    this.part = part;
    this.columns = columns;
    this.partition = partition;
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
      for (RecordBatchInfo batch : reader.layout().recordBatches()) {
        if (batch.offset() >= part.start() && batch.offset() < end && batch.rows() > 0) {
          numbers.add(number);
          rows.add(batch.rows());
        }
        number++;
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

  private boolean hasMore() {
    if (next < numbers.size()) {
      return true;
    }
    close();
    return false;
  }

  private ColumnarBatch read() {
    if (next == numbers.size()) {
      throw new NoSuchElementException();
    }
    release();
    int number = numbers.get(next);
    int count = Math.toIntExact(rows.get(next));
    next++;
    ColumnVector[] vectors = new ColumnVector[columns.length() + partition.length()];
    if (reads) {
      try (DataFrame frame = reader.readBatch(number)) {
        if (frame.height() != count) { // Spark reads memory by what it is told
          throw new IOException(
              file.name()
                  + ": its footer says that record batch "
                  + number
                  + " has "
                  + count
                  + " rows, and it has "
                  + frame.height());
        }
        held = new ArrowBatch(frame);
      } catch (IOException e) {
        throw FileReading.sneaky(e);
      }
    }
    for (int i = 0; i < names.length; i++) {
      StructField field = columns.fields()[i];
      String name = names[i];
      if (name == null || held == null) {
        vectors[i] = Vectors.nulls(field.dataType(), count);
      } else {
        String where = file.name() + ": column \"" + name + "\"";
        vectors[i] = Vectors.of(field.dataType(), held.column(name), where);
      }
    }
    for (int i = 0; i < partition.length(); i++) {
      ConstantColumnVector constant =
          new ConstantColumnVector(count, partition.fields()[i].dataType());
      ColumnVectorUtils.populate(constant, part.partitionValues(), i);
      vectors[names.length + i] = constant;
    }
    return new ColumnarBatch(vectors, count);
  }

  private @Nullable String[] names(Schema schema, boolean caseSensitive) {
    @Nullable String[] found = new String[columns.length()];
    for (int i = 0; i < found.length; i++) {
      String wanted = columns.fields()[i].name();
      for (Field field : schema.fields()) {
        String name = field.name();
        if (name.equals(wanted)) {
          found[i] = name;
          break;
        } else if (!caseSensitive && name.equalsIgnoreCase(wanted)) {
          if (found[i] != null) {
            throw new IllegalArgumentException(
                file.name()
                    + ": column \""
                    + wanted
                    + "\" may be \""
                    + found[i]
                    + "\" or \""
                    + name
                    + "\"; set spark.sql.caseSensitive to true");
          }
          found[i] = name;
        }
      }
      if (found[i] != null
          && schema.field(found[i]).dataType() instanceof DataType.Unsupported type) {
        throw new UnsupportedOperationException(
            file.name() + ": column \"" + found[i] + "\" is of type " + type + ": not read");
      }
    }
    return found;
  }

  private final class Columns extends AbstractIterator<ColumnarBatch> implements Closeable {
    @Override
    public boolean hasNext() {
      return hasMore();
    }

    @Override
    public ColumnarBatch next() {
      return read();
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
        batch = read();
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
