package io.github.polars4j;

import io.github.polars4j.internal.CallGuard;
import io.github.polars4j.internal.Destination;
import io.github.polars4j.internal.Output;
import java.io.IOException;
import java.lang.ref.Reference;

/** What all writers have in common: one destination, written once, by one call at a time. */
final class WriteOnce {
  private final Destination destination;
  private final CallGuard guard;

  /** {@code what} is what messages call the writer. */
  WriteOnce(String what, Destination destination) {
    this.destination = destination;
    this.guard = new CallGuard(what);
  }

  /** Refuses a change of options that comes too late. */
  void check() {
    guard.check();
  }

  /** Writes a frame, which is the end of the writer, whether it succeeds or fails. */
  void finish(DataFrame frame, Body body) throws IOException {
    long key = frame.handle();
    guard.enter();
    try (Output output = destination.open()) {
      body.write(output, key);
      output.commit();
    } finally {
      guard.end("has finished: it writes once");
      guard.exit();
      Reference.reachabilityFence(frame);
    }
  }

  /** Hands the destination over, which is the end of the writer. */
  BatchedWriter batched(Schema schema, BatchedWriter.Opener opener) throws IOException {
    guard.enter();
    try {
      return BatchedWriter.start(schema, destination, opener);
    } finally {
      guard.end("has been used by batched");
      guard.exit();
    }
  }

  /** Refuses any later use. */
  void close() {
    guard.close();
  }

  /** A native method that writes a frame. */
  interface Body {
    void write(Output output, long frame) throws IOException;
  }
}
