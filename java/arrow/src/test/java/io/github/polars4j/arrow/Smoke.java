package io.github.polars4j.arrow;

import io.github.polars4j.CompatLevel;
import io.github.polars4j.DataFrame;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.Series;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.c.CDataDictionaryProvider;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.UnionVector;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Each way of {@link ArrowFrames}, with whichever Arrow Java is on the class path. */
final class Smoke {
  private Smoke() {}

  public static void main(String[] args) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        DataFrame frame =
            DataFrame.of(
                Series.of("id", new long[] {1, 2, 3}), Series.of("name", "John", null, "Doe"))) {
      asRoot(allocator, frame);
      asReader(allocator, frame);
      refusesUnions(allocator);
    }
    String version =
        RootAllocator.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    System.out.println("good with " + version.substring(version.lastIndexOf('/') + 1));
  }

  private static void asRoot(BufferAllocator allocator, DataFrame frame) {
    try (CDataDictionaryProvider dictionaries = new CDataDictionaryProvider();
        VectorSchemaRoot root =
            ArrowFrames.toRoot(allocator, frame, dictionaries, CompatLevel.OLDEST)) {
      check(root.getRowCount() == 3, "rows");
      check(((BigIntVector) root.getVector("id")).get(2) == 3, "id");
      check(root.getVector("name").isNull(1), "null");
      check("Doe".equals(root.getVector("name").getObject(2).toString()), "name");
      try (DataFrame back = ArrowFrames.fromRoot(allocator, root, dictionaries)) {
        check(back.toString().equals(frame.toString()), back.toString());
      }
    }
  }

  private static void asReader(BufferAllocator allocator, DataFrame frame) throws IOException {
    try (ArrowReader reader = ArrowFrames.toReader(allocator, frame, CompatLevel.OLDEST);
        DataFrame back = ArrowFrames.fromReader(allocator, reader)) {
      check(back.toString().equals(frame.toString()), back.toString());
    }
  }

  private static void refusesUnions(BufferAllocator allocator) {
    try (UnionVector odd = UnionVector.empty("odd", allocator);
        VectorSchemaRoot root = new VectorSchemaRoot(List.of(odd))) {
      ArrowFrames.fromRoot(allocator, root).close();
      check(false, "a union was taken");
    } catch (InvalidOperationException e) {
      check(e.getMessage().contains("'odd'"), e.getMessage());
    }
  }

  private static void check(boolean good, String what) {
    if (!good) {
      throw new AssertionError(what);
    }
  }
}
