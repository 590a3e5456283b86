package io.github.polars4j.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** Goes to the executors and reads their parts of files. */
final class FileReading extends AbstractFunction1<PartitionedFile, Iterator<InternalRow>>
    implements Serializable {
  private static final long serialVersionUID = 1;

  private final Broadcast<SerializableConfiguration> configuration;
  private final StructType columns;
  private final Defaults defaults;
  private final StructType partition;
  private final boolean caseSensitive;
  private final boolean columnar;

  FileReading(
      Broadcast<SerializableConfiguration> configuration,
      StructType columns,
      StructType partition,
      boolean caseSensitive,
      boolean columnar) {
    this.configuration = configuration;
    this.columns = columns;
    this.defaults = new Defaults(columns);
    this.partition = partition;
    this.caseSensitive = caseSensitive;
    this.columnar = columnar;
  }

  @Override
  public Iterator<InternalRow> apply(PartitionedFile part) {
    FileBatches batches;
    try {
      batches =
          new FileBatches(
              part, configuration.value().value(), columns, defaults, partition, caseSensitive);
    } catch (IOException e) {
      throw sneaky(e);
    }
    TaskContext task = TaskContext.get();
    if (task != null) {
      TaskCompletionListener closing = done -> batches.close();
      task.addTaskCompletionListener(closing);
    }
    return columnar ? batches.asColumns() : batches.asRows();
  }

  /** Spark tells a missing file from a broken one by the class of what is thrown. */
  @SuppressWarnings("unchecked")
  static <T extends Throwable> UncheckedIOException sneaky(Throwable e) throws T {
    throw (T) e;
  }
}
