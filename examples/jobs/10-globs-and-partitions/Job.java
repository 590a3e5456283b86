import io.github.polars4j.Batches;
import io.github.polars4j.DataFrame;
import io.github.polars4j.Dataset;
import io.github.polars4j.DatasetWriter;
import io.github.polars4j.FileFormat;
import java.io.IOException;
import java.nio.file.Path;

public final class Job {
  public static void main(String[] args) throws IOException {
    try (Batches batches = Dataset.glob("in/*.arrow").batches(100_000);
        DatasetWriter writer = new DatasetWriter(Path.of("out"), FileFormat.IPC)) {
      writer.withPartitionBy("year").write(batches);
    }
    try (DataFrame all = Dataset.in(Path.of("out")).read()) {
      all.write("all.arrow");
    }
  }
}
