package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;

/** Blocks of Java out of pages and Javadoc, which become classes, are compiled and run. */
final class JavaBlocks {
  private static final Pattern JAVADOC =
      Pattern.compile("<pre>\\{@code\n(.*?)\n *\\* *}</pre>", Pattern.DOTALL);

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

  private final Path classes;
  private final Map<String, Path> sources = new LinkedHashMap<>();

  /** Sources and classes lie in that folder. */
  JavaBlocks(Path folder) throws IOException {
    this.classes = Files.createDirectories(folder.resolve("classes"));
  }

  /** Those of a page of Markdown. */
  static List<String> ofPage(String page) {
    return ofPage("java", page);
  }

  /** The blocks of another language. */
  static List<String> ofPage(String language, String page) {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(page)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  /** Those of the Javadoc of a source. */
  static List<String> ofJavadoc(String source) {
    return JAVADOC
        .matcher(source)
        .results()
        .map(match -> match.group(1).replaceAll("(?m)^ *\\* ?", "") + "\n")
        .toList();
  }

  /**
   * Adds a block as a class of that name.
   *
   * @param members what stands in the class beside the block
   * @param given what runs before it
   * @param folder where the files are that it names without one
   */
  void add(String name, String members, String given, String block, Path folder)
      throws IOException {
    String imports = block.lines().filter(JavaBlocks::isImport).reduce("", (a, b) -> a + b);
    String body = String.join("\n", block.lines().filter(line -> !isImport(line)).toList());
    String source =
        imports
            + IMPORTS
            + "public class %s {\n%s\npublic static void main(String[] args) throws Exception {\n%s\n%s\n}}"
                .formatted(name, members, given, body);
    Path java = classes.resolve(name + ".java");
    Files.writeString(java, inFolder(source, folder));
    sources.put(name, java);
  }

  private static boolean isImport(String line) {
    return line.startsWith("import ");
  }

  /** Puts files where the folder is: blocks name files without one. */
  private static String inFolder(String source, Path folder) {
    String root = folder.toString().replace("\\", "/") + "/";
    return source
        .replaceAll("Path\\.of\\(\"", "Path.of(\"" + root)
        .replaceAll("\\.(read|write)\\(\"", ".$1(\"" + root)
        .replaceAll("part\\.write\\(", "part.write(\"" + root + "\" + ");
  }

  /** Compiles all, with other sources and what such classes are part of. */
  void compile(List<Path> others, Class<?>... libraries) throws IOException {
    String path =
        Stream.concat(Stream.of(DataFrame.class, NullMarked.class), Stream.of(libraries))
            .map(JavaBlocks::place)
            .distinct()
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>(List.of("-proc:none", "-cp", path));
    command.addAll(List.of("-d", classes.toString()));
    others.forEach(source -> command.add(source.toString()));
    sources.values().forEach(source -> command.add(source.toString()));
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, errors, command.toArray(String[]::new));
    assertThat(code).as(errors.toString(StandardCharsets.UTF_8)).isZero();
  }

  /** The folder or jar of a class. */
  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs one after the other, in the order in which they were added. */
  void run() throws Exception {
    long before = NativeMemory.liveHandles();
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {classes.toUri().toURL()}, JavaBlocks.class.getClassLoader())) {
      for (String name : sources.keySet()) {
        try {
          Class<?> block = loader.loadClass(name);
          block.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } catch (InvocationTargetException e) {
          throw new AssertionError(name, e.getCause());
        }
      }
    }
    // What blocks do not close goes now, not while the next test counts.
    for (int i = 0; i < 50 && NativeMemory.liveHandles() > before; i++) {
      System.gc();
      Thread.sleep(20);
    }
  }
}
