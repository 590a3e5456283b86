package io.github.polars4j.benchmarks.peer;

import io.github.polars4j.CompatLevel;
import io.github.polars4j.DataFrame;
import io.github.polars4j.IpcWriter;
import io.github.polars4j.Series;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;

/** A program that writes three rows, the same as the workload "first", and ends. */
final class FirstWrite {
  private FirstWrite() {}

  /** Writes by what is named first, to the file that is named next. */
  public static void main(String[] args) throws IOException {
    switch (args[0]) {
      case "polars4j" -> Polars4j.write(Path.of(args[1]));
      case "arrow-java" -> ArrowJava.write(Path.of(args[1]));
      case "nothing" -> {}
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  /** In a class of its own, so that the other's are not loaded. */
  private static final class Polars4j {
    static void write(Path file) throws IOException {
      try (DataFrame frame =
          DataFrame.of(
              Series.of("id", new long[] {1, 2, 3}), Series.of("name", "John", "Doe", null))) {
        new IpcWriter(file).withCompatLevel(CompatLevel.OLDEST).finish(frame);
      }
    }
  }

  private static final class ArrowJava {
    static void write(Path file) throws IOException {
      try (BufferAllocator allocator = new RootAllocator();
          BigIntVector id = new BigIntVector("id", allocator);
          VarCharVector name = new VarCharVector("name", allocator);
          VectorSchemaRoot root = VectorSchemaRoot.of(id, name);
          FileChannel channel =
              FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          ArrowFileWriter writer =
              new ArrowFileWriter(root, new DictionaryProvider.MapDictionaryProvider(), channel)) {
        for (int i = 0; i < 3; i++) {
          id.setSafe(i, i + 1);
        }
        name.setSafe(0, "John".getBytes(StandardCharsets.UTF_8));
        name.setSafe(1, "Doe".getBytes(StandardCharsets.UTF_8));
        name.setNull(2);
        root.setRowCount(3);
        writer.start();
        writer.writeBatch();
        writer.end();
      }
    }
  }
}
