package shop;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;

public final class ArrowJob {
  record Person(long id, String name) {}

  static void write(BufferAllocator allocator, List<Person> people) throws IOException {
    try (BigIntVector id = new BigIntVector("id", allocator);
        VarCharVector name = new VarCharVector("name", allocator);
        VectorSchemaRoot root = VectorSchemaRoot.of(id, name);
        FileOutputStream out = new FileOutputStream("people.arrow");
        ArrowFileWriter writer = new ArrowFileWriter(root, null, out.getChannel())) {
      for (int row = 0; row < people.size(); row++) {
        id.setSafe(row, people.get(row).id());
        if (people.get(row).name() == null) {
          name.setNull(row);
        } else {
          name.setSafe(row, people.get(row).name().getBytes(StandardCharsets.UTF_8));
        }
      }
      root.setRowCount(people.size());
      writer.start();
      writer.writeBatch();
      writer.end();
    }
  }

  static List<Person> read(BufferAllocator allocator) throws IOException {
    List<Person> people = new ArrayList<>();
    try (FileInputStream in = new FileInputStream("people.arrow");
        ArrowFileReader reader = new ArrowFileReader(in.getChannel(), allocator)) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      while (reader.loadNextBatch()) {
        BigIntVector id = (BigIntVector) root.getVector("id");
        VarCharVector name = (VarCharVector) root.getVector("name");
        for (int row = 0; row < root.getRowCount(); row++) {
          String text = name.isNull(row) ? null : new String(name.get(row), StandardCharsets.UTF_8);
          people.add(new Person(id.get(row), text));
        }
      }
    }
    return people;
  }

  public static void main(String[] args) throws IOException {
    List<Person> people = List.of(new Person(1, "Ann"), new Person(2, null), new Person(3, "Bob"));
    try (BufferAllocator allocator = new RootAllocator()) {
      write(allocator, people);
      System.out.println(read(allocator).equals(people) ? "equal" : "different");
    }
  }
}
