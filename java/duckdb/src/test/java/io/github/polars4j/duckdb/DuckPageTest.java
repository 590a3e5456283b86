package io.github.polars4j.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.DataFrame;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Java of docs/duckdb.md and of the Javadoc runs. */
class DuckPageTest {
  @ParameterizedTest
  @CsvSource({
    "docs/duckdb.md, ```java\\n(.*?)```",
    "java/duckdb/src/main/java/io/github/polars4j/duckdb/DuckFrames.java,"
        + " <pre>\\{@code\\n(.*?)\\n \\* }</pre>"
  })
  void itRuns(Path file, String pattern, @TempDir Path folder) throws Exception {
    String text = Files.readString(Path.of(System.getProperty("test.root")).resolve(file));
    Matcher block = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
    assertThat(block.find()).isTrue();
    Path totals = folder.resolve("totals.arrow");
    String source =
        """
        import io.github.polars4j.*;
        import io.github.polars4j.duckdb.*;
        import java.nio.file.Path;
        import java.sql.*;
        import java.util.Map;
        public class Example {
          public static void run(Path path) throws Exception {
            try (Series customer = Series.of("customer", "Ann", "Bob", "Ann");
                Series amount = Series.of("amount", 1.5, 2, 3);
                DataFrame orders = DataFrame.of(customer, amount)) {
        %s
            }
          }
        }
        """
            .formatted(block.group(1).replaceAll("(?m)^ \\* ?", ""))
            .replace("Path.of(\"totals.arrow\")", "path");
    Path java = Files.writeString(folder.resolve("Example.java"), source);
    String path =
        Stream.of(DataFrame.class, DuckFrames.class, NullMarked.class)
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
            .collect(Collectors.joining(File.pathSeparator));
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, errors, "-proc:none", "-cp", path, java.toString());
    assertThat(code).as(errors.toString(StandardCharsets.UTF_8)).isZero();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      loader.loadClass("Example").getMethod("run", Path.class).invoke(null, totals);
    }
    try (DataFrame read = DataFrame.read(totals)) {
      assertThat(read.toMaps())
          .isEqualTo(
              List.of(
                  Map.of("customer", "Ann", "total", 4.5),
                  Map.of("customer", "Bob", "total", 2.0)));
    }
  }
}
