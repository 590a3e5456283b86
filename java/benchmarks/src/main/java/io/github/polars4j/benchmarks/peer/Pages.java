package io.github.polars4j.benchmarks.peer;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Reads a byte of each page of each buffer, so that all of it is in memory. */
final class Pages {
  private static volatile long sum;

  private Pages() {}

  static void touch(VectorSchemaRoot root) {
    long total = 0;
    for (FieldVector vector : root.getFieldVectors()) {
      for (ArrowBuf buffer : vector.getBuffers(false)) {
        for (long at = 0; at < buffer.readableBytes(); at += 4096) {
          total += buffer.getByte(at);
        }
      }
    }
    sum = total;
  }
}
