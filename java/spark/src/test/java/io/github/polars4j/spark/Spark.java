package io.github.polars4j.spark;

import io.github.polars4j.NativeMemory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One session for all tests; after each, no native memory may be left. */
final class Spark implements BeforeAllCallback, AfterEachCallback {
  private static SparkSession session;

  static synchronized SparkSession session() {
    if (session == null) {
      session =
          SparkSession.builder()
              .master("local[2]")
              .appName("polars4j")
              .config("spark.ui.enabled", false)
              .config("spark.driver.host", "127.0.0.1")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.sql.shuffle.partitions", 2)
              .config("spark.sql.session.timeZone", "UTC")
              .config("spark.sql.timeType.enabled", true)
              .config("spark.sql.warehouse.dir", Path.of("target/warehouse").toUri().toString())
              .getOrCreate();
    }
    return session;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    session();
  }

  @Override
  public void afterEach(ExtensionContext context) throws InterruptedException {
    // A task ends a moment after the query that it was for.
    for (int i = 0; i < 100 && NativeMemory.liveHandles() > 0; i++) {
      Thread.sleep(20);
    }
    Assertions.assertThat(NativeMemory.liveHandles()).isZero();
  }

  static Dataset<Row> sql(String query) {
    return session().sql(query);
  }

  static Dataset<Row> read(Path path) {
    return session().read().format("polars-ipc").load(path.toString());
  }

  static void write(Dataset<Row> rows, Path path) {
    rows.write().format("polars-ipc").save(path.toString());
  }

  /** The files with rows in a folder. */
  static List<Path> files(Path folder) throws Exception {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".arrow")).sorted().toList();
    }
  }
}
