package io.github.polars4j.arrow;

import io.github.polars4j.ArrowCData;
import io.github.polars4j.Batches;
import io.github.polars4j.CompatLevel;
import io.github.polars4j.ComputeException;
import io.github.polars4j.DataFrame;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.PolarsException;
import java.io.IOException;
import java.util.Map;
import org.apache.arrow.c.ArrowArray;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.ArrowSchema;
import org.apache.arrow.c.CDataDictionaryProvider;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Converts frames to and from vectors of Arrow Java.
 *
 * <p><b>Into polars</b>, values are shared, with these exceptions: {@code VarChar}, {@code
 * VarBinary} and their large forms become views; dictionaries of text become {@code Categorical},
 * other dictionaries are decoded; and types that polars stores in another way are converted:
 * decimals of 32 and 64 bits, fixed-size binary, maps' keys and values of such types, {@code
 * DateMilli}, times and timestamps in units that polars does not have. Of an extension type, the
 * values are those of its storage. Where polars has the values of a type but not the type (unions
 * of one type, run-end encoding, list views, decimals of 256 bits that have 38 digits), they are
 * put together anew. Another type (unions of several types, intervals) is an {@link
 * InvalidOperationException} that names the column.
 *
 * <p><b>Out of polars</b>, values are shared; only columns of several chunks are copied in {@link
 * #toRoot}, and strings and binary values with {@link CompatLevel#OLDEST}. {@code Categorical} and
 * {@code Enum} become dictionaries of text. 128-bit integers, which only polars has, are refused.
 *
 * <p><b>Metadata of the schema</b> is not the frame's: {@link #batches} keeps what a reader has,
 * and {@link #toReader(BufferAllocator, Batches, CompatLevel)} hands it on; the other ways out take
 * it as an argument. {@link #fromRoot} and {@link #fromReader} drop it: {@code
 * getSchema().getCustomMetadata()} of the root has it. Metadata of fields stays with the frame.
 *
 * <p><b>Lifetimes.</b> Both sides count references, so frames, roots and readers may be closed in
 * any order. Do not change vectors in place while a frame shares their memory. A frame keeps Arrow
 * memory, which the allocator counts, until the frame and everything made of it (slices, series,
 * other frames) are closed. Then the closing thread, or a later call of polars4j on a Java thread,
 * releases the memory. Close them before the allocator, which otherwise reports a leak.
 */
public final class ArrowFrames {
  private ArrowFrames() {}

  /**
   * Makes a frame of the rows of a root. It shares the vectors, and the caller still closes the
   * root. Columns of one name get numbers: the second {@code x} is {@code x_duplicated_0}.
   * Dictionaries are looked up in {@code dictionaries}, which may be null if no field has one.
   *
   * @param allocator counts the structures that are passed; best the allocator of the root
   * @throws InvalidOperationException if a column is of a type that polars does not have; the
   *     message names the column
   * @throws PolarsException if the values of a column are not valid; the message names the column
   */
  public static DataFrame fromRoot(
      BufferAllocator allocator, VectorSchemaRoot root, @Nullable DictionaryProvider dictionaries) {
    Types.checkImport(root.getSchema(), dictionaries);
    try (ArrowArray array = ArrowArray.allocateNew(allocator);
        ArrowSchema schema = ArrowSchema.allocateNew(allocator)) {
      try {
        Data.exportVectorSchemaRoot(allocator, root, dictionaries, array, schema);
        return ArrowCData.importArray(array.memoryAddress(), schema.memoryAddress());
      } finally {
        release(array);
        release(schema);
      }
    }
  }

  /**
   * Does the same as {@link #fromRoot(BufferAllocator, VectorSchemaRoot, DictionaryProvider)}
   * without dictionaries.
   */
  public static DataFrame fromRoot(BufferAllocator allocator, VectorSchemaRoot root) {
    return fromRoot(allocator, root, null);
  }

  /**
   * Makes a frame of all record batches that a reader still has. Each becomes a chunk of the frame,
   * which shares their memory. The caller still closes the reader.
   *
   * @param allocator counts the structures that are passed; best the allocator of the reader
   * @throws IOException the same object that the reader throws
   * @throws PolarsException as {@link #fromRoot}
   */
  public static DataFrame fromReader(BufferAllocator allocator, ArrowReader reader)
      throws IOException {
    Types.checkImport(reader.getVectorSchemaRoot().getSchema(), reader);
    LentReader lent = new LentReader(allocator, reader);
    try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
      try {
        Data.exportArrayStream(allocator, lent, stream);
        return ArrowCData.importStream(stream.memoryAddress());
      } finally {
        release(stream);
      }
    } catch (PolarsException e) {
      throw lent.cause(e);
    }
  }

  /**
   * Hands out each record batch that a reader still has as a frame, when it is asked for. {@link
   * Batches#customMetadata} is that of the reader's schema. The caller closes the batches before
   * the reader; frames that were handed out stay valid.
   *
   * @param allocator counts the structures that are passed; best the allocator of the reader
   * @throws IOException the same object that the reader throws when it reads its schema; what it
   *     throws later is the message of a {@link ComputeException} of the batches
   * @throws PolarsException as {@link #fromRoot}
   */
  public static Batches batches(BufferAllocator allocator, ArrowReader reader) throws IOException {
    Types.checkImport(reader.getVectorSchemaRoot().getSchema(), reader);
    LentReader lent = new LentReader(allocator, reader);
    try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
      try {
        Data.exportArrayStream(allocator, lent, stream);
        return Batches.importFrom(stream.memoryAddress());
      } finally {
        release(stream);
      }
    }
  }

  /**
   * Makes one record batch of a frame, which the caller must close, in the layout of polars:
   * strings are {@code ViewVarCharVector}s.
   *
   * @param dictionaries receives the dictionaries of categories; the caller closes it after the
   *     root
   * @throws InvalidOperationException if a column is of a type that Arrow Java does not have; the
   *     message names the column
   */
  public static VectorSchemaRoot toRoot(
      BufferAllocator allocator, DataFrame frame, CDataDictionaryProvider dictionaries) {
    return toRoot(allocator, frame, dictionaries, CompatLevel.NEWEST);
  }

  /**
   * Does the same as {@link #toRoot(BufferAllocator, DataFrame, CDataDictionaryProvider)}; with
   * {@link CompatLevel#OLDEST} strings are copied into {@code LargeVarCharVector}s.
   */
  public static VectorSchemaRoot toRoot(
      BufferAllocator allocator,
      DataFrame frame,
      CDataDictionaryProvider dictionaries,
      CompatLevel level) {
    return toRoot(allocator, frame, dictionaries, level, Map.of());
  }

  /**
   * Does the same as {@link #toRoot(BufferAllocator, DataFrame, CDataDictionaryProvider,
   * CompatLevel)}, with metadata of the schema.
   *
   * @throws IllegalArgumentException if a key or value has an unpaired surrogate
   */
  public static VectorSchemaRoot toRoot(
      BufferAllocator allocator,
      DataFrame frame,
      CDataDictionaryProvider dictionaries,
      CompatLevel level,
      Map<String, String> metadata) {
    Types.checkExport(frame.schema());
    try (ArrowArray array = ArrowArray.allocateNew(allocator);
        ArrowSchema schema = ArrowSchema.allocateNew(allocator)) {
      ArrowCData.exportArray(frame, array.memoryAddress(), schema.memoryAddress(), level, metadata);
      return importRoot(allocator, array, schema, dictionaries);
    }
  }

  private static VectorSchemaRoot importRoot(
      BufferAllocator allocator,
      ArrowArray array,
      ArrowSchema schema,
      CDataDictionaryProvider dictionaries) {
    Schema fields;
    try {
      fields = Data.importSchema(allocator, schema, dictionaries);
    } catch (Throwable e) {
      array.release();
      throw e;
    }
    VectorSchemaRoot root = VectorSchemaRoot.create(fields, allocator);
    try {
      Data.importIntoVectorSchemaRoot(allocator, array, root, dictionaries);
      return root;
    } catch (Throwable e) {
      root.close();
      throw e;
    }
  }

  /**
   * Returns a reader of the record batches of a frame, one for each chunk, in the layout of polars.
   * The caller must close the reader.
   */
  public static ArrowReader toReader(BufferAllocator allocator, DataFrame frame) {
    return toReader(allocator, frame, CompatLevel.NEWEST);
  }

  /**
   * Returns a reader of the record batches of a frame, one for each chunk. Columns are copied first
   * if their chunks differ. The caller must close the reader.
   *
   * @throws InvalidOperationException if a column is of a type that Arrow Java does not have; the
   *     message names the column
   */
  public static ArrowReader toReader(
      BufferAllocator allocator, DataFrame frame, CompatLevel level) {
    return toReader(allocator, frame, level, Map.of());
  }

  /**
   * Does the same as {@link #toReader(BufferAllocator, DataFrame, CompatLevel)}, with metadata of
   * the schema.
   *
   * @throws IllegalArgumentException if a key or value has an unpaired surrogate
   */
  public static ArrowReader toReader(
      BufferAllocator allocator, DataFrame frame, CompatLevel level, Map<String, String> metadata) {
    Types.checkExport(frame.schema());
    try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
      ArrowCData.exportStream(frame, stream.memoryAddress(), level, metadata);
      return Data.importArrayStream(allocator, stream);
    }
  }

  /**
   * Returns a reader of frames that are made one after another, each a record batch, with {@link
   * Batches#customMetadata} as the metadata of the schema. The first frame is made when the schema
   * is asked for. The caller must close the reader, which closes the batches.
   *
   * <p>{@link ArrowReader#loadNextBatch} throws what {@link Batches#next} throws, but the {@link
   * IOException} of an input as it is.
   *
   * @throws InvalidOperationException if a column is of a type that Arrow Java does not have; the
   *     message names the column
   */
  public static ArrowReader toReader(
      BufferAllocator allocator, Batches batches, CompatLevel level) {
    Types.checkExport(batches.schema());
    return new BatchesReader(allocator, batches, level);
  }

  /** Closing the structures alone would forget what is in them. */
  private static void release(ArrowArray array) {
    if (array.snapshot().release != 0) {
      array.release();
    }
  }

  private static void release(ArrowSchema schema) {
    if (schema.snapshot().release != 0) {
      schema.release();
    }
  }

  private static void release(ArrowArrayStream stream) {
    if (stream.snapshot().release != 0) {
      stream.release();
    }
  }
}
