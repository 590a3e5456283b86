package io.github.polars4j.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files of the native side use each other without circles, and formats know no JNI. */
class NativeRoomsTest {
  private static final Path SOURCES = Path.of(System.getProperty("test.root"), "native/src");
  private static final List<String> FORMATS = List.of("ipc", "parquet", "csv", "ndjson");

  private static final Pattern USE =
      Pattern.compile("\\buse\\s+((?:crate|super|self)\\b[^;]*);|\\b((?:crate|super)(?:::\\w+)+)");

  /** The file of each module: {@code ipc::read} is {@code ipc/read/mod.rs}. */
  private static Map<String, Path> modules() throws IOException {
    Map<String, Path> modules = new TreeMap<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".rs")).toList()) {
        String name = SOURCES.relativize(file).toString().replace('\\', '/');
        name = name.substring(0, name.length() - ".rs".length());
        if (!name.contains("tests")) {
          String module = name.equals("lib") ? "" : name.replaceAll("/mod$", "");
          modules.put(module.replace("/", "::"), file);
        }
      }
    }
    return modules;
  }

  private static String code(Path file) throws IOException {
    String code = Files.readString(file).replaceAll("//[^\n]*", "");
    int tests = code.indexOf("#[cfg(test)]\nmod tests");
    return tests < 0 ? code : code.substring(0, tests);
  }

  /** Which modules each module uses. */
  private static Map<String, Set<String>> uses() throws IOException {
    Map<String, Path> modules = modules();
    Map<String, Set<String>> uses = new TreeMap<>();
    for (Map.Entry<String, Path> module : modules.entrySet()) {
      Set<String> used = uses.computeIfAbsent(module.getKey(), key -> new TreeSet<>());
      Matcher found = USE.matcher(code(module.getValue()));
      while (found.find()) {
        String tree = found.group(1) != null ? found.group(1) : found.group(2);
        for (String path : paths(tree.replaceAll("\\s+", ""))) {
          used.add(resolve(module.getKey(), path, modules.keySet()));
        }
      }
      used.remove(module.getKey());
      used.remove("");
    }
    return uses;
  }

  /** The paths of a use tree: of {@code a::{b, c::d}} they are {@code a::b} and {@code a::c::d}. */
  private static List<String> paths(String tree) {
    int brace = tree.indexOf('{');
    if (brace < 0) {
      return List.of(tree);
    }
    List<String> paths = new ArrayList<>();
    String inner = tree.substring(brace + 1, tree.lastIndexOf('}'));
    int depth = 0;
    int start = 0;
    for (int i = 0; i <= inner.length(); i++) {
      char c = i == inner.length() ? ',' : inner.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (c == ',' && depth == 0) {
        paths.addAll(paths(tree.substring(0, brace) + inner.substring(start, i)));
        start = i + 1;
      }
    }
    return paths;
  }

  /** The module that holds what the path names. */
  private static String resolve(String from, String path, Set<String> modules) {
    Deque<String> full = new ArrayDeque<>();
    if (!from.isEmpty() && !path.startsWith("crate")) {
      full.addAll(Arrays.asList(from.split("::")));
    }
    for (String part : path.split("::")) {
      switch (part) {
        case "crate", "self" -> {}
        case "super" -> full.pollLast();
        default -> full.addLast(part);
      }
    }
    while (!full.isEmpty() && !modules.contains(String.join("::", full))) {
      full.removeLast();
    }
    return String.join("::", full);
  }

  @Test
  void filesHaveNoCircles() throws IOException {
    Map<String, Set<String>> uses = uses();
    List<String> circles = new ArrayList<>();
    for (String start : uses.keySet()) {
      Set<String> reached = new HashSet<>();
      Deque<String> open = new ArrayDeque<>(uses.get(start));
      while (!open.isEmpty()) {
        String next = open.pop();
        if (reached.add(next)) {
          open.addAll(uses.getOrDefault(next, Set.of()));
        }
      }
      if (reached.contains(start)) {
        circles.add(start);
      }
    }
    assertThat(circles).isEmpty();
    assertThat(uses.get("ipc::session")).contains("write", "io", "ipc::parallel");
  }

  @Test
  void theBoundaryAndInputsKnowNoFormat() throws IOException {
    uses()
        .forEach(
            (module, used) -> {
              if (module.matches("(jvm|io)(::.*)?")) {
                assertThat(used).as(module).noneMatch(other -> isOf(other, FORMATS));
                assertThat(used)
                    .as(module)
                    .noneMatch(other -> isOf(other, List.of("frame", "series", "column")));
              }
            });
  }

  @Test
  void formatsKnowNoOtherFormat() throws IOException {
    uses()
        .forEach(
            (module, used) -> {
              if (isOf(module, FORMATS)) {
                String own = module.split("::")[0];
                assertThat(used)
                    .as(module)
                    .noneMatch(other -> isOf(other, FORMATS) && !isOf(other, List.of(own)));
              }
            });
  }

  @Test
  void formatsKnowNoJni() throws IOException {
    for (Map.Entry<String, Path> module : modules().entrySet()) {
      if (isOf(module.getKey(), FORMATS) || isOf(module.getKey(), List.of("text", "io"))) {
        assertThat(code(module.getValue())).as(module.getKey()).doesNotContain("jni::");
      }
    }
  }

  private static boolean isOf(String module, List<String> rooms) {
    return rooms.contains(module.split("::")[0]);
  }
}
