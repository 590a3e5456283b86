package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A write with {@code withSync(true)} is durable: seen at the calls that reach the kernel. */
class SyncTest {
  @TempDir Path folder;

  private static final Map<String, Function<Path, FrameWriter>> WRITERS =
      Map.of(
          "ipc", IpcWriter::new,
          "stream", IpcStreamWriter::new,
          "parquet", ParquetWriter::new,
          "csv", CsvWriter::new,
          "ndjson", NdjsonWriter::new);

  /** Writes with every writer, and prints what reached the kernel. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      FaultShim shim = FaultShim.here();
      try (DataFrame frame = DataFrame.of(Series.of("n", new long[100_000]));
          DataFrame two = DataFrame.of(Series.of("n", 1, 2), Series.of("m", 0, 0))) {
        for (var writer : WRITERS.entrySet()) {
          for (boolean sync : new boolean[] {false, true}) {
            Path target = folder.resolve(writer.getKey());
            shim.disarm();
            writer.getValue().apply(target).withSync(sync).finish(frame);
            print(writer.getKey(), sync, shim);
            shim.disarm();
            try (BatchedWriter batches =
                writer.getValue().apply(target).withSync(sync).batched(frame.schema())) {
              batches.writeBatch(frame);
              batches.finish();
            }
            print(writer.getKey() + ".batched", sync, shim);
          }
        }
        for (boolean sync : new boolean[] {false, true}) {
          try (DatasetWriter parts =
              new DatasetWriter(folder.resolve("parts" + sync), FileFormat.CSV)
                  .withPartitionBy("m")
                  .withSync(sync)) {
            shim.disarm();
            parts.write(two);
          }
          print("DatasetWriter", sync, shim);
        }
        Path file = folder.resolve("own");
        try (FileOutputStream stream = new FileOutputStream(file.toFile())) {
          shim.disarm();
          new CsvWriter(stream).withSync(true).finish(frame);
          print("FileOutputStream", true, shim);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          shim.disarm();
          new CsvWriter(channel).withSync(true).finish(frame);
          print("FileChannel", true, shim);
        }
      }
    }

    /** One line: the calls in their order, each kind once in a row. */
    private static void print(String name, boolean sync, FaultShim shim) {
      String calls = shim.trace().replaceAll("(?m)^(.*)\\n(\\1\\n)+", "$1\n").replace('\n', ' ');
      System.out.println(name + " " + sync + ": " + calls.strip().replaceAll("^open ", ""));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theFileIsSyncedBeforeItIsRenamedAndTheFolderAfterwards() throws Exception {
    Path marked = Files.createDirectory(folder.resolve("marked"));
    List<String> lines =
        FaultShim.run(folder, marked, Main.class, marked.toString()).lines().toList();
    assertThat(lines).hasSize(WRITERS.size() * 4 + 4);
    String[] parts;
    for (String line : lines) {
      parts = line.split(": ");
      if (parts[0].startsWith("File")) {
        assertThat(parts[1]).as(line).endsWith("write fsync file");
      } else if (parts[0].endsWith("true")) {
        assertThat(parts[1])
            .as(line)
            .endsWith("write close open fsync file close rename close fsync folder")
            .startsWith(parts[0].startsWith("Dataset") ? "fsync folder " : "write ");
      } else {
        assertThat(parts[1]).as(line).endsWith("write close rename close").doesNotContain("fsync");
      }
    }
  }

  @Test
  void whatCannotBeSyncedIsRefused() throws Exception {
    OutputStream stream = new ByteArrayOutputStream();
    WritableByteChannel channel = Channels.newChannel(stream);
    for (FrameWriter writer : List.of(new CsvWriter(stream), new IpcWriter(channel))) {
      assertThatThrownBy(() -> writer.withSync(true))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(
              "withSync(true) is for files, FileOutputStream and FileChannel, not for a java.");
      writer.withSync(false);
    }
    try (FileSystem files =
        FileSystems.newFileSystem(folder.resolve("archive.zip"), Map.of("create", "true"))) {
      ParquetWriter writer = new ParquetWriter(files.getPath("/inside"));
      assertThatThrownBy(() -> writer.withSync(true))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith("not for a path of another file system: /inside");
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aDeviceIsRefused() {
    try (DataFrame frame = DataFrame.of(Series.of("n", new long[1]))) {
      FrameWriter writer = new NdjsonWriter(Path.of("/dev/null")).withSync(true);
      assertThatThrownBy(() -> writer.finish(frame))
          .isInstanceOf(FileSystemException.class)
          .hasMessage("/dev/null: withSync(true) is for files, not for devices");
    }
  }
}
