import io.github.polars4j.IpcCompression;
import io.github.polars4j.IpcWriter;
import io.github.polars4j.RowWriter;
import io.github.polars4j.Time;
import io.github.polars4j.TimeUnit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.stream.LongStream;

public final class Job {
  record Reading(long id, @Time(unit = TimeUnit.MICROSECONDS) Instant at, double value) {}

  public static void main(String[] args) throws IOException {
    Iterator<Reading> readings =
        LongStream.range(0, 10_000_000)
            .mapToObj(id -> new Reading(id, Instant.ofEpochSecond(id), id * 0.5))
            .iterator();
    IpcWriter file = new IpcWriter(Path.of("readings.arrow"));
    try (RowWriter<Reading> writer =
        file.withCompression(IpcCompression.zstd()).rows(Reading.class)) {
      writer.writeAll(readings);
      writer.finish();
    }
  }
}
