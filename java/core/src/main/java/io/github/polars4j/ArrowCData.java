package io.github.polars4j;

import io.github.polars4j.internal.jni.NativeFrame;
import io.github.polars4j.internal.load.NativeLoader;
import io.github.polars4j.internal.wire.Checks;
import io.github.polars4j.internal.wire.WireWriter;
import java.lang.ref.Reference;
import java.util.Map;

/**
 * Hands frames to libraries in this process, and takes them from there, through Arrow's C data and
 * C stream interfaces: structures in native memory, by their addresses. {@link ArrowCStream} makes
 * such a structure for a stream. For Arrow Java there is {@code ArrowFrames} in {@code
 * polars4j-arrow}, which needs no addresses.
 *
 * <p>Names, types, nullability and metadata of fields pass. Metadata of the schema itself is not
 * the frame's: {@link Batches#customMetadata} of {@link #importBatches} gives what came, and the
 * exports take what is to go along. {@link #importArray} and {@link #importStream} drop it.
 *
 * <p>Addresses are trusted. A wrong one can crash the JVM.
 */
public final class ArrowCData {
  private ArrowCData() {}

  /**
   * Exports a frame as one record batch through Arrow's C Data Interface, in polars' own layout:
   * {@link #exportArray(DataFrame, long, long, CompatLevel)} with {@link CompatLevel#NEWEST}.
   */
  public static void exportArray(DataFrame frame, long arrayAddress, long schemaAddress) {
    exportArray(frame, arrayAddress, schemaAddress, CompatLevel.NEWEST);
  }

  /**
   * Exports a frame as one record batch, a struct array, through Arrow's C Data Interface. The
   * values are shared; only columns of several chunks are copied and, with {@link
   * CompatLevel#OLDEST}, strings and binary values. They live until the consumer releases the
   * array, even if the frame is closed before.
   *
   * <p>Both addresses are trusted: each must be that of an empty {@code struct ArrowArray} or
   * {@code struct ArrowSchema} that this process may write. Anything else can crash the JVM.
   *
   * @throws InvalidOperationException if the name of a column has a NUL character, or if a column
   *     holds 128-bit integers and {@code level} is the oldest; the message names the column
   * @throws IllegalArgumentException if an address is 0 or not aligned
   */
  public static void exportArray(
      DataFrame frame, long arrayAddress, long schemaAddress, CompatLevel level) {
    exportArray(frame, arrayAddress, schemaAddress, level, Map.of());
  }

  /**
   * Does the same as {@link #exportArray(DataFrame, long, long, CompatLevel)}, with metadata of the
   * schema, such as {@link Batches#customMetadata} gives.
   *
   * @throws IllegalArgumentException also if a key or value has an unpaired surrogate
   */
  public static void exportArray(
      DataFrame frame,
      long arrayAddress,
      long schemaAddress,
      CompatLevel level,
      Map<String, String> metadata) {
    boolean newest = level == CompatLevel.NEWEST;
    byte[] wire = wire(metadata);
    NativeFrame.exportArray(frame.handle(), arrayAddress, schemaAddress, newest, wire);
    Reference.reachabilityFence(frame);
  }

  private static byte[] wire(Map<String, String> metadata) {
    return new WireWriter().optMap(Checks.metadata(metadata)).toBytes();
  }

  /**
   * Does the same as {@link #exportStream(DataFrame, long, CompatLevel)} with {@link
   * CompatLevel#NEWEST}.
   */
  public static void exportStream(DataFrame frame, long streamAddress) {
    exportStream(frame, streamAddress, CompatLevel.NEWEST);
  }

  /**
   * Exports a frame through Arrow's C Stream Interface, with a record batch for each chunk. Columns
   * are copied only if their chunks differ; with {@link CompatLevel#OLDEST} strings and binary
   * values are copied too. The stream lives until the consumer releases it, even if the frame is
   * closed before.
   *
   * <p>The address is trusted: it must be that of an empty {@code struct ArrowArrayStream} that
   * this process may write.
   *
   * @throws InvalidOperationException as {@link #exportArray(DataFrame, long, long, CompatLevel)}
   * @throws IllegalArgumentException if the address is 0 or not aligned
   */
  public static void exportStream(DataFrame frame, long streamAddress, CompatLevel level) {
    exportStream(frame, streamAddress, level, Map.of());
  }

  /**
   * Does the same as {@link #exportStream(DataFrame, long, CompatLevel)}, with metadata of the
   * schema, such as {@link Batches#customMetadata} gives.
   *
   * @throws IllegalArgumentException also if a key or value has an unpaired surrogate
   */
  public static void exportStream(
      DataFrame frame, long streamAddress, CompatLevel level, Map<String, String> metadata) {
    boolean newest = level == CompatLevel.NEWEST;
    NativeFrame.exportStream(frame.handle(), streamAddress, newest, wire(metadata));
    Reference.reachabilityFence(frame);
  }

  /**
   * Takes over a record batch, a struct array without null rows, from Arrow's C Data Interface.
   * This method owns both structures from then on, even if it fails. The caller closes the frame.
   *
   * <p>Columns of one name get numbers: the second {@code x} is {@code x_duplicated_0}. Values are
   * shared, with these exceptions: strings and binary values that are not views become views;
   * dictionaries of strings become {@code Categorical}, other dictionaries are decoded; what polars
   * stores in another way is converted (decimals of 32 and 64 bits, fixed-size binary, times and
   * dates in units that polars does not have, unaligned buffers). Of an extension type, the storage
   * type is taken. The producer's release callback runs when no frame or series uses the memory any
   * more: when the last of them is closed or during a later call of this library, always on a Java
   * thread.
   *
   * <p>The addresses are trusted, and so are the lengths and the addresses in what they point to;
   * text, offsets, views and dictionary keys are checked.
   *
   * @throws InvalidOperationException if a column is of a type that polars does not have; the
   *     message names the column
   * @throws ComputeException if the values of a column are not valid; the message names the column
   * @throws IllegalArgumentException if an address is 0, not aligned, or released already
   */
  public static DataFrame importArray(long arrayAddress, long schemaAddress) {
    NativeLoader.load();
    return new DataFrame(NativeFrame.importArray(arrayAddress, schemaAddress));
  }

  /**
   * Takes over a stream of record batches from Arrow's C Stream Interface, each a chunk of the
   * frame, reads it to its end and releases it. Everything else is as for {@link #importArray}.
   *
   * @throws ComputeException also if the producer fails, with its message
   */
  public static DataFrame importStream(long streamAddress) {
    NativeLoader.load();
    return new DataFrame(NativeFrame.importStream(streamAddress));
  }

  /** Does the same as {@link Batches#importFrom}: a frame for each record batch, one by one. */
  public static Batches importBatches(long streamAddress) {
    return Batches.importFrom(streamAddress);
  }
}
