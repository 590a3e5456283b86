import com.google.common.jimfs.Jimfs;
import io.github.polars4j.DataFrame;
import io.github.polars4j.IpcReader;
import io.github.polars4j.IpcWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

public final class Job {
  public static void main(String[] args) throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem();
        FileSystem zip =
            FileSystems.newFileSystem(Path.of("orders.zip"), Map.of("create", "true"));
        S3Client s3 = S3Client.create()) {
      Path inMemory = memory.getPath("orders.arrow");
      Path zipped = zip.getPath("/orders.arrow");
      try (DataFrame orders = DataFrame.read("orders.arrow")) {
        orders.write(inMemory);
      }
      try (DataFrame orders = DataFrame.read(inMemory)) {
        orders.write(zipped);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (DataFrame orders = DataFrame.read(zipped)) {
        new IpcWriter(bytes).finish(orders);
      }
      s3.putObject(
          r -> r.bucket("shop").key("orders.arrow"), RequestBody.fromBytes(bytes.toByteArray()));
      byte[] object = s3.getObjectAsBytes(r -> r.bucket("shop").key("orders.arrow")).asByteArray();
      try (DataFrame orders = new IpcReader(object).finish()) {
        orders.write("back.arrow");
      }
    }
  }
}
