package io.github.polars4j;

import io.github.polars4j.internal.record.RecordAppender;
import io.github.polars4j.internal.record.RecordCodec;
import java.io.IOException;

/**
 * Takes row after row, in bounded memory: every writer of a file or stream, and {@link
 * DatasetWriter}. What writes them makes frames of the rows and hands them on.
 */
public sealed interface RowSink permits FrameWriter, DatasetWriter {
  /**
   * Begins an output that takes row after row. Nothing else may be written then.
   *
   * @param schema the names and types of the columns
   * @throws IOException if the target cannot be written
   * @throws PolarsException if frames of that schema cannot be written in this format; the message
   *     names the column
   * @throws IllegalStateException if this was used or closed, or is in use
   */
  default Appender appender(Schema schema) throws IOException {
    return appender(schema, ValueOptions.DEFAULT);
  }

  /** Does the same with options; the units of time stay those of the schema. */
  default Appender appender(Schema schema, ValueOptions options) throws IOException {
    FrameWriter writer = (FrameWriter) this; // DatasetWriter has its own way
    return new Appender(new Appender.Batched(writer.batched(schema)), schema, options);
  }

  /**
   * Begins an output that takes record after record, with the columns of {@link
   * DataFrame#fromRecords(Class, Iterable)}. Nothing else may be written then.
   *
   * @throws InvalidOperationException if a component's class has no column type, or the record
   *     class cannot be accessed
   * @throws IOException if the target cannot be written
   * @throws PolarsException if such columns cannot be written in this format; the message names the
   *     column
   * @throws IllegalStateException if this was used or closed, or is in use
   */
  default <R extends Record> RowWriter<R> rows(Class<R> type) throws IOException {
    return rows(type, ValueOptions.DEFAULT);
  }

  /** Does the same with options, such as another unit of time. */
  default <R extends Record> RowWriter<R> rows(Class<R> type, ValueOptions options)
      throws IOException {
    RecordCodec codec = RecordCodec.writing(type, null, options);
    return new RowWriter<>(appender(codec.schema(), options), new RecordAppender<>(codec));
  }

  /**
   * Begins an output that takes object after object, with the columns of a mapper. Nothing else may
   * be written then.
   *
   * @throws IOException if the target cannot be written
   * @throws PolarsException if such columns cannot be written in this format; the message names the
   *     column
   * @throws IllegalStateException if this was used or closed, or is in use
   */
  default <T> RowWriter<T> rows(RowMapper<T> mapper) throws IOException {
    return new RowWriter<>(appender(mapper.schema()), mapper.appender());
  }
}
