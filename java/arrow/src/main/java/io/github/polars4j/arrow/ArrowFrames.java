package io.github.polars4j.arrow;

import io.github.polars4j.CompatLevel;
import io.github.polars4j.DataFrame;
import io.github.polars4j.DuplicateException;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.PolarsException;
import java.io.IOException;
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
 * Frames to and from Arrow Java.
 *
 * <p><b>Into polars</b>, values are shared, not copied, but for {@code VarChar}, {@code VarBinary}
 * and their large forms, which become views; dictionaries, of which those of text become {@code
 * Categorical} and others are decoded; and vectors of types that polars keeps otherwise: decimals
 * of 32 and 64 bits, fixed-size binary, maps' keys and values of such types, {@code DateMilli},
 * times and timestamps in units that polars does not have. Extension types come as what they are
 * stored as. What polars has no type for (unions, intervals, run-end encoding, list views, decimals
 * of 256 bits) is an {@link InvalidOperationException} that names the column.
 *
 * <p><b>Out of polars</b>, values are shared but for columns of several chunks in {@link #toRoot},
 * and for strings and binary values with {@link CompatLevel#OLDEST}. {@code Categorical} and {@code
 * Enum} become dictionaries of text. 128-bit integers, which are polars' own, are refused.
 *
 * <p><b>Lifetimes.</b> Both sides count references, so that frames, roots and readers may be closed
 * in any order, and vectors must not be changed in place while a frame shares their memory. A frame
 * keeps Arrow memory, which the allocator counts, until the frame and all that was made of it
 * (slices, series, other frames) are closed; then the memory is released by the closing thread, at
 * the latest during a later call of polars4j on one of Java's threads. Close them before the
 * allocator, which reports a leak otherwise.
 */
public final class ArrowFrames {
  private ArrowFrames() {}

  /**
   * The rows of a root, whose vectors the frame shares; the root stays the caller's. Dictionaries
   * are looked up in {@code dictionaries}, which may be null if no field has one.
   *
   * @param allocator counts the structures passed between; best the root's own
   * @throws InvalidOperationException if a column is of a type that polars has not, naming it
   * @throws DuplicateException if two columns have the same name
   * @throws PolarsException if the values of a column are not valid, naming it
   */
  public static DataFrame fromRoot(
      BufferAllocator allocator, VectorSchemaRoot root, @Nullable DictionaryProvider dictionaries) {
    Types.checkImport(root.getSchema(), dictionaries);
    try (ArrowArray array = ArrowArray.allocateNew(allocator);
        ArrowSchema schema = ArrowSchema.allocateNew(allocator)) {
      try {
        Data.exportVectorSchemaRoot(allocator, root, dictionaries, array, schema);
        return DataFrame.importFrom(array.memoryAddress(), schema.memoryAddress());
      } finally {
        release(array);
        release(schema);
      }
    }
  }

  /** As {@link #fromRoot(BufferAllocator, VectorSchemaRoot, DictionaryProvider)}, without one. */
  public static DataFrame fromRoot(BufferAllocator allocator, VectorSchemaRoot root) {
    return fromRoot(allocator, root, null);
  }

  /**
   * All record batches that a reader still has, each a chunk of the frame, which shares their
   * memory; the reader stays the caller's.
   *
   * @param allocator counts the structures passed between; best the reader's own
   * @throws IOException what the reader throws, the very same object
   * @throws PolarsException as {@link #fromRoot}
   */
  public static DataFrame fromReader(BufferAllocator allocator, ArrowReader reader)
      throws IOException {
    Types.checkImport(reader.getVectorSchemaRoot().getSchema(), reader);
    LentReader lent = new LentReader(allocator, reader);
    try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
      try {
        Data.exportArrayStream(allocator, lent, stream);
        return DataFrame.importFrom(stream.memoryAddress());
      } finally {
        release(stream);
      }
    } catch (PolarsException e) {
      throw lent.cause(e);
    }
  }

  /**
   * The frame as one record batch, which the caller closes, in polars' own layout: strings are
   * {@code ViewVarCharVector}s.
   *
   * @param dictionaries takes the dictionaries of categories; the caller closes it after the root
   * @throws InvalidOperationException if a column is of a type that Arrow Java has not, naming it
   */
  public static VectorSchemaRoot toRoot(
      BufferAllocator allocator, DataFrame frame, CDataDictionaryProvider dictionaries) {
    return toRoot(allocator, frame, dictionaries, CompatLevel.NEWEST);
  }

  /**
   * As {@link #toRoot(BufferAllocator, DataFrame, CDataDictionaryProvider)}; with {@link
   * CompatLevel#OLDEST} strings are copied into {@code LargeVarCharVector}s.
   */
  public static VectorSchemaRoot toRoot(
      BufferAllocator allocator,
      DataFrame frame,
      CDataDictionaryProvider dictionaries,
      CompatLevel level) {
    Types.checkExport(frame.schema());
    try (ArrowArray array = ArrowArray.allocateNew(allocator);
        ArrowSchema schema = ArrowSchema.allocateNew(allocator)) {
      frame.exportTo(array.memoryAddress(), schema.memoryAddress(), level);
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
   * The frame as record batches, one a chunk, in polars' own layout; the caller closes the reader.
   */
  public static ArrowReader toReader(BufferAllocator allocator, DataFrame frame) {
    return toReader(allocator, frame, CompatLevel.NEWEST);
  }

  /**
   * The frame as record batches, one a chunk, of columns that lie in the same chunks; the caller
   * closes the reader.
   *
   * @throws InvalidOperationException if a column is of a type that Arrow Java has not, naming it
   */
  public static ArrowReader toReader(
      BufferAllocator allocator, DataFrame frame, CompatLevel level) {
    Types.checkExport(frame.schema());
    try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
      frame.exportTo(stream.memoryAddress(), level);
      return Data.importArrayStream(allocator, stream);
    }
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
