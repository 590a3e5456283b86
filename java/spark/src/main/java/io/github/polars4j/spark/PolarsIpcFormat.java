package io.github.polars4j.spark;

import io.github.polars4j.BatchedWriter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.CaseInsensitiveMap;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Reads and writes Arrow IPC files in Spark, on its executors, by the name {@code polars-ipc}:
 *
 * <pre>{@code
 * rows.write().format("polars-ipc").option("compression", "zstd").save("/data/orders");
 * Dataset<Row> orders = spark.read().format("polars-ipc").load("/data/orders");
 * }</pre>
 *
 * <p>Options of a write are {@code compression} ({@code none}, {@code lz4}, {@code zstd}, {@code
 * zstd:N}), {@code compatLevel} ({@code newest}, {@code oldest}), {@code recordBatchSize} (rows)
 * and {@code metadata.KEY}; of a read, {@code mergeSchema}. Anything else is refused by an {@link
 * IllegalArgumentException} that says what is allowed.
 *
 * <p>A task of a write holds some megabytes of rows besides what {@link BatchedWriter} does; a task
 * of a read holds one record batch. Record batches are what a file is split by. Spark makes objects
 * of this class and calls them on any thread; they have no state.
 */
public final class PolarsIpcFormat implements FileFormat, DataSourceRegister, Serializable {
  private static final long serialVersionUID = 1;

  /** Makes the format, as Spark does. */
  public PolarsIpcFormat() {
    // There is nothing to set up.
  }

  /** Returns {@code polars-ipc}. */
  @Override
  public String shortName() {
    return "polars-ipc";
  }

  /** Returns what query plans call the format. */
  @Override
  public String toString() {
    return "Polars-IPC";
  }

  /** All of this format are equal, so that Spark finds plans again that it has cached. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PolarsIpcFormat;
  }

  @Override
  public int hashCode() {
    return PolarsIpcFormat.class.hashCode();
  }

  @Override
  public Option<StructType> inferSchema(
      SparkSession spark,
      scala.collection.immutable.Map<String, String> options,
      Seq<FileStatus> files) {
    return Footers.schema(spark, options, files);
  }

  @Override
  public OutputWriterFactory prepareWrite(
      SparkSession spark,
      Job job,
      scala.collection.immutable.Map<String, String> options,
      StructType schema) {
    if (schema.length() == 0) { // which Spark lets pass by spark.sql.legacy.allowEmptySchemaWrite
      throw new IllegalArgumentException(
          "there is no column to write, and rows without columns would be lost; add one");
    }
    Names.check(schema, "column ");
    return new IpcOutputs(WriteOptions.of(asWritten(options), schema));
  }

  /** Says that record batches of a file may be read by several tasks. */
  @Override
  public boolean isSplitable(
      SparkSession spark, scala.collection.immutable.Map<String, String> options, Path path) {
    return true;
  }

  /** Says that rows come as columns, whatever their types are. */
  @Override
  public boolean supportBatch(SparkSession spark, StructType schema) {
    return true;
  }

  /** Tells the types that can be written: all but calendar intervals and places. */
  @Override
  public boolean supportDataType(DataType type) {
    return Types.isSupported(type);
  }

  /** Returns Spark's own, and {@code row_index}, the number of a row in its file. */
  @Override
  public Seq<StructField> metadataSchemaFields() {
    List<StructField> fields =
        new ArrayList<>(CollectionConverters.asJava(FileFormat.super.metadataSchemaFields()));
    fields.add(ParquetFileFormat.ROW_INDEX_FIELD());
    return CollectionConverters.asScala(fields).toSeq();
  }

  @Override
  public Function1<PartitionedFile, Iterator<InternalRow>> buildReaderWithPartitionValues(
      SparkSession spark,
      StructType dataSchema,
      StructType partitionSchema,
      StructType requiredSchema,
      Seq<Filter> filters,
      scala.collection.immutable.Map<String, String> options,
      Configuration configuration) {
    boolean columnar =
        Boolean.parseBoolean(options.getOrElse(FileFormat.OPTION_RETURNING_BATCH(), () -> "false"));
    return new FileReading(
        SerializableConfiguration.broadcast(spark.sparkContext(), configuration),
        requiredSchema,
        partitionSchema,
        SQLConf.get().caseSensitiveAnalysis(),
        columnar);
  }

  /** The options with their keys as the user wrote them. */
  private static Map<String, String> asWritten(
      scala.collection.immutable.Map<String, String> options) {
    scala.collection.immutable.Map<String, String> original =
        options instanceof CaseInsensitiveMap<String> folded ? folded.originalMap() : options;
    return new HashMap<>(CollectionConverters.asJava(original));
  }
}
