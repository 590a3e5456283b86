package io.github.polars4j.arrow;

import io.github.polars4j.ArrowCData;
import io.github.polars4j.Batches;
import io.github.polars4j.CompatLevel;
import io.github.polars4j.DataFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.arrow.c.ArrowArray;
import org.apache.arrow.c.ArrowSchema;
import org.apache.arrow.c.CDataDictionaryProvider;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A reader of frames that are made one after another, each a record batch. */
final class BatchesReader extends ArrowReader {
  private final Batches batches;
  private final CompatLevel level;
  private final CDataDictionaryProvider dictionaries = new CDataDictionaryProvider();

  /** Read for its schema, and not handed out yet. */
  private @Nullable DataFrame first;

  BatchesReader(BufferAllocator allocator, Batches batches, CompatLevel level) {
    super(allocator);
    this.batches = batches;
    this.level = level;
  }

  @Override
  public Map<Long, Dictionary> getDictionaryVectors() throws IOException {
    ensureInitialized();
    return dictionaries.getDictionaryIds().stream()
        .collect(Collectors.toMap(Function.identity(), dictionaries::lookup));
  }

  @Override
  public @Nullable Dictionary lookup(long id) {
    return dictionaries.lookup(id);
  }

  @Override
  public Set<Long> getDictionaryIds() {
    return dictionaries.getDictionaryIds();
  }

  @Override
  protected Schema readSchema() throws IOException {
    first = next();
    try (DataFrame none = DataFrame.fromRows(batches.schema(), List.of());
        ArrowArray array = ArrowArray.allocateNew(allocator);
        ArrowSchema schema = ArrowSchema.allocateNew(allocator)) {
      export(first == null ? none : first, array, schema);
      array.release();
      return Data.importSchema(allocator, schema, dictionaries);
    }
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    ensureInitialized();
    DataFrame known = first;
    first = null;
    try (DataFrame frame = known == null ? next() : known) {
      if (frame == null) {
        return false;
      }
      try (ArrowArray array = ArrowArray.allocateNew(allocator);
          ArrowSchema schema = ArrowSchema.allocateNew(allocator)) {
        export(frame, array, schema);
        schema.release();
        Data.importIntoVectorSchemaRoot(allocator, array, getVectorSchemaRoot(), dictionaries);
        return true;
      }
    }
  }

  private @Nullable DataFrame next() throws IOException {
    try {
      return batches.hasNext() ? batches.next() : null;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void export(DataFrame frame, ArrowArray array, ArrowSchema schema) {
    ArrowCData.exportArray(
        frame, array.memoryAddress(), schema.memoryAddress(), level, batches.customMetadata());
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  public void close(boolean closeReadSource) throws IOException {
    try (dictionaries) {
      DataFrame left = first;
      first = null;
      if (left != null) {
        left.close();
      }
      super.close(closeReadSource);
    }
  }

  @Override
  protected void closeReadSource() {
    batches.close();
  }
}
