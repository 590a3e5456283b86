package io.github.polars4j;

import static io.github.polars4j.OtherJvm.assertLoaded;
import static io.github.polars4j.OtherJvm.assertRefused;
import static io.github.polars4j.OtherJvm.withLibrary;
import static io.github.polars4j.OtherJvm.withoutLibrary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the library is looked for, each time in a JVM of its own. */
class NativeLoaderTest {
  @TempDir Path folder;

  private static String libraryName() {
    return System.mapLibraryName("polars4j");
  }

  private String run(List<Path> classPath, String... options)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(Arrays.asList(options));
    all.add("-Dpolars4j.cache.dir=" + folder.resolve("cache"));
    return OtherJvm.run(OtherJvm.command(classPath, all.toArray(String[]::new)));
  }

  /** A class path on which polars4j takes itself for another version. */
  private List<Path> asVersion(String version) throws Exception {
    Path properties = folder.resolve("other/io/github/polars4j/version.properties");
    Files.createDirectories(properties.getParent());
    Files.writeString(properties, "version=" + version + "\n");
    List<Path> classPath = withLibrary();
    classPath.add(0, folder.resolve("other"));
    return classPath;
  }

  @Test
  void withoutAJarTheErrorSaysWhichOneToAddAndWhatWasTried() throws Exception {
    assertRefused(
        run(withoutLibrary()),
        "io.github.polars4j:polars4j-native:" + Polars4j.version() + ":" + Polars4j.platform(),
        "-Dpolars4j.library.path",
        "Tried:\n  - the class path and module path: ",
        "no resource /io/github/polars4j/native/" + Polars4j.platform() + "/" + libraryName());
  }

  @Test
  void withAnotherPlatformsJarOnlyTheErrorSaysSo() throws Exception {
    String other =
        Polars4j.platform().equals("darwin-aarch64") ? "darwin-x86-64" : "darwin-aarch64";
    Path library =
        folder.resolve("other/io/github/polars4j/native/" + other + "/libpolars4j.dylib");
    Files.createDirectories(library.getParent());
    Files.createFile(library);
    List<Path> classPath = withoutLibrary();
    classPath.add(folder.resolve("other"));
    assertRefused(run(classPath), "; those of " + other + " are there.");
  }

  @Test
  void aGivenPathWithoutAFileIsNamedAndNothingElseTried() throws Exception {
    Path missing = folder.resolve("no such file");
    String output = run(withLibrary(), "-Dpolars4j.library.path=" + missing);
    assertRefused(output, "-Dpolars4j.library.path=" + missing, "no file " + missing);
    assertThat(output).doesNotContain("jar:");
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
  void aGivenLibraryThatIsNotOursIsNamed() throws Exception {
    Path other = Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("prefs"));
    assumeThat(other).exists();
    assertRefused(
        run(withoutLibrary(), "-Dpolars4j.library.path=" + other),
        other + " is not polars4j's library");
  }

  @Test
  void aGivenLibraryIsLoadedByFileAndByFolder() throws Exception {
    Path library = PackedLibraries.unpack(folder.resolve(libraryName()));
    assertLoaded(run(withoutLibrary(), "-Dpolars4j.library.path=" + library));
    assertLoaded(run(withoutLibrary(), "-Dpolars4j.library.path=" + folder));
    assertThat(folder.resolve("cache")).doesNotExist();
  }

  @Test
  void aLibraryOfAnotherVersionIsOneClearError() throws Exception {
    String output = run(asVersion("9.9.9"));
    assertRefused(
        output,
        "polars4j-core is version 9.9.9, but its native library is version " + Polars4j.version(),
        "must be of one version");
    assertThat(output).doesNotContain("Tried");
  }

  @Test
  void aBuildWithoutAVersionLeavesNothingInTheCache() throws Exception {
    String output = run(asVersion("${project.version}"));
    assertLoaded(output.replace("${project.version}", Polars4j.version()));
    assertThat(folder.resolve("cache")).doesNotExist();
  }

  /** It only tells the platform's name: another version, or none, is no matter. */
  @Test
  void anotherJnaOrNoneDoesNotStopTheLibrary() throws Exception {
    List<Path> without = withLibrary();
    assertThat(without.remove(OtherJvm.origin(com.sun.jna.Platform.class))).isTrue();
    assertLoaded(run(without));
    Path broken = folder.resolve("jna/com/sun/jna/Platform.class");
    Files.createDirectories(broken.getParent());
    Files.writeString(broken, "no class");
    List<Path> other = withLibrary();
    other.add(0, folder.resolve("jna"));
    assertLoaded(run(other));
  }

  @Test
  void deniedNativeAccessNamesTheFlag() throws Exception {
    assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(24);
    List<String> command = OtherJvm.command(withLibrary(), "--illegal-native-access=deny");
    command.remove(OtherJvm.NATIVE_ACCESS);
    assertRefused(OtherJvm.run(command), "--enable-native-access=ALL-UNNAMED");
  }
}
