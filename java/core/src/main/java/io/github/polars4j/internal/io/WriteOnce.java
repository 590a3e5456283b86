package io.github.polars4j.internal.io;

import io.github.polars4j.ProgressListener;
import io.github.polars4j.internal.jni.Format;
import io.github.polars4j.internal.watch.Watch;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What all writers have in common: one destination, written once, by one call at a time. */
public final class WriteOnce {
  private final Format format;
  private final Destination destination;
  private final CallGuard guard;
  private @Nullable ProgressListener listener;
  private boolean sync;
  private String codec = "uncompressed";
  private volatile long bytes;

  /** {@code what} is what messages call the writer. */
  public WriteOnce(String what, Format format, Destination destination) {
    this.format = format;
    this.destination = destination;
    this.guard = new CallGuard(what);
  }

  /** Refuses a change of options that comes too late. */
  public void check() {
    guard.check();
  }

  /** Sets the progress listener. */
  public void progress(ProgressListener listener) {
    guard.check();
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  /** Sets what is said of the compression where writes are watched. */
  public void codec(Object compression) {
    this.codec = compression.toString();
  }

  /** Sets whether what was written outlasts a crash of the machine. */
  public void sync(boolean sync) {
    guard.check();
    String refusal = sync ? destination.unsyncable() : null;
    if (refusal != null) {
      throw new IllegalArgumentException(
          "withSync(true) is for files, FileOutputStream and FileChannel, not for " + refusal);
    }
    this.sync = sync;
  }

  /**
   * Writes the frame of that key, which the caller holds. That is the end of the writer, whether it
   * succeeds or fails.
   */
  public void finish(Options options, long frame) throws IOException {
    guard.enter();
    try (Output output = destination.open(sync)) {
      Watch watch = watch(output);
      bytes = Writing.whole(format, options.encode(), frame, output, listener, watch);
    } finally {
      guard.end("has finished: it writes once");
      guard.exit();
    }
  }

  /** How many bytes {@link #finish} wrote; 0 before. */
  public long bytes() {
    return bytes;
  }

  /** Hands the destination over to what gets frame after frame, which is the end of the writer. */
  public Writing batched(String what, Options options, byte[] schema) throws IOException {
    guard.enter();
    try {
      byte[] encoded = options.encode();
      Output output = destination.open(sync);
      return Writing.open(what, format, encoded, schema, output, listener, watch(output));
    } finally {
      guard.end("has been used by batched");
      guard.exit();
    }
  }

  private Watch watch(Output output) {
    return Watch.write(output.name(), format.name(), codec);
  }

  /** Refuses any later use. */
  public void close() {
    guard.close();
  }

  /** What a format is told, for the native side. */
  @FunctionalInterface
  public interface Options {
    /** Checks the options against each other, and encodes them. */
    byte[] encode();
  }
}
