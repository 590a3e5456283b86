package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of docs/from-parquet-avro.md compile and run. */
class ParquetAvroPageTest {
  private static final Pattern PROGRAM =
      Pattern.compile("```java\n(.*?public class (\\w+) .*?)```", Pattern.DOTALL);

  private static void compile(Path folder) throws Exception {
    String page =
        Files.readString(Path.of(System.getProperty("test.root"), "docs", "from-parquet-avro.md"));
    List<String> command = new ArrayList<>();
    Path library =
        Path.of(DataFrame.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    command.addAll(List.of("-cp", library.toString(), "-d", folder.toString(), "-proc:none"));
    for (MatchResult program : PROGRAM.matcher(page).results().toList()) {
      Path source = folder.resolve(program.group(2) + ".java");
      Files.writeString(source, program.group(1));
      command.add(source.toString());
    }
    assertThat(command).anyMatch(file -> file.endsWith("Write.java"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int code = compiler.run(null, null, errors, command.toArray(String[]::new));
    assertThat(code).as(errors.toString(StandardCharsets.UTF_8)).isZero();
  }

  @Test
  void itsProgramsRun(@TempDir Path folder) throws Exception {
    compile(folder);
    Path file = folder.resolve("orders.parquet");
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, ParquetAvroPageTest.class.getClassLoader())) {
      Class<?> order = loader.loadClass("orders.Write$Order");
      Constructor<?> make =
          order.getConstructor(long.class, String.class, Instant.class, List.class);
      List<List<Object>> batches = new ArrayList<>();
      for (long i = 0; i < 10; i++) {
        Object one = make.newInstance(i, i % 2 == 0 ? null : "c", Instant.EPOCH, List.of("a"));
        batches.add(List.of(one, one));
      }
      loader
          .loadClass("orders.Write")
          .getMethod("write", Path.class, Iterable.class)
          .invoke(null, file, batches);
      Object sum = loader.loadClass("orders.Read").getMethod("read", Path.class).invoke(null, file);
      assertThat(sum).isEqualTo(90L);
    }
    try (ParquetReader reader = new ParquetReader(file)) {
      assertThat(reader.customMetadata()).isEqualTo(Map.of("source", "shop"));
      assertThat(reader.layout().rowGroups()).hasSize(1);
      assertThat(reader.schema().field("id").nullable()).isFalse();
      assertThat(reader.schema().field("customer").nullable()).isTrue();
    }
  }
}
