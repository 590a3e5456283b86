package io.github.polars4j;

import static io.github.polars4j.OtherJvm.assertLoaded;
import static io.github.polars4j.OtherJvm.assertRefused;
import static io.github.polars4j.OtherJvm.withLibrary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens around the copy in the cache folder, each time in a JVM of its own. */
class NativeCacheTest {
  private static final int NOBODY = 65534;

  @TempDir Path folder;
  private Path cache = Path.of("");
  private Path temporary = Path.of("");
  private final List<Path> mounts = new ArrayList<>();

  @BeforeEach
  void folders() throws IOException {
    cache = folder.resolve("cache");
    temporary = Files.createDirectory(folder.resolve("temporary"));
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    for (Path mount : mounts) {
      assertThat(new ProcessBuilder("umount", mount.toString()).start().waitFor()).isZero();
    }
  }

  /** A file system of its own, which needs root. */
  private void mount(Path on, String options) throws IOException, InterruptedException {
    Files.createDirectories(on);
    List<String> command = List.of("mount", "-t", "tmpfs", "-o", options, "tmpfs", on.toString());
    assumeThat(new ProcessBuilder(command).start().waitFor()).as("mount").isZero();
    mounts.add(on);
  }

  private List<String> command(String... options) throws Exception {
    List<String> all = new ArrayList<>(Arrays.asList(options));
    all.add("-Dpolars4j.cache.dir=" + cache);
    all.add("-Djava.io.tmpdir=" + temporary);
    return OtherJvm.command(withLibrary(), all.toArray(String[]::new));
  }

  private String run(String... options) throws Exception {
    return OtherJvm.run(command(options));
  }

  /** It works, but from a temporary copy, and says why. */
  private void assertDetour(String reason) throws Exception {
    String output = run();
    assertLoaded(output);
    assertThat(output).contains("was loaded from " + temporary, reason);
    if (isPosix()) { // Windows keeps a library's file while it is loaded
      assertThat(files(temporary)).isEmpty();
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(file -> !isMark(file)).toList();
    }
  }

  private static boolean isMark(Path file) {
    return file.toString().endsWith(".checked");
  }

  private static Path mark(Path copy) {
    return copy.resolveSibling(copy.getFileName() + ".checked");
  }

  private Path cached() throws IOException {
    List<Path> files = files(cache);
    assertThat(files).hasSize(1);
    return files.get(0);
  }

  /** The copy that a first run made. */
  private Path firstRun() throws Exception {
    String output = run();
    assertLoaded(output);
    assertThat(output).doesNotContain("WARNING");
    return cached();
  }

