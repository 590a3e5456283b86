import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionUtil;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.message.IpcOption;

public final class ArrowJob {
  record Reading(long id, Instant at, double value) {}

  private static final int ROWS = 100_000;

  public static void main(String[] args) throws IOException {
    Iterator<Reading> readings =
        LongStream.range(0, 10_000_000)
            .mapToObj(id -> new Reading(id, Instant.ofEpochSecond(id), id * 0.5))
            .iterator();
    try (BufferAllocator allocator = new RootAllocator();
        BigIntVector id = new BigIntVector("id", allocator);
        TimeStampMicroTZVector at = new TimeStampMicroTZVector("at", allocator, "UTC");
        Float8Vector value = new Float8Vector("value", allocator);
        VectorSchemaRoot root = VectorSchemaRoot.of(id, at, value);
        FileOutputStream out = new FileOutputStream("readings.arrow");
        ArrowFileWriter writer =
            new ArrowFileWriter(
                root,
                null,
                out.getChannel(),
                Map.of(),
                IpcOption.DEFAULT,
                CommonsCompressionFactory.INSTANCE,
                CompressionUtil.CodecType.ZSTD)) {
      writer.start();
      while (readings.hasNext()) {
        id.allocateNew(ROWS);
        at.allocateNew(ROWS);
        value.allocateNew(ROWS);
        int row = 0;
        for (; row < ROWS && readings.hasNext(); row++) {
          Reading reading = readings.next();
          id.set(row, reading.id());
          at.set(row, ChronoUnit.MICROS.between(Instant.EPOCH, reading.at()));
          value.set(row, reading.value());
        }
        root.setRowCount(row);
        writer.writeBatch();
      }
      writer.end();
    }
  }
}
