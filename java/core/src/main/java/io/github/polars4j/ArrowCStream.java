package io.github.polars4j;

import io.github.polars4j.internal.jni.Handle;
import io.github.polars4j.internal.jni.NativeStream;
import io.github.polars4j.internal.load.NativeLoader;

/**
 * Holds the memory of an {@code ArrowArrayStream}, the structure of Arrow's C stream interface, so
 * that a frame can be handed to a library that takes its address:
 *
 * <pre>{@code
 * try (ArrowCStream stream = ArrowCStream.allocate()) {
 *   ArrowCData.exportStream(frame, stream.address());
 *   consumer.read(stream.address());
 * }
 * }</pre>
 *
 * <p>A consumer moves the stream out of the structure or releases it there. Any thread may use
 * this.
 */
public final class ArrowCStream implements AutoCloseable {
  private final Handle handle;

  private ArrowCStream(long key) {
    this.handle = new Handle("this ArrowCStream", key);
  }

  /** Makes an empty structure. */
  public static ArrowCStream allocate() {
    NativeLoader.load();
    return new ArrowCStream(NativeStream.allocate());
  }

  /**
   * Returns the address of the structure, which is valid until {@link #close}.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public long address() {
    return NativeStream.addressOf(handle.get());
  }

  /**
   * Tells whether the structure holds no stream: none was put into it, or it was taken over or
   * released.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public boolean isEmpty() {
    return NativeStream.isEmpty(handle.get());
  }

  /**
   * Releases a stream that nobody took over, and frees the memory. Nobody may use the address after
   * that. Closing again does nothing.
   */
  @Override
  public void close() {
    handle.close();
  }
}
