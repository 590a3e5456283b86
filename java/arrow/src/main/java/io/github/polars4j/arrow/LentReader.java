package io.github.polars4j.arrow;

import io.github.polars4j.PolarsException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A reader that a stream is made of and may close, while its owner goes on with it; keeps what the
 * reader throws, of which a C stream only passes the message.
 */
final class LentReader extends ArrowReader {
  private final ArrowReader reader;
  private @Nullable Throwable thrown;

  LentReader(BufferAllocator allocator, ArrowReader reader) {
    super(allocator);
    this.reader = reader;
  }

  @Override
  public VectorSchemaRoot getVectorSchemaRoot() throws IOException {
    return reader.getVectorSchemaRoot();
  }

  @Override
  public Map<Long, Dictionary> getDictionaryVectors() throws IOException {
    return reader.getDictionaryVectors();
  }

  @Override
  public @Nullable Dictionary lookup(long id) {
    return reader.lookup(id);
  }

  @Override
  public Set<Long> getDictionaryIds() {
    return reader.getDictionaryIds();
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    try {
      return reader.loadNextBatch();
    } catch (Throwable e) {
      thrown = e;
      throw e;
    }
  }

  @Override
  public long bytesRead() {
    return reader.bytesRead();
  }

  @Override
  public void close() {}

  @Override
  public void close(boolean closeReadSource) {}

  @Override
  protected void closeReadSource() {}

  @Override
  protected Schema readSchema() throws IOException {
    return reader.getVectorSchemaRoot().getSchema();
  }

  /** What the reader threw, if that is what {@code failure} is about. */
  PolarsException cause(PolarsException failure) throws IOException {
    Throwable cause = thrown;
    if (cause == null) {
      return failure;
    }
    cause.addSuppressed(failure);
    if (cause instanceof IOException io) {
      throw io;
    }
    if (cause instanceof RuntimeException runtime) {
      throw runtime;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return failure;
  }
}
