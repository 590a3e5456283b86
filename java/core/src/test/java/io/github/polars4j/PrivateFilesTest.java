package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polars4j.internal.io.Destination;
import io.github.polars4j.internal.io.IpcOptions;
import io.github.polars4j.internal.io.Output;
import io.github.polars4j.internal.jni.Format;
import io.github.polars4j.internal.jni.NativeWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What lies in temporary files is nobody else's to read or to replace. */
@DisabledOnOs(OS.WINDOWS)
class PrivateFilesTest {
  @TempDir Path folder;

  private static DataFrame frame() {
    long[] numbers = new long[100_000];
    numbers[0] = System.nanoTime();
    try (Series series = Series.of("n", numbers)) {
      return DataFrame.of(series);
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
  }

  private static Set<Path> files(Path folder, String glob) throws IOException {
    Set<Path> found = new TreeSet<>();
    try (var files = Files.newDirectoryStream(folder, glob)) {
      files.forEach(found::add);
    }
    return found;
  }

  private Path target(String mode) throws IOException {
    Path target = folder.resolve("private.arrow");
    Files.createFile(target);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(mode));
    return target;
  }

  @Test
  void aTemporaryFileIsItsOwnersWhileItReplacesAnother() throws IOException {
    for (String mode : List.of("rw-------", "rw-r-----", "rw-rw-rw-")) {
      Path target = target(mode);
      List<String> seen = new ArrayList<>();
      try (DataFrame frame = frame();
          BatchedWriter writer = new IpcWriter(target).batched(frame.schema())) {
        writer.writeBatch(frame);
        for (Path temporary : files(folder, ".*.tmp")) {
          seen.add(mode(temporary));
        }
        writer.finish();
      }
      assertThat(seen).containsExactly("rw-------");
      assertThat(mode(target)).isEqualTo(mode);
      Files.delete(target);
    }
  }

  @Test
  void aNewFileIsAsReadableAsAnyOther() throws IOException {
    Path other = Files.createFile(folder.resolve("other"));
    Path target = folder.resolve("new.arrow");
    try (DataFrame frame = frame()) {
      new IpcWriter(target).finish(frame);
    }
    assertThat(mode(target)).isEqualTo(mode(other));
  }

  @Test
  void aSpooledStreamIsItsReadersAlone() throws IOException {
    byte[] parquet = parquet();
    Path spool;
    try (Batches batches = new ParquetReader(new ByteArrayInputStream(parquet)).batches(10)) {
      assertThat(batches.hasNext()).isTrue();
      List<Path> spools = spools(parquet);
      assertThat(spools).hasSize(1);
      spool = spools.get(0);
      assertThat(mode(spool)).isEqualTo("rwx------");
      assertThat(files(spool, "*")).hasSize(1);
    }
    assertThat(spool).doesNotExist();
  }

  /** The folders that keep a stream of these bytes: other tests spool theirs at the same time. */
  private static List<Path> spools(byte[] bytes) throws IOException {
    List<Path> spools = new ArrayList<>();
    for (Path folder : files(Path.of(System.getProperty("java.io.tmpdir")), "polars4j-*")) {
      try {
        for (Path file : files(folder, "*")) {
          if (Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
            spools.add(folder);
          }
        }
      } catch (FileSystemException e) {
        continue; // another's: gone meanwhile, or no folder, or not to be read
      }
    }
    return spools;
  }

  @Test
  void aLinkInThePlaceOfATemporaryFileIsNotFollowed() throws IOException {
    Path target = target("rw-------");
    Path victim = Files.writeString(folder.resolve("victim"), "untouched");
    try (Output output = Destination.of(target).open(false)) {
      Path temporary = files(folder, ".*.tmp").iterator().next();
      Files.delete(temporary);
      Files.createSymbolicLink(temporary, victim);
      assertThatThrownBy(() -> open(output)).isInstanceOf(FileSystemException.class);
    }
    assertThat(victim).hasContent("untouched");
  }

  private static void open(Output output) throws IOException {
    try (DataFrame frame = frame()) {
      byte[] options = new IpcOptions(CompatLevel.NEWEST).encode();
      int format = Format.IPC.ordinal();
      String path = output.nativePath();
      NativeWriter.open(format, options, null, frame.handle(), path, output.name(), false);
    }
  }

  private static byte[] parquet() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFrame frame = frame()) {
      new ParquetWriter(bytes).finish(frame);
    }
    return bytes.toByteArray();
  }
}
