package io.github.polars4j.spark;

import static io.github.polars4j.spark.Spark.session;
import static io.github.polars4j.spark.Spark.sql;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/spark.md runs: Java and SQL here, Python with executors of its own. */
@ExtendWith(Spark.class)
class PageTest {
  private static final String ROWS = "SELECT 1L AS id, 'a' AS name, date'2026-01-02' AS day";

  @TempDir Path folder;

  private String block(String language) throws Exception {
    return block("docs/spark.md", "```" + language + "\n(.*?)```");
  }

  private String block(String file, String pattern) throws Exception {
    String text = Files.readString(Path.of(System.getProperty("test.root"), file));
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1).replace("/data/", folder.toUri().getPath());
  }

  @Test
  void theJavaOfThePageRuns() throws Exception {
    javaRuns(block("java"));
  }

  @Test
  void theJavaOfTheJavadocRuns() throws Exception {
    String source = "java/spark/src/main/java/io/github/polars4j/spark/PolarsIpcFormat.java";
    javaRuns(block(source, "<pre>\\{@code(.*?)\\* }</pre>").replace(" * ", ""));
  }

  private void javaRuns(String block) throws Exception {
    Path source = folder.resolve("Example.java");
    Files.writeString(
        source,
        """
        import org.apache.spark.sql.*;
        public class Example {
          public static Dataset<Row> run(SparkSession spark, Dataset<Row> rows) {
            %s
            return orders;
          }
        }
        """
            .formatted(block));
    String path =
        Stream.of(Dataset.class, Row.class, scala.Option.class, org.apache.spark.SparkConf.class)
            .map(
                type ->
                    new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()))
            .map(File::getPath)
            .distinct()
            .collect(Collectors.joining(File.pathSeparator));
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, errors, "-proc:none", "-cp", path, source.toString());
    assertThat(code).as(errors.toString(StandardCharsets.UTF_8)).isZero();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      Object orders =
          loader
              .loadClass("Example")
              .getMethod("run", SparkSession.class, Dataset.class)
              .invoke(null, session(), sql(ROWS));
      assertThat(((Dataset<?>) orders).collectAsList()).hasToString("[[1,a,2026-01-02]]");
    }
  }

  @Test
  void theSqlOfThePageRuns() throws Exception {
    sql("DROP TABLE IF EXISTS orders");
    sql(ROWS).createOrReplaceTempView("incoming");
    for (String statement : block("sql").split(";")) {
      if (!statement.isBlank()) {
        sql(statement);
      }
    }
    assertThat(sql("SELECT * FROM orders").collectAsList()).hasToString("[[1,a,2026-01-02]]");
    sql("DROP TABLE orders");
  }
}
