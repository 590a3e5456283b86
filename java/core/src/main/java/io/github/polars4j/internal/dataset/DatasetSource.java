package io.github.polars4j.internal.dataset;

import io.github.polars4j.Batches;
import io.github.polars4j.ComputeException;
import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.SchemaMismatchException;
import io.github.polars4j.Series;
import io.github.polars4j.internal.io.FrameSource;
import io.github.polars4j.internal.io.RowIndex;
import io.github.polars4j.internal.jni.Handles;
import io.github.polars4j.internal.jni.NativeFrame;
import io.github.polars4j.internal.wire.WireWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one file after the other. While the caller has the frames of a file, the first one of
 * the next file is read by a thread of the common pool.
 */
public final class DatasetSource implements FrameSource {
  private final DatasetFiles files;
  private final int rows;
  private final DataFrame empty;
  private final String[] names;
  private final byte[] schema;
  private long left;
  private long given;
  private long passed;
  private int place;
  private @Nullable Batches open;
  private @Nullable CompletableFuture<Batches> ahead;

  /** Reads {@code nRows} rows at most, in frames of up to {@code rows}. */
  public DatasetSource(DatasetFiles files, int rows, long nRows) {
    this.files = files;
    this.rows = rows;
    this.left = nRows;
    this.empty = DataFrame.empty(files.columns());
    this.names = files.schema().names().toArray(String[]::new);
    this.schema = WireWriter.of(files.schema());
  }

  @Override
  public byte[] describe() {
    return new WireWriter().schema(files.schema()).optMap(files.metadata()).toBytes();
  }

  @Override
  public long next(long limit) throws IOException {
    try {
      return following(limit);
    } catch (SchemaMismatchException e) {
      SchemaMismatchException mismatch =
          new SchemaMismatchException(
              e.getMessage() + "; Dataset.withReader gives a reader with such an option");
      mismatch.initCause(e);
      throw mismatch;
    }
  }

  private long following(long limit) throws IOException {
    while (left > 0) {
      Batches batches = open;
      if (batches == null) {
        if (place == files.count()) {
          return 0;
        }
        batches = begun();
        open = batches;
        if (place + 1 < files.count()) {
          int following = place + 1;
          ahead = CompletableFuture.supplyAsync(() -> begin(following));
        }
      }
      batches.limitBytes(limit);
      try {
        if (batches.hasNext()) {
          try (DataFrame frame = batches.next()) {
            return fitted(frame);
          }
        }
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      batches.close();
      open = null;
      passed += files.size(place);
      place++;
    }
    return 0;
  }

  /** The file whose turn it is. */
  private Batches begun() throws IOException {
    CompletableFuture<Batches> begun = ahead;
    ahead = null;
    try {
      return begun == null ? begin(place) : begun.join();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException io) {
        throw io.getCause();
      }
      if (e.getCause() instanceof RuntimeException exception) {
        throw exception;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  /** Opens a file and reads its first rows. */
  private Batches begin(int file) {
    try {
      Batches batches = files.batches(file, rows);
      try {
        batches.hasNext();
        return batches;
      } catch (Throwable e) {
        batches.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The key of the frame with the columns of all files. */
  private long fitted(DataFrame frame) {
    try (DataFrame some = frame.slice(0, Math.min(left, frame.height()));
        DataFrame whole = files.complete(place, some, empty);
        DataFrame counted = counted(whole);
        DataFrame chosen = counted.select(names)) {
      left -= some.height();
      given += some.height();
      return NativeFrame.withFields(Handles.key(chosen), schema);
    }
  }

  /** With the row index. */
  private DataFrame counted(DataFrame frame) {
    RowIndex index = files.rowIndex();
    if (index == null) {
      return frame.slice(0, frame.height());
    }
    long first = index.offset() + given;
    if (first + frame.height() - 1 > RowIndex.MAX) {
      throw new ComputeException("the row index '" + index.name() + "' does not fit 32 bits");
    }
    try (Series numbers =
            Series.of(index.name(), LongStream.range(first, first + frame.height()).toArray());
        Series column = numbers.cast(DataType.UINT32)) {
      return frame.hstack(column);
    }
  }

  @Override
  public long bytes() {
    return passed + (open == null ? 0 : Math.round(within() * files.size(place)));
  }

  @Override
  public double progress() {
    return (place + within()) / files.count();
  }

  /** How much was read of the file that is open, as far as is known. */
  private double within() {
    Batches batches = open;
    double within = batches == null ? 0 : batches.progress();
    return Double.isNaN(within) ? 0 : within;
  }

  @Override
  public void close() {
    CompletableFuture<Batches> begun = ahead;
    Batches batches = open;
    ahead = null;
    open = null;
    try {
      if (batches != null) {
        batches.close();
      }
    } finally {
      if (begun != null) {
        begun
            .handle(
                (last, failure) -> {
                  if (last != null) {
                    last.close();
                  }
                  return null;
                })
            .join();
      }
      empty.close();
    }
  }
}
