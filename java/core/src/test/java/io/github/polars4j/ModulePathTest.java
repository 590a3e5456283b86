package io.github.polars4j;

import static io.github.polars4j.OtherJvm.assertLoaded;
import static io.github.polars4j.OtherJvm.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A modular program on the module path and in a runtime image. */
class ModulePathTest {
  private static final String DENY = "--illegal-native-access=deny";
  private static final String ALLOW = "--enable-native-access=io.github.polars4j";

  @TempDir Path folder;
  private List<Path> modulePath = List.of();

  @BeforeEach
  void compile() throws Exception {
    Path sources = folder.resolve("sources");
    Path main = sources.resolve("app/Main.java");
    Files.createDirectories(main.getParent());
    Files.writeString(
        sources.resolve("module-info.java"), "module app { requires io.github.polars4j; }");
    Files.writeString(
        main,
        """
        package app;
        import io.github.polars4j.*;
        public class Main {
          public static void main(String[] args) {
            for (int i = 0; i < 2; i++) {
              try (Series series = Series.of("n", new long[] {1, 2})) {
                System.out.println("loaded " + Polars4j.nativeVersion() + " " + series.length());
              } catch (UnsatisfiedLinkError e) {
                System.out.println("error " + e.getMessage());
              }
            }
          }
        }
        """);
    tool(
        "javac",
        "-d",
        folder.resolve("classes").toString(),
        "-p",
        OtherJvm.joined(OtherJvm.jars()),
        sources.resolve("module-info.java").toString(),
        main.toString());
    modulePath = OtherJvm.jars();
    modulePath.add(folder.resolve("classes"));
    modulePath.add(OtherJvm.nativeJar());
  }

  private static void tool(String name, String... arguments) {
    ToolProvider tool = ToolProvider.findFirst(name).orElse(null);
    assumeThat(tool).as("a JDK's " + name).isNotNull();
    assertThat(tool.run(System.out, System.err, arguments)).as(name).isZero();
  }

  private String run(String java, String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java));
    command.add("-Dpolars4j.cache.dir=" + folder.resolve("cache"));
    command.addAll(List.of(options));
    command.addAll(List.of("-m", "app/app.Main"));
    return OtherJvm.run(command);
  }

  private String onModulePath(String... options) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("-p", OtherJvm.joined(modulePath)));
    return run(OtherJvm.java(), all.toArray(String[]::new));
  }

  private static String platformModule() {
    return "io.github.polars4j.platform." + Polars4j.platform().replace('-', '_');
  }

  @Test
  void thePlatformsModuleIsFoundWithoutBeingRequired() throws Exception {
    assertLoaded(onModulePath());
  }

  @Test
  void thePlatformsModuleMayBeAdded() throws Exception {
    assertLoaded(onModulePath("--add-modules", platformModule()));
  }

  @Test
  void withoutThePlatformsModuleTheErrorSaysWhatToAdd() throws Exception {
    modulePath.remove(OtherJvm.nativeJar());
    assertRefused(onModulePath(), "io.github.polars4j:polars4j-native:", "module path");
  }

  @Test
  void aRuntimeImageCarriesTheLibrary() throws Exception {
    Path image = folder.resolve("image");
    tool(
        "jlink",
        "-p",
        OtherJvm.joined(modulePath),
        "--add-modules",
        "app," + platformModule(),
        "--output",
        image.toString());
    assertLoaded(run(image.resolve("bin/java").toString()));
  }

  @Test
  void nativeAccessIsAllowedByTheModulesName() throws Exception {
    assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(24);
    assertRefused(onModulePath(DENY), ALLOW);
    assertLoaded(onModulePath(DENY, ALLOW));
  }
}
