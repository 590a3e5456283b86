package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every Java block of the pages that teach compiles and runs, from top to bottom, in a folder of
 * its own.
 */
class CookbookTest {
  private static final List<String> PAGES =
      List.of("cookbook.md", "getting-started.md", "from-arrow-java.md", "from-python-polars.md");

  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  private static final String IMPORTS =
      List.of(
              "io.github.polars4j.*",
              "java.io.*",
              "java.math.*",
              "java.net.URI",
              "java.nio.*",
              "java.nio.channels.*",
              "java.nio.charset.*",
              "java.nio.file.*",
              "java.sql.Connection",
              "java.sql.DriverManager",
              "java.sql.ResultSet",
              "java.sql.Statement",
              "java.time.*",
              "java.util.*",
              "java.util.stream.*")
          .stream()
          .map(name -> "import " + name + ";\n")
          .reduce("", String::concat);

  /** The sources by the names of their classes: a class for each block. */
  private static Map<String, String> sources(String page, String text) {
    Map<String, String> sources = new LinkedHashMap<>();
    StringBuilder shared = new StringBuilder();
    String prefix = page.replace(".md", "").replace('-', '_');
    for (MatchResult match : BLOCK.matcher(text).results().toList()) {
      String block = match.group(1);
      if (block.startsWith("record ") || block.startsWith("static ")) {
        shared.append(block.replace("record ", "public record "));
        continue;
      }
      String name = prefix + "_" + sources.size();
      String imports = block.lines().filter(CookbookTest::isImport).reduce("", (a, b) -> a + b);
      String body = String.join("\n", block.lines().filter(line -> !isImport(line)).toList());
      sources.put(
          name,
          imports
              + IMPORTS
              + "public class %s {\n%s\npublic static void main(String[] args) throws Exception {\n%s\n}}"
                  .formatted(name, shared, body));
    }
    return sources;
  }

  private static boolean isImport(String line) {
    return line.startsWith("import ");
  }

  /** Puts files where the folder is: recipes name files without one. */
  private static String inFolder(String source, Path folder) {
    String root = folder.toString().replace("\\", "/") + "/";
    return source
        .replaceAll("Path\\.of\\(\"", "Path.of(\"" + root)
        .replaceAll("\\.(read|write)\\(\"", ".$1(\"" + root)
        .replaceAll("part\\.write\\(", "part.write(\"" + root + "\" + ");
  }

  @Test
  void everyRecipeRuns(@TempDir Path folder) throws Exception {
    List<String> command = new ArrayList<>();
    Path library =
        Path.of(DataFrame.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path annotations =
        Path.of(NullMarked.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String path = library + File.pathSeparator + annotations;
    Path classes = Files.createDirectory(folder.resolve("classes"));
    command.addAll(List.of("-proc:none", "-cp", path, "-d", classes.toString()));
    // The assertions are compiled with the recipes: their module comes after this one.
    Path assertions = Path.of(System.getProperty("test.root"), "java/test/src/main/java/io");
    try (Stream<Path> files = Files.walk(assertions)) {
      files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(command::add);
    }
    List<String> names = new ArrayList<>();
    for (String page : PAGES) {
      Path file = Path.of(System.getProperty("test.root"), "docs", page);
      Map<String, String> sources = sources(page, Files.readString(file));
      assertThat(sources).as(page).isNotEmpty();
      for (Map.Entry<String, String> source : sources.entrySet()) {
        names.add(source.getKey());
        Path java = classes.resolve(source.getKey() + ".java");
        Files.writeString(java, inFolder(source.getValue(), folder));
        command.add(java.toString());
      }
    }
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, errors, command.toArray(String[]::new));
    assertThat(code).as(errors.toString(StandardCharsets.UTF_8)).isZero();

    URI place = classes.toUri();
    long before = NativeMemory.liveDataFrames();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {place.toURL()}, CookbookTest.class.getClassLoader())) {
      for (String name : names) {
        run(loader.loadClass(name));
      }
    }
    assertThat(NativeMemory.liveDataFrames()).as("frames left open").isEqualTo(before);
  }

  private static void run(Class<?> recipe) throws Exception {
    try {
      recipe.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    } catch (java.lang.reflect.InvocationTargetException e) {
      throw new AssertionError(recipe.getName(), e.getCause());
    }
  }
}
