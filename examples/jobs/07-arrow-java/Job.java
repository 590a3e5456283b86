import io.github.polars4j.DataFrame;
import io.github.polars4j.arrow.ArrowFrames;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import org.apache.arrow.c.CDataDictionaryProvider;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;

public final class Job {
  public static void main(String[] args) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        FileInputStream in = new FileInputStream("orders.arrow");
        ArrowFileReader reader = new ArrowFileReader(in.getChannel(), allocator);
        DataFrame orders = ArrowFrames.fromReader(allocator, reader);
        DataFrame many = orders.filter("quantity", quantity -> quantity.ge(5));
        CDataDictionaryProvider dictionaries = new CDataDictionaryProvider();
        VectorSchemaRoot root = ArrowFrames.toRoot(allocator, many, dictionaries);
        FileOutputStream out = new FileOutputStream("many.arrow");
        ArrowFileWriter writer = new ArrowFileWriter(root, dictionaries, out.getChannel())) {
      writer.start();
      writer.writeBatch();
      writer.end();
    }
  }
}
