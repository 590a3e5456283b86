package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modules as docs/getting-started.md and docs/jobs.md show them, on the module path. */
class ModuleBlocksTest {
  private static final Path ROOT = Path.of(System.getProperty("test.root"));

  @TempDir Path folder;

  private void write(String file, String source) throws IOException {
    Path path = folder.resolve("sources").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, source);
  }

  /** What the program of that name prints, when all sources are one module. */
  private String run(String main) throws Exception {
    List<Path> modulePath = OtherJvm.jars();
    String classes = folder.resolve("classes").toString();
    List<String> command =
        new ArrayList<>(
            List.of(
                "-Xlint:all,-path", "-Werror", "-d", classes, "-p", OtherJvm.joined(modulePath)));
    try (Stream<Path> files = Files.walk(folder.resolve("sources"))) {
      files.filter(Files::isRegularFile).forEach(file -> command.add(file.toString()));
    }
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    assertThat(javac.run(System.out, System.err, command.toArray(String[]::new))).isZero();
    modulePath.add(folder.resolve("classes"));
    modulePath.add(OtherJvm.nativeJar());
    return OtherJvm.run(
        List.of(
            OtherJvm.java(),
            "-Dpolars4j.cache.dir=" + folder.resolve("cache"),
            "-p",
            OtherJvm.joined(modulePath),
            "-m",
            "shop/" + main));
  }

  @Test
  void theModuleOfGettingStartedOpensItsRecords() throws Exception {
    List<String> blocks =
        JavaBlocks.ofPage("java-module", Files.readString(ROOT.resolve("docs/getting-started.md")));
    assertThat(blocks).hasSize(1);
    write("module-info.java", blocks.get(0));
    write("shop/model/Order.java", "package shop.model;\npublic record Order(long id) {}\n");
    write(
        "shop/Main.java",
        """
        package shop;
        import io.github.polars4j.DataFrame;
        import java.util.List;
        import shop.model.Order;
        public final class Main {
          public static void main(String[] args) {
            try (DataFrame frame = DataFrame.fromRecords(Order.class, List.of(new Order(7)))) {
              System.out.println(frame.toRecords(Order.class));
            }
          }
        }
        """);
    assertThat(run("shop.Main")).contains("[Order[id=7]]");
  }

  @Test
  void theModuleOfTheJobRuns() throws Exception {
    Path job = ROOT.resolve("examples/jobs/12-modules");
    String file = folder.resolve("people.arrow").toString().replace("\\", "/");
    write("module-info.java", Files.readString(job.resolve("module-info.java")));
    write("shop/Job.java", Files.readString(job.resolve("Job.java")).replace("people.arrow", file));
    assertThat(run("shop.Job")).contains("equal").doesNotContain("different");
  }
}
