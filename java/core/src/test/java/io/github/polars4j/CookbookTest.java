package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every Java block of the pages that teach compiles and runs, from top to bottom, in a folder of
 * its own.
 */
class CookbookTest {
  static final List<String> PAGES =
      List.of("cookbook.md", "getting-started.md", "from-arrow-java.md", "from-python-polars.md");

  private static void add(JavaBlocks all, String page, Path folder) throws Exception {
    Path file = Path.of(System.getProperty("test.root"), "docs", page);
    List<String> blocks = JavaBlocks.ofPage(Files.readString(file));
    assertThat(blocks).as(page).isNotEmpty();
    StringBuilder shared = new StringBuilder();
    int count = 0;
    for (String block : blocks) {
      if (block.startsWith("record ") || block.startsWith("static ")) {
        shared.append(block.replace("record ", "public record "));
      } else {
        String name = page.replace(".md", "").replace('-', '_') + "_" + count++;
        all.add(name, shared.toString(), "", block, folder);
      }
    }
  }

  @Test
  void everyRecipeRuns(@TempDir Path folder) throws Exception {
    JavaBlocks all = new JavaBlocks(folder);
    for (String page : PAGES) {
      add(all, page, folder);
    }
    // The assertions are compiled with the recipes: their module comes after this one.
    Path assertions = Path.of(System.getProperty("test.root"), "java/test/src/main/java/io");
    try (Stream<Path> files = Files.walk(assertions)) {
      all.compile(files.filter(file -> file.toString().endsWith(".java")).toList());
    }
    LiveHandles.settle();
    long before = NativeMemory.liveDataFrames();
    all.run();
    assertThat(NativeMemory.liveDataFrames()).as("frames left open").isLessThanOrEqualTo(before);
  }
}
