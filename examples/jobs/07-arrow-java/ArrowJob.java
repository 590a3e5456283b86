import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;

public final class ArrowJob {
  public static void main(String[] args) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        FileInputStream in = new FileInputStream("orders.arrow");
        ArrowFileReader reader = new ArrowFileReader(in.getChannel(), allocator);
        VectorSchemaRoot many =
            VectorSchemaRoot.create(reader.getVectorSchemaRoot().getSchema(), allocator);
        FileOutputStream out = new FileOutputStream("many.arrow");
        ArrowFileWriter writer = new ArrowFileWriter(many, null, out.getChannel())) {
      VectorSchemaRoot batch = reader.getVectorSchemaRoot();
      writer.start();
      while (reader.loadNextBatch()) {
        BigIntVector quantity = (BigIntVector) batch.getVector("quantity");
        int rows = 0;
        many.allocateNew();
        for (int row = 0; row < batch.getRowCount(); row++) {
          if (!quantity.isNull(row) && quantity.get(row) >= 5) {
            for (int c = 0; c < batch.getFieldVectors().size(); c++) {
              many.getVector(c).copyFromSafe(row, rows, batch.getVector(c));
            }
            rows++;
          }
        }
        many.setRowCount(rows);
        writer.writeBatch();
      }
      writer.end();
    }
  }
}
