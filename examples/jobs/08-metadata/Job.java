import io.github.polars4j.BatchedWriter;
import io.github.polars4j.Batches;
import io.github.polars4j.Field;
import io.github.polars4j.IpcReader;
import io.github.polars4j.IpcWriter;
import io.github.polars4j.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

public final class Job {
  public static void main(String[] args) throws IOException {
    try (Batches batches = new IpcReader(Path.of("orders.arrow")).batches()) {
      Map<String, String> metadata = new HashMap<>(batches.customMetadata());
      metadata.put("checked", "yes");
      List<Field> fields = new ArrayList<>(batches.schema().fields());
      fields.set(0, fields.get(0).withMetadata(Map.of("unit", "number")));
      IpcWriter file = new IpcWriter(Path.of("checked.arrow")).setCustomSchemaMetadata(metadata);
      try (BatchedWriter writer = file.batched(new Schema(fields))) {
        batches.writeTo(writer);
        writer.finish();
      }
    }
  }
}
