import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

public final class ArrowJob {
  static Schema changed(Schema schema) {
    Map<String, String> metadata = new HashMap<>(schema.getCustomMetadata());
    metadata.put("checked", "yes");
    List<Field> fields = new ArrayList<>(schema.getFields());
    Field id = fields.get(0);
    FieldType type =
        new FieldType(id.isNullable(), id.getType(), id.getDictionary(), Map.of("unit", "number"));
    fields.set(0, new Field(id.getName(), type, id.getChildren()));
    return new Schema(fields, metadata);
  }

  public static void main(String[] args) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        FileInputStream in = new FileInputStream("orders.arrow");
        ArrowFileReader reader = new ArrowFileReader(in.getChannel(), allocator);
        VectorSchemaRoot root =
            VectorSchemaRoot.create(changed(reader.getVectorSchemaRoot().getSchema()), allocator);
        FileOutputStream out = new FileOutputStream("checked.arrow");
        ArrowFileWriter writer = new ArrowFileWriter(root, reader, out.getChannel())) {
      VectorUnloader unloader = new VectorUnloader(reader.getVectorSchemaRoot());
      VectorLoader loader = new VectorLoader(root);
      writer.start();
      while (reader.loadNextBatch()) {
        try (ArrowRecordBatch batch = unloader.getRecordBatch()) {
          loader.load(batch);
        }
        writer.writeBatch();
      }
      writer.end();
    }
  }
}
