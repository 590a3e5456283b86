package io.github.polars4j.spark;

import io.github.polars4j.NativeMemory;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.function.Executable;

/** One session for all tests; after each, no native memory may be left. */
final class Spark implements BeforeAllCallback, AfterEachCallback {
  private static SparkSession session;

  static synchronized SparkSession session() {
    if (session == null) {
      File warehouse = new File("target/warehouse");
      FileUtil.fullyDelete(warehouse); // of a run that failed
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
              .config("spark.sql.warehouse.dir", warehouse.toURI().toString())
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

  /** {@code options} are names and values. */
  static void write(Dataset<Row> rows, Path path, Object... options) {
    DataFrameWriter<Row> writer = rows.write().format("polars-ipc");
    for (int i = 0; i < options.length; i += 2) {
      writer.option(options[i].toString(), options[i + 1].toString());
    }
    writer.save(path.toString());
  }

  /** Runs a part of a test with settings of the session that are its own. */
  static void with(Map<String, String> settings, Executable part) throws Exception {
    settings.forEach(session().conf()::set);
    try {
      part.execute();
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    } finally {
      settings.keySet().forEach(session().conf()::unset);
    }
  }

  /** The files with rows in a folder. */
  static List<Path> files(Path folder) throws Exception {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".arrow")).sorted().toList();
    }
  }
}
