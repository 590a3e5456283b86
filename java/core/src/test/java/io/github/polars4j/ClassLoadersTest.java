package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.ref.Reference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several class loaders of one JVM have the library, as in an application server. */
class ClassLoadersTest {
  private static final int LOADERS = 3;

  @TempDir Path folder;

  /** Runs the program of the tests in one new class loader after the other. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
      List<ClassLoader> kept = new ArrayList<>(); // who loads the library has it until it is gone
      for (int i = 0; i < LOADERS; i++) {
        try (URLClassLoader loader = loader(args)) {
          kept.add(loader);
          Class<?> main = loader.loadClass("io.github.polars4j.OtherJvm$Main");
          var method = main.getDeclaredMethod("main", String[].class);
          method.setAccessible(true);
          method.invoke(null, (Object) new String[0]);
        }
        System.gc();
      }
      if (Files.isDirectory(Path.of("/proc/self/fd"))) {
        printOpenFiles();
      }
      Reference.reachabilityFence(kept);
    }

    private static URLClassLoader loader(String... paths) throws MalformedURLException {
      URL[] urls = new URL[paths.length];
      for (int i = 0; i < paths.length; i++) {
        urls[i] = Path.of(paths[i]).toUri().toURL();
      }
      return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    private static void printOpenFiles() throws IOException {
      try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
        for (Path descriptor : descriptors.toList()) {
          if (Files.isSymbolicLink(descriptor)) { // not that of the listing itself
            System.out.println("open " + Files.readSymbolicLink(descriptor));
          }
        }
      }
    }
  }

  private String run(List<Path> classPath, String... options) throws Exception {
    List<Path> own = List.of(OtherJvm.origin(ClassLoadersTest.class));
    List<String> command = OtherJvm.command(own, options);
    command.set(command.size() - 1, Main.class.getName());
    command.add(1, "-Dpolars4j.cache.dir=" + folder.resolve("cache"));
    command.addAll(classPath.stream().map(Path::toString).toList());
    return OtherJvm.run(command);
  }

  private static long loaded(String output) {
    return output.lines().filter(line -> line.startsWith("loaded ")).count();
  }

  @Test
  void eachGetsItsOwnCopy() throws Exception {
    String output = run(OtherJvm.withLibrary());
    assertThat(loaded(output)).as(output).isEqualTo(2 * LOADERS);
    assertThat(output).doesNotContain("error ", "WARNING");
  }

  @Test
  void noJarStaysOpen() throws Exception {
    assumeThat(Path.of("/proc/self/fd")).isDirectory();
    assertThat(run(OtherJvm.withLibrary()))
        .contains("open ")
        .doesNotContain("open " + OtherJvm.nativeJar());
  }

  @Test
  void aGivenFileIsTheFirstOnesAndTheOthersAreToldSo() throws Exception {
    Path library = PackedLibraries.unpack(folder.resolve(System.mapLibraryName("polars4j")));
    String output = run(OtherJvm.withoutLibrary(), "-Dpolars4j.library.path=" + library);
    assertThat(loaded(output)).isEqualTo(2);
    assertThat(output)
        .contains(
            library + " already loaded in another classloader",
            "give each class loader a file of its own");
  }
}
