package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the library is found, each time in a JVM of its own. */
class NativeLoaderTest {
  @TempDir Path folder;

  /** What the other JVMs run: it uses the library twice and tells how that went. */
  static final class Main {
    private Main() {}

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

  private static String libraryName() {
    return System.mapLibraryName("polars4j");
  }

  private static Path origin(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** The class path without the platform's jar. */
  private static List<Path> withoutLibrary() throws URISyntaxException {
    return new ArrayList<>(
        List.of(
            origin(Series.class),
            origin(NativeLoaderTest.class),
            origin(com.sun.jna.Platform.class)));
  }

  /** The class path as a user has it; the test is skipped where there is no packed jar. */
  private static List<Path> withLibrary() throws URISyntaxException {
    String name = "io/github/polars4j/native/" + Polars4j.platform() + "/" + libraryName();
    URL resource = NativeLoaderTest.class.getClassLoader().getResource(name);
    assumeThat(resource).as(name).isNotNull();
    String jar = resource.getPath();
    List<Path> classPath = withoutLibrary();
    classPath.add(Path.of(new URI(jar.substring(0, jar.indexOf("!/")))));
    return classPath;
  }

  private String run(List<Path> classPath, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Arrays.asList(options));
    command.add("-Dpolars4j.cache.dir=" + folder.resolve("cache"));
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()));
    command.add(Main.class.getName());
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor()).as(Files.readString(out)).isZero();
    return Files.readString(out);
  }

  private Path cached() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
      return files.filter(f -> f.endsWith(libraryName())).findAny().orElseThrow();
    }
  }

  private static void assertLoaded(String output) {
    assertThat(output.lines().filter(line -> line.startsWith("loaded ")))
        .containsExactly(
            "loaded " + Polars4j.nativeVersion() + " 2",
            "loaded " + Polars4j.nativeVersion() + " 2");
    assertThat(output).doesNotContain("error ");
  }

  /** Twice the same error. */
  private static void assertRefused(String output, String... parts) {
    String[] errors = output.split("(?m)^error ");
    assertThat(errors).hasSize(3);
    assertThat(errors[1]).contains(parts);
    assertThat(errors[2]).isEqualTo(errors[1]);
  }

  @Test
  void withoutAJarTheErrorSaysWhichOneToAddAndWhatWasTried() throws Exception {
    assertRefused(
        run(withoutLibrary()),
        "io.github.polars4j:polars4j-native:",
        ":" + Polars4j.platform() + " ",
        "-Dpolars4j.library.path",
        "the class path: ",
        libraryName());
  }

  @Test
  void aGivenPathWithoutAFileIsNamed() throws Exception {
    Path missing = folder.resolve("no such file");
    assertRefused(
        run(withoutLibrary(), "-Dpolars4j.library.path=" + missing),
        "-Dpolars4j.library.path=" + missing,
        "no file " + missing);
  }

  @Test
  void aGivenFolderWithoutTheLibraryIsNamed() throws Exception {
    assertRefused(
        run(withoutLibrary(), "-Dpolars4j.library.path=" + folder),
        "no file " + folder.resolve(libraryName()));
  }

  @Test
  void aGivenFileThatIsNoLibraryIsNamed() throws Exception {
    Path text = Files.writeString(folder.resolve(libraryName()), "no library");
    assertRefused(
        run(withoutLibrary(), "-Dpolars4j.library.path=" + text),
        "-Dpolars4j.library.path=" + text);
  }

  @Test
  void aGivenLibraryIsLoaded() throws Exception {
    assertLoaded(run(withLibrary()));
    assertLoaded(run(withoutLibrary(), "-Dpolars4j.library.path=" + cached()));
    assertLoaded(run(withoutLibrary(), "-Dpolars4j.library.path=" + cached().getParent()));
  }

  @Test
  void theCopyInTheCacheIsTheOwnersOnly() throws Exception {
    assertLoaded(run(withLibrary()));
    assumeThat(cached().getFileSystem().supportedFileAttributeViews()).contains("posix");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cached().getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void theCopyInTheCacheIsUsedAgain() throws Exception {
    assertLoaded(run(withLibrary()));
    Object made = Files.getLastModifiedTime(cached());
    assertLoaded(run(withLibrary()));
    assertThat(Files.getLastModifiedTime(cached())).isEqualTo(made);
  }

  @Test
  void aDamagedCopyInTheCacheIsRepaired() throws Exception {
    assertLoaded(run(withLibrary()));
    long size = Files.size(cached());
    Files.writeString(cached(), "damaged");
    assertLoaded(run(withLibrary()));
    assertThat(Files.size(cached())).isEqualTo(size);
  }

  @Test
  void withoutACacheATemporaryCopyIsUsedAndDeleted() throws Exception {
    Files.createFile(folder.resolve("cache")); // where a folder should be
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    assertLoaded(run(withLibrary(), "-Djava.io.tmpdir=" + temporary));
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left.filter(f -> f.getFileName().toString().startsWith("polars4j"))).isEmpty();
    }
  }

  @Test
  void aLibraryOfAnotherVersionIsRefused() throws Exception {
    Path properties = folder.resolve("other/io/github/polars4j/version.properties");
    Files.createDirectories(properties.getParent());
    Files.write(properties, "version=9.9.9\n".getBytes(StandardCharsets.ISO_8859_1));
    List<Path> classPath = withLibrary();
    classPath.add(0, folder.resolve("other"));
    assertRefused(run(classPath), "is version " + Polars4j.nativeVersion() + ", polars4j is 9.9.9");
  }
}
