package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A file is whole or not there, and messages name it. */
class FileTargetTest {
  @TempDir Path folder;
  private DataFrame frame;

  static Stream<Writers.Way> writers() {
    return Writers.all();
  }

  @BeforeEach
  void makeFrame() {
    try (Series series = Series.of("n", new long[200_000])) {
      frame = DataFrame.of(series);
    }
  }

  @AfterEach
  void closeFrame() {
    frame.close();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("writers")
  void aFullDeviceIsAnIoExceptionThatNamesIt(Writers.Way writer) {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    assertThatThrownBy(() -> writer.write(full, frame))
        .isInstanceOf(FileSystemException.class)
        .hasMessage("/dev/full: No space left on device");
    assertThat(full).exists();
  }

  @ParameterizedTest
  @MethodSource("writers")
  void aMissingFolderIsANoSuchFile(Writers.Way writer) {
    Path target = folder.resolve("missing/file");
    assertThatThrownBy(() -> writer.write(target, frame))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(target.toString());
  }

  @ParameterizedTest
  @MethodSource("writers")
  void aDirectoryIsRefused(Writers.Way writer) throws IOException {
    assertThatThrownBy(() -> writer.write(folder, frame))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("directory");
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("writers")
  void anExistingFileIsReplacedAtTheEnd(Writers.Way writer) throws IOException {
    Path target = Files.writeString(folder.resolve("file"), "old");
    writer.write(target, frame);
    assertThat(files()).containsExactly("file");
    assertThat(Files.size(target)).isGreaterThan(100);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aReadOnlyFolderDeniesAccess() {
    // root may write to any folder but those of the kernel's own file systems
    Path kernel = Path.of("/sys/kernel");
    assumeTrue(Files.isDirectory(kernel));
    Path target = kernel.resolve("file.arrow");
    assertThatThrownBy(() -> new IpcWriter(target).finish(frame))
        .isInstanceOf(FileSystemException.class)
        .hasMessageStartingWith(target.toString());
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aFolderWithoutPermissionDeniesAccess() throws IOException {
    assumeTrue(!"root".equals(System.getProperty("user.name")));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    Path target = folder.resolve("file.arrow");
    try {
      assertThatThrownBy(() -> new IpcWriter(target).finish(frame))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessage(target.toString());
    } finally {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void aFailureHalfwayLeavesWhatWasThere() throws IOException {
    Path target = Files.writeString(folder.resolve("file.arrow"), "old");
    RuntimeException failure = new RuntimeException("halfway");
    IpcWriter writer =
        new IpcWriter(target)
            .withRecordBatchSize(50_000)
            .withProgress(
                (rows, bytes) -> {
                  if (rows > 100_000) {
                    throw failure;
                  }
                });
    assertThatThrownBy(() -> writer.finish(frame)).isSameAs(failure);
    assertThat(files()).containsExactly("file.arrow");
    assertThat(target).hasContent("old");
  }

  @Test
  void aBatchedWriterClosedWithoutFinishLeavesNoFile() throws IOException {
    Path target = folder.resolve("file.arrow");
    try (BatchedWriter writer = new IpcWriter(target).batched(frame.schema())) {
      writer.writeBatch(frame);
      assertThat(files()).hasSize(1).doesNotContain("file.arrow");
    }
    assertThat(files()).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatIsBeingWrittenIsNotSweptAndWhatIsLeftIs() throws Exception {
    Path left = Files.createFile(folder.resolve(".left.polars4j-0123456789abcdef.tmp"));
    Path other = Files.createFile(folder.resolve(".left.polars4j-0123456789abcdef.tmp.kept"));
    Path target = folder.resolve("target");
    try (BatchedWriter writer = new IpcWriter(target).batched(frame.schema())) {
      writer.writeBatch(frame);
      assertThat(left).doesNotExist();
      Files.createFile(left);
      long end = System.nanoTime() + 30_000_000_000L;
      while (Files.exists(left) && System.nanoTime() < end) { // not every write looks
        new CsvWriter(folder.resolve("more")).finish(frame);
      }
      assertThat(left).doesNotExist();
      writer.finish();
    }
    assertThat(files()).containsExactly(other.getFileName().toString(), "more", "target");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void whatSomebodyRemovesMeanwhileIsTold() throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "old");
    try (BatchedWriter writer = new ParquetWriter(target).batched(frame.schema())) {
      writer.writeBatch(frame);
      for (String name : files()) {
        if (!name.equals("target")) {
          Files.delete(folder.resolve(name));
        }
      }
      assertThatThrownBy(writer::finish)
          .isInstanceOf(FileSystemException.class)
          .hasMessage(target + ": somebody has removed what was written, or its folder");
    }
    assertThat(target).hasContent("old");
    assertThat(files()).containsExactly("target");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aLinkStaysALinkAndPermissionsStay() throws IOException {
    Path real = Files.writeString(folder.resolve("real.arrow"), "old");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(folder.resolve("link.arrow"), real.getFileName());
    new IpcWriter(link).finish(frame);
    assertThat(link).isSymbolicLink();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
        .isEqualTo("rw-r-----");
    try (DataFrame read = new IpcReader(real).finish()) {
      assertThat(read.height()).isEqualTo(200_000);
    }
  }

  @Test
  void aPathOfAnotherFileSystemWorks() throws IOException {
    Path zip = folder.resolve("archive.zip");
    try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      new IpcWriter(files.getPath("/inside.arrow")).finish(frame);
    }
    try (FileSystem files = FileSystems.newFileSystem(zip);
        DataFrame read =
            new IpcReader(Files.readAllBytes(files.getPath("/inside.arrow"))).finish()) {
      assertThat(read.contentEquals(frame)).isTrue();
    }
  }

  @Test
  void readingWhatIsNotThereNamesIt() {
    Path missing = folder.resolve("missing.arrow");
    assertThatThrownBy(() -> new IpcReader(missing).finish())
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(missing.toString());
    assertThatThrownBy(() -> new CsvReader(folder).finish())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString());
  }
}
