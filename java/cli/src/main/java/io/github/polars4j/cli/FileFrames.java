package io.github.polars4j.cli;

import io.github.polars4j.Batches;
import io.github.polars4j.DataFrame;
import io.github.polars4j.PolarsException;
import io.github.polars4j.Schema;
import io.github.polars4j.SchemaMismatchException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file's frames, or standard input's. */
final class FileFrames implements Frames {
  private final Location from;
  private final Batches batches;
  private final List<String> columns;
  private final boolean mayWiden;
  private final Schema schema;

  /**
   * Of these columns alone, in this order; of all if there are none. {@code mayWiden} says that
   * another try with the types of all rows may do what this one can't.
   */
  FileFrames(Location from, Batches batches, List<String> columns, boolean mayWiden) {
    this.from = from;
    this.mayWiden = mayWiden;
    this.batches = batches;
    this.columns = columns;
    try (DataFrame empty = select(DataFrame.empty(batches.schema()))) {
      this.schema = empty.schema();
    } catch (PolarsException e) {
      batches.close();
      throw e;
    }
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public @Nullable DataFrame next() throws IOException {
    try {
      return batches.hasNext() ? select(batches.next()) : null;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (SchemaMismatchException e) {
      String advice = Advice.of(e, from);
      throw mayWiden ? new NarrowTypesException(advice, e) : new CommandException(advice, e);
    } catch (PolarsException e) {
      throw new CommandException(Advice.of(e, from), e);
    }
  }

  /** Makes frames smaller, so that each takes about {@code bytes} at the most. */
  void limitBytes(long bytes) {
    batches.limitBytes(bytes);
  }

  /** The Arrow schema's own, if the format has one. */
  Map<String, String> metadata() {
    return batches.customMetadata();
  }

  @Override
  public double progress() {
    return batches.progress();
  }

  @Override
  public void close() {
    batches.close();
  }

  /** Readers give the file's order, NDJSON's every column. */
  private DataFrame select(DataFrame frame) {
    if (columns.isEmpty()) {
      return frame;
    }
    try (frame) {
      return frame.select(columns);
    }
  }
}
