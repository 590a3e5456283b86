package example;

import io.github.polars4j.DataFrame;
import io.github.polars4j.IpcCompression;
import io.github.polars4j.IpcReader;
import io.github.polars4j.IpcWriter;
import io.github.polars4j.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Writes a file and shows what is in it. */
public class App {
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args.length == 0 ? "people.arrow" : args[0]);
    try (DataFrame people =
        DataFrame.of(
            Series.of("id", new long[] {1, 2, 3}), Series.of("name", "John", "Doe", null))) {
      new IpcWriter(file)
          .withCompression(IpcCompression.zstd(3))
          .setCustomSchemaMetadata(Map.of("made_by", "example"))
          .finish(people);
    }
    try (DataFrame read = new IpcReader(file).finish()) {
      System.out.println(read);
    }
  }
}