  private static boolean isPosix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
  }

  private static void assumePosix() {
    assumeThat(isPosix()).isTrue();
  }

  private static boolean isRoot(Path made) throws IOException {
    return Files.getAttribute(made, "unix:uid").equals(0);
  }

  private void assumeRoot() throws IOException {
    assumePosix();
    assumeThat(isRoot(folder)).as("may give files away and mount").isTrue();
  }

  private static void age(Path path, Duration age) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(age)));
  }

  @Test
  void theCopyIsTheOwnersOnly() throws Exception {
    assumePosix();
    Path copy = firstRun();
    for (Path path : List.of(copy, copy.getParent(), cache)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void theCopyIsUsedAgain() throws Exception {
    Object made = Files.getLastModifiedTime(firstRun());
    assertThat(Files.getLastModifiedTime(firstRun())).isEqualTo(made);
  }

  @Test
  void aPlantedFileIsReplaced() throws Exception {
    Path copy = firstRun();
    long size = Files.size(copy);
    Files.writeString(copy, "planted");
    assertThat(firstRun()).isEqualTo(copy).hasSize(size);
  }

  @Test
  void aPlantedFileOfTheSameSizeIsReplaced() throws Exception {
    Path copy = firstRun();
    Path original = Files.copy(copy, folder.resolve("original"));
    try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), channel.size() / 2);
    }
    assertThat(Files.mismatch(original, copy)).isNotNegative();
    assertThat(Files.mismatch(original, firstRun())).isNegative();
  }

  /** What changes a file leaves a trace, whatever the time that it is given then. */
  @Test
  void aPlantedFileOfTheSameSizeAndTimeIsReplaced() throws Exception {
    Path copy = firstRun();
    Path original = Files.copy(copy, folder.resolve("original"));
    FileTime time = Files.getLastModifiedTime(copy);
    try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), channel.size() / 2);
    }
    Files.setLastModifiedTime(copy, time);
    assertThat(Files.mismatch(original, firstRun())).isNegative();
    Path planted = folder.resolve("planted");
    Files.copy(copy, planted);
    try (FileChannel channel = FileChannel.open(planted, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), channel.size() / 2);
    }
    Files.setLastModifiedTime(planted, Files.getLastModifiedTime(copy));
    Files.move(planted, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(Files.mismatch(original, firstRun())).isNegative();
  }

  /** A mark that says the wrong thing, is a link or lies there alone is worth nothing. */
  @Test
  void theMarkOfACheckedCopyIsForThatCopy() throws Exception {
    assumePosix();
    Path copy = firstRun();
    Path mark = mark(copy);
    assertThat(mark).isRegularFile().content().contains("size=" + Files.size(copy), "ctime=");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(mark)))
        .isEqualTo("rw-------");
    String right = Files.readString(mark);
    Files.writeString(copy, "planted");
    assertThat(firstRun()).isEqualTo(copy);
    assertThat(Files.readString(mark)).isNotEqualTo(right);
    String now = Files.readString(mark);
    for (String wrong : List.of("", "x".repeat(5_000), right, now.replace("ino=", "ino=1"))) {
      Files.writeString(mark, wrong);
      firstRun();
      assertThat(Files.readString(mark)).isEqualTo(now);
    }
    Path elsewhere = Files.move(mark, folder.resolve("mark"));
    Files.createSymbolicLink(mark, elsewhere);
    firstRun();
    assertThat(Files.isSymbolicLink(mark)).isFalse();
    Files.delete(copy);
    assertThat(firstRun()).isEqualTo(copy);
  }

  /** By option the hash is looked at whatever the mark says. */
  @Test
  void aCopyIsHashedAgainWhereTheUserWantsIt() throws Exception {
    assumePosix();
    Path copy = firstRun();
    Path original = Files.copy(copy, folder.resolve("original"));
    try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), channel.size() - 4);
    }
    Path mark = mark(copy);
    String hash = Files.readString(mark).split(" ")[0];
    StringBuilder forged = new StringBuilder(hash);
    for (String name : List.of("size", "lastModifiedTime", "ctime", "ino", "dev", "uid")) {
      forged.append(' ').append(name).append('=').append(Files.getAttribute(copy, "unix:" + name));
    }
    Files.writeString(mark, forged.append('\n'));
    assertLoaded(run());
    assertThat(Files.mismatch(original, copy)).isNotNegative(); // as the user says who forged it
    assertLoaded(run("-Dpolars4j.cache.verify=true"));
    assertThat(Files.mismatch(original, copy)).isNegative();
  }

  @Test
  void aPlantedLinkIsReplacedAndItsTargetLeftAlone() throws Exception {
    assumePosix();
    Path copy = firstRun();
    Path target = Files.move(copy, folder.resolve("planted"));
    Files.createSymbolicLink(copy, target);
    Object made = Files.getLastModifiedTime(target);
    assertThat(firstRun()).isRegularFile();
    assertThat(Files.isSymbolicLink(copy)).isFalse();
    assertThat(Files.getLastModifiedTime(target)).isEqualTo(made);
  }

  @Test
  void aPlantedFolderLinkIsNotFollowed() throws Exception {
    assumePosix();
    Path version = firstRun().getParent();
    Path elsewhere = Files.move(version, folder.resolve("elsewhere"));
    Files.createSymbolicLink(version, elsewhere);
    assertDetour(version + " is a link");
  }

  @Test
  void aCacheThatTheUserLinkedElsewhereIsUsed() throws Exception {
    assumePosix();
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.createSymbolicLink(cache, elsewhere);
    assertLoaded(run());
    assertThat(files(elsewhere)).hasSize(1);
  }

  @Test
  void aFolderThatOthersCanWriteToIsNotUsed() throws Exception {
    assumePosix();
    Path version = firstRun().getParent();
    Files.setPosixFilePermissions(version, PosixFilePermissions.fromString("rwxrwx---"));
    assertDetour(version + " can be changed by other users (chmod go-w)");
    Files.setPosixFilePermissions(version, PosixFilePermissions.fromString("rwx------"));
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxr-xrwx"));
    assertDetour(cache + " can be changed by other users (chmod go-w)");
  }

  @Test
  void aFolderBelowOneThatAllCanWriteToIsNotUsed() throws Exception {
    assumePosix();
    Path open = Files.createDirectories(folder.resolve("open"));
    cache = Files.createDirectory(open.resolve("mine")).resolve("cache");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path real = open.toRealPath();
    assertDetour(real + ", above " + real.resolve("mine/cache"));
    Files.setAttribute(open, "unix:mode", 01777); // as /tmp is
    firstRun();
  }

  @Test
  void aCacheBelowAFolderThatAGroupMayChangeIsNotUsed() throws Exception {
    assumePosix();
    Path open = Files.createDirectories(folder.resolve("group"));
    String[] command = {"chgrp", "nogroup", open.toString()};
    assumeThat(new ProcessBuilder(command).start().waitFor()).as("chgrp").isZero();
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxr-x"));
    cache = open.resolve("mine/cache");
    Path real = open.toRealPath();
    assertDetour(real + ", above " + real.resolve("mine/cache"));
  }

  @Test
  void aTemporaryFolderThatAllCanChangeIsNotUsed() throws Exception {
    assumePosix();
    Files.createFile(cache); // so that a temporary copy is made
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertRefused(run(), "copied to a temporary folder: java.io.IOException: " + temporary);
    assertThat(files(temporary)).isEmpty();
  }

  @Test
  void anEmptySettingIsNone() throws Exception {
    String output = run("-Dpolars4j.library.path=");
    assertLoaded(output);
    assertThat(output).doesNotContain("WARNING");
  }

  @Test
  void anotherUsersFolderIsNotUsed() throws Exception {
    assumeRoot();
    Path version = firstRun().getParent();
    Files.setAttribute(version, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    assertDetour(version + " belongs to another user");
  }

  @Test
  void anotherUsersFileIsReplaced() throws Exception {
    assumeRoot();
    Path copy = firstRun();
    Files.setAttribute(copy, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    assertThat(Files.getAttribute(firstRun(), "unix:uid")).isEqualTo(0);
  }

  /** The tests themselves may run as root, who meets no foreign folders of root's. */
  @Test
  void aUserWhoIsNotRootUsesTheirOwnFolderAndNobodyElses() throws Exception {
    assumeRoot();
    List<Path> jars = new ArrayList<>();
    for (Path jar : withLibrary()) {
      Path copy = folder.resolve("lib-" + jars.size());
      copyAll(jar, copy);
      jars.add(copy);
    }
    Files.createDirectory(cache);
    for (Path own : List.of(cache, temporary)) {
      Files.setAttribute(own, "unix:uid", NOBODY);
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> command =
        OtherJvm.command(jars, "-Dpolars4j.cache.dir=" + cache, "-Djava.io.tmpdir=" + temporary);
    command.addAll(0, List.of("setpriv", "--reuid=" + NOBODY, "--clear-groups"));

    String output = OtherJvm.run(command);
    assertLoaded(output);
    assertThat(output).doesNotContain("WARNING");

    List<String> withoutTemporary = new ArrayList<>(command);
    withoutTemporary.replaceAll(
        option -> option.startsWith("-Djava.io.tmpdir=") ? option + "/missing" : option);
    output = OtherJvm.run(withoutTemporary);
    assertLoaded(output);
    assertThat(output).doesNotContain("was loaded from");

    Files.setAttribute(cached().getParent(), "unix:uid", NOBODY - 1);
    Files.setPosixFilePermissions(
        cached().getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
    output = OtherJvm.run(command);
    assertLoaded(output);
    assertThat(output).contains("belongs to another user");
  }

  private static void copyAll(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @Test
  void aNoexecFolderIsNamedAndTheNextPlaceTried() throws Exception {
    assumeRoot();
    mount(cache, "noexec,mode=700");
    assertDetour("is mounted noexec");
  }

  @Test
  void noexecFoldersEverywhereAreAllNamed() throws Exception {
    assumeRoot();
    mount(cache, "noexec,mode=700");
    mount(temporary, "noexec,mode=700");
    assertRefused(
        run(),
        "copied to the cache folder: java.io.IOException: " + cache.toRealPath(),
        "copied to a temporary folder: java.io.IOException: " + temporary,
        "is mounted noexec");
    assertThat(files(temporary)).isEmpty();
  }

  @Test
  void aFullDiskLeavesNothingAndTheNextPlaceIsTried() throws Exception {
    assumeRoot();
    mount(cache, "size=1m,mode=700");
    assertDetour("copied to the cache folder: java.io.IOException: ");
    assertThat(files(cache)).isEmpty();
  }

  @Test
  void aReadOnlyHomeWorks() throws Exception {
    assumeRoot();
    Path home = folder.resolve("home");
    mount(home, "ro");
    List<String> command = command("-Duser.home=" + home);
    command.remove("-Dpolars4j.cache.dir=" + cache);
    command.addAll(0, List.of("env", "-u", "XDG_CACHE_HOME"));
    String output = OtherJvm.run(command);
    assertLoaded(output);
    assertThat(output).contains("was loaded from " + temporary, home.resolve(".cache").toString());
  }

  @Test
  void aCacheThatCannotBeMadeIsNamed() throws Exception {
    Files.createFile(cache);
    assertDetour(cache.toString());
  }

  @Test
  void otherVersionsGoAfterAMonthAndNothingElse() throws Exception {
    Path old = Files.createDirectories(cache.resolve("0.0.1-0123456789abcdef"));
    Path used = Files.createDirectories(cache.resolve("0.0.2-0123456789abcdef"));
    Path foreign = Files.createDirectories(cache.resolve("mine-0123456789abcdef"));
    Path other = Files.createDirectories(cache.resolve("cargo-target"));
    assumePosix();
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwx------"));
    Files.createFile(old.resolve(System.mapLibraryName("polars4j")));
    Files.createFile(foreign.resolve("notes.txt"));
    age(old, Duration.ofDays(31));
    age(used, Duration.ofDays(29));
    age(foreign, Duration.ofDays(31));
    age(other, Duration.ofDays(31));
    assertLoaded(run());
    assertThat(old).doesNotExist();
    assertThat(used).exists();
    assertThat(foreign.resolve("notes.txt")).exists();
    assertThat(other).exists();
  }

  @Test
  void theVersionInUseStaysAndIsMarkedAsUsed() throws Exception {
    Path version = firstRun().getParent();
    Path part = Files.createFile(version.resolve("libpolars4j.so123.part"));
    age(part, Duration.ofDays(2));
    age(version, Duration.ofDays(400));
    assertLoaded(run());
    assertThat(Files.getLastModifiedTime(version).toInstant())
        .isAfter(Instant.now().minus(Duration.ofDays(1)));
    assertThat(files(version)).hasSize(1).doesNotContain(part);
  }

  @Test
  void temporaryCopiesThatProcessesLeftGo() throws Exception {
    Files.createFile(cache); // so that a temporary copy is made
    Path left = Files.createDirectory(temporary.resolve("polars4j-native-123"));
    Files.createFile(left.resolve(System.mapLibraryName("polars4j")));
    Path fresh = Files.createDirectory(temporary.resolve("polars4j-native-456"));
    age(left, Duration.ofDays(2));
    assertLoaded(run());
    assertThat(left).doesNotExist();
    assertThat(fresh).exists();
  }

  /** Each finds no cache, makes it, and may meet the other in it. */
  @Test
  void twoJvmsStartingAtOnceBothWork() throws Exception {
    List<String> command = command();
    for (int round = 0; round < 12; round++) {
      Process first = start(command, "first");
      Process second = start(command, "second");
      assertThat(first.waitFor()).isZero();
      assertThat(second.waitFor()).isZero();
      for (String name : List.of("first", "second")) {
        String output = Files.readString(folder.resolve(name));
        assertLoaded(output);
        assertThat(output).doesNotContain("WARNING");
      }
      Path copy = cached();
      Files.deleteIfExists(mark(copy));
      for (Path path : List.of(copy, copy.getParent(), cache)) {
        Files.delete(path);
      }
    }
  }

  private Process start(List<String> command, String output) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(output).toFile())
        .start();
  }
}
