package io.github.polars4j.internal.io;

import io.github.polars4j.ProgressListener;
import io.github.polars4j.SchemaMismatchException;
import io.github.polars4j.internal.jni.Format;
import io.github.polars4j.internal.jni.Handle;
import io.github.polars4j.internal.jni.NativeWriter;
import io.github.polars4j.internal.watch.Watch;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An output under way: native code makes finished pieces on threads of its own, and the calling
 * thread takes them when it comes by, writes them, tells the listener and looks whether it was
 * interrupted. Of a file on a local path native code writes the pieces itself.
 */
public final class Writing implements AutoCloseable {
  /** How many bytes of frames wait for other threads while the caller makes the next one. */
  private static final long AHEAD = 32 << 20;

  private final Handle handle;
  private final Output output;
  private final Pump pump;
  private final Watch watch;
  private long ahead = AHEAD;
  private boolean failed;

  private Writing(
      String what, long key, Output output, @Nullable ProgressListener listener, Watch watch) {
    this.handle = new Handle(what, key, () -> discard(output));
    this.output = output;
    this.pump = new Pump(output.sink(), listener);
    this.watch = watch;
  }

  /** Begins an output that gets frame after frame; {@code what} is what messages call it. */
  static Writing open(
      String what,
      Format format,
      byte[] options,
      byte[] schema,
      Output output,
      @Nullable ProgressListener listener,
      Watch watch)
      throws IOException {
    try {
      Sink.checkInterrupt(output.sink());
      long key = open(format, options, schema, 0, output, listener);
      return new Writing(what, key, output, listener, watch);
    } catch (Throwable e) {
      watch.end(0, 0, false);
      discard(output);
      throw e;
    }
  }

  /** Writes one frame, which is all there is, and says how many bytes that were. */
  static long whole(
      Format format,
      byte[] options,
      long frame,
      Output output,
      @Nullable ProgressListener listener,
      Watch watch)
      throws IOException {
    Pump pump = new Pump(output.sink(), listener);
    boolean done = false;
    try {
      Sink.checkInterrupt(output.sink());
      long key = open(format, options, null, frame, output, listener);
      try {
        pump.run(key, NativeWriter.ALL, true);
      } finally {
        Handle.release(key); // closes the file, which Windows cannot rename otherwise
      }
      output.commit();
      done = true;
    } finally {
      watch.end(pump.rows(), pump.bytes(), done);
    }
    return pump.bytes();
  }

  private static long open(
      Format format,
      byte[] options,
      byte @Nullable [] schema,
      long frame,
      Output output,
      @Nullable ProgressListener listener)
      throws IOException {
    String path = output.nativePath();
    boolean told = listener != null;
    return NativeWriter.open(format.ordinal(), options, schema, frame, path, output.name(), told);
  }

  /** Says how many bytes of frames may wait from now on. */
  public void limitBytes(long bytes) {
    ahead = bytes;
  }

  /**
   * Takes the frame of that key, which the caller holds, and writes what is done of those so far.
   *
   * @param all whether to wait until all of it is written
   * @param small whether what is done reaches the user's stream even if it is little
   */
  public void append(long frame, boolean all, boolean small) throws IOException {
    long key = handle.get();
    begin();
    Sink.checkInterrupt(output.sink());
    try {
      NativeWriter.append(key, frame);
    } catch (SchemaMismatchException e) {
      failed = false; // nothing was written
      throw e;
    }
    pump.run(key, all ? NativeWriter.ALL : ahead, all || small);
    failed = false;
  }

  /**
   * Writes all that was appended, a row group that is not full too, and lets the user's stream pass
   * on what it has.
   */
  public void flush() throws IOException {
    long key = handle.get();
    if (!failed) {
      begin();
      pump.run(key, NativeWriter.FLUSH, true);
      failed = false;
    }
    output.flush();
  }

  /** Until it ends well, what follows is a failure. */
  private void begin() {
    if (failed) {
      throw new IllegalStateException(
          "an earlier call of this writer failed: its output is incomplete");
    }
    failed = true;
  }

  /** How many bytes were written so far. Any thread may ask. */
  public long bytes() {
    return pump.bytes();
  }

  /** Writes the end, and makes it all stand. */
  public void finish() throws IOException {
    append(0, true, true);
    handle.release(); // closes the file, which Windows cannot rename otherwise
    output.commit();
    watch.end(pump.rows(), pump.bytes(), true);
  }

  /** Frees native memory, whether it was finished or not; the output stays as it is. */
  public void free() {
    handle.close();
    watch.end(pump.rows(), pump.bytes(), false);
  }

  /** Ends it; what was not finished is removed. */
  @Override
  public void close() throws IOException {
    handle.close();
    watch.end(pump.rows(), pump.bytes(), false);
    output.close();
  }

  /** Without an exception: there is another one already, or nobody to tell. */
  private static void discard(Output output) {
    try {
      output.close();
    } catch (IOException e) {
      System.getLogger("io.github.polars4j").log(Level.WARNING, "left an unfinished file", e);
    }
  }

  /** Drives a writer. */
  private static final class Pump {
    private final @Nullable Sink sink;
    private final @Nullable ProgressListener listener;
    private final long[] state = new long[NativeWriter.STATES];
    private long toldRows;
    private volatile long bytes;

    Pump(@Nullable Sink sink, @Nullable ProgressListener listener) {
      this.sink = sink;
      this.listener = listener;
    }

    void run(long writer, long ahead, boolean drain) throws IOException {
      while (true) {
        ByteBuffer piece = NativeWriter.next(writer, ahead, state);
        tell();
        if (piece != null && sink != null) {
          sink.write(piece);
        } else if (state[NativeWriter.DONE] != 0) {
          break;
        }
        Sink.checkInterrupt(sink);
      }
      if (sink != null && drain) {
        sink.drain();
      }
    }

    long bytes() {
      return bytes;
    }

    long rows() {
      return state[NativeWriter.ROWS];
    }

    private void tell() {
      bytes = state[NativeWriter.BYTES];
      long rows = state[NativeWriter.ROWS];
      if (listener != null && rows > toldRows) {
        toldRows = rows;
        listener.onProgress(rows, bytes);
      }
    }
  }
}
