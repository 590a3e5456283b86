import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.Types;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

// Years are a BigInt column without nulls. Int and BigInt come together as BigInt.
public final class ArrowJob implements AutoCloseable {
  private static final int ROWS = 100_000;

  // A file that is written: its rows gather in a root.
  private final VectorSchemaRoot root;
  private final FileOutputStream out;
  private final ArrowFileWriter writer;
  private int rows;

  ArrowJob(Path file, Schema schema, BufferAllocator allocator) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    root = VectorSchemaRoot.create(schema, allocator);
    out = new FileOutputStream(file.toFile());
    writer = new ArrowFileWriter(root, null, out.getChannel());
    writer.start();
  }

  void add(VectorSchemaRoot batch, int row, Long year) throws IOException {
    for (FieldVector to : root.getFieldVectors()) {
      FieldVector from = batch.getVector(to.getName());
      if (from == null && year != null && to.getName().equals("year")) {
        ((BigIntVector) to).setSafe(rows, year);
      } else if (from == null || from.isNull(row)) {
        to.setNull(rows);
      } else if (from instanceof IntVector ints && to instanceof BigIntVector longs) {
        longs.setSafe(rows, ints.get(row));
      } else {
        to.copyFromSafe(row, rows, from);
      }
    }
    if (++rows == ROWS) {
      flush();
    }
  }

  void flush() throws IOException {
    root.setRowCount(rows);
    writer.writeBatch();
    root.allocateNew();
    rows = 0;
  }

  @Override
  public void close() throws IOException {
    if (rows > 0) {
      flush();
    }
    writer.end();
    writer.close();
    out.close();
    root.close();
  }

  static List<Path> list(Path folder, String glob) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
      found.forEach(files::add);
    }
    Collections.sort(files);
    return files;
  }

  static Field wider(Field one, Field other) {
    if (one.getType().equals(other.getType())) {
      return one;
    }
    List<MinorType> types =
        List.of(
            Types.getMinorTypeForArrowType(one.getType()),
            Types.getMinorTypeForArrowType(other.getType()));
    if (types.contains(MinorType.INT) && types.contains(MinorType.BIGINT)) {
      return Field.nullable(one.getName(), MinorType.BIGINT.getType());
    }
    throw new IllegalArgumentException(one + " and " + other + " do not come together");
  }

  static Map<String, Field> united(List<Path> files, BufferAllocator allocator) throws IOException {
    Map<String, Field> fields = new LinkedHashMap<>();
    for (Path file : files) {
      try (FileInputStream in = new FileInputStream(file.toFile());
          ArrowFileReader reader = new ArrowFileReader(in.getChannel(), allocator)) {
        for (Field field : reader.getVectorSchemaRoot().getSchema().getFields()) {
          fields.merge(field.getName(), field, ArrowJob::wider);
        }
      }
    }
    return fields;
  }

  static void partition(BufferAllocator allocator) throws IOException {
    List<Path> files = list(Path.of("in"), "*.arrow");
    Map<String, Field> fields = united(files, allocator);
    fields.remove("year");
    Schema schema = new Schema(fields.values());
    Map<Long, ArrowJob> parts = new TreeMap<>();
    try {
      for (Path file : files) {
        try (FileInputStream in = new FileInputStream(file.toFile());
            ArrowFileReader reader = new ArrowFileReader(in.getChannel(), allocator)) {
          VectorSchemaRoot batch = reader.getVectorSchemaRoot();
          while (reader.loadNextBatch()) {
            BigIntVector years = (BigIntVector) batch.getVector("year");
            for (int row = 0; row < batch.getRowCount(); row++) {
              long year = years.get(row);
              if (!parts.containsKey(year)) {
                Path part = Path.of("out", "year=" + year, "part-0.arrow");
                parts.put(year, new ArrowJob(part, schema, allocator));
              }
              parts.get(year).add(batch, row, null);
            }
          }
        }
      }
    } finally {
      for (ArrowJob part : parts.values()) {
        part.close();
      }
    }
  }

  static void together(BufferAllocator allocator) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path folder : list(Path.of("out"), "year=*")) {
      files.addAll(list(folder, "*.arrow"));
    }
    Map<String, Field> fields = united(files, allocator);
    fields.put("year", new Field("year", FieldType.nullable(MinorType.BIGINT.getType()), null));
    try (ArrowJob all =
        new ArrowJob(Path.of("all.arrow"), new Schema(fields.values()), allocator)) {
      for (Path file : files) {
        long year = Long.parseLong(file.getParent().getFileName().toString().substring(5));
        try (FileInputStream in = new FileInputStream(file.toFile());
            ArrowFileReader reader = new ArrowFileReader(in.getChannel(), allocator)) {
          while (reader.loadNextBatch()) {
            for (int row = 0; row < reader.getVectorSchemaRoot().getRowCount(); row++) {
              all.add(reader.getVectorSchemaRoot(), row, year);
            }
          }
        }
      }
    }
  }

  public static void main(String[] args) throws IOException {
    try (BufferAllocator allocator = new RootAllocator()) {
      partition(allocator);
      together(allocator);
    }
  }
}
