import com.google.common.jimfs.Jimfs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.util.ByteArrayReadableSeekableByteChannel;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

public final class ArrowJob {
  static void copy(SeekableByteChannel in, WritableByteChannel out) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        ArrowFileReader reader = new ArrowFileReader(in, allocator);
        ArrowFileWriter writer = new ArrowFileWriter(reader.getVectorSchemaRoot(), reader, out)) {
      writer.start();
      while (reader.loadNextBatch()) {
        writer.writeBatch();
      }
      writer.end();
    }
  }

  static WritableByteChannel create(Path path) throws IOException {
    return Files.newByteChannel(
        path,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  public static void main(String[] args) throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem();
        FileSystem zip =
            FileSystems.newFileSystem(Path.of("orders.zip"), Map.of("create", "true"));
        S3Client s3 = S3Client.create()) {
      Path inMemory = memory.getPath("orders.arrow");
      Path zipped = zip.getPath("/orders.arrow");
      try (SeekableByteChannel in = Files.newByteChannel(Path.of("orders.arrow"));
          WritableByteChannel out = create(inMemory)) {
        copy(in, out);
      }
      try (SeekableByteChannel in = Files.newByteChannel(inMemory);
          WritableByteChannel out = create(zipped)) {
        copy(in, out);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (SeekableByteChannel in = Files.newByteChannel(zipped)) {
        copy(in, Channels.newChannel(bytes));
      }
      s3.putObject(
          r -> r.bucket("shop").key("orders.arrow"), RequestBody.fromBytes(bytes.toByteArray()));
      byte[] object = s3.getObjectAsBytes(r -> r.bucket("shop").key("orders.arrow")).asByteArray();
      try (WritableByteChannel out = create(Path.of("back.arrow"))) {
        copy(new ByteArrayReadableSeekableByteChannel(object), out);
      }
    }
  }
}
