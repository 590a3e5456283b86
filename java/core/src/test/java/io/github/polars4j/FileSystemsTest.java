package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files within a zip file and in memory, by paths of their file systems. */
class FileSystemsTest {
  @TempDir private Path folder;

  private enum Kind {
    ZIP {
      @Override
      FileSystem open(Path folder) throws IOException {
        return FileSystems.newFileSystem(folder.resolve("all.zip"), Map.of("create", "true"));
      }
    },
    JIMFS_OF_UNIX {
      @Override
      FileSystem open(Path folder) {
        return Jimfs.newFileSystem(Configuration.unix());
      }
    },
    JIMFS_OF_WINDOWS {
      @Override
      FileSystem open(Path folder) {
        return Jimfs.newFileSystem(Configuration.windows());
      }
    };

    abstract FileSystem open(Path folder) throws IOException;
  }

  private static DataFrame frame() {
    try (Series id = Series.of("id", 1, 2, 3);
        Series text = Series.of("text", "a", "b", null)) {
      return DataFrame.of(id, text);
    }
  }

  private static Path root(FileSystem files) {
    return files.getRootDirectories().iterator().next();
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  @ParameterizedTest
  @EnumSource
  void filesAreWrittenReplacedAndRead(Kind kind) throws IOException {
    try (FileSystem files = kind.open(folder);
        DataFrame frame = frame();
        DataFrame two = frame.head(2)) {
      Path root = root(files);
      for (FileFormat format : FileFormat.values()) {
        Path file = root.resolve("out." + format.extensions().get(0));
        two.write(file);
        frame.write(file); // replaces it
        try (DataFrame read = DataFrame.read(file)) {
          assertThat(read.toMaps().toString()).isEqualTo(frame.toMaps().toString());
        }
      }
      assertThat(count(root)).isEqualTo(FileFormat.values().length);
      try (IpcReader reader = new IpcReader(root.resolve("out.arrow")).withColumns("id");
          DataFrame read = reader.finish()) {
        assertThat(read.columnNames()).containsExactly("id");
      }
      assertThatThrownBy(() -> new ParquetReader(root.resolve("none.parquet")).finish())
          .isInstanceOf(NoSuchFileException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void partitionsAreWrittenAndRead(Kind kind) throws IOException {
    try (FileSystem files = kind.open(folder);
        DataFrame frame = frame()) {
      Path parts = root(files).resolve("parts");
      try (DatasetWriter writer = new DatasetWriter(parts, FileFormat.IPC).withPartitionBy("id")) {
        writer.write(frame);
      }
      try (DataFrame read = Dataset.in(parts).read()) {
        assertThat(read.height()).isEqualTo(3);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotFinishedLeavesNothing(Kind kind) throws IOException {
    try (FileSystem files = kind.open(folder);
        DataFrame frame = frame()) {
      Path root = root(files);
      Path file = root.resolve("out.arrow");
      frame.write(file);
      for (Path target : new Path[] {file, root.resolve("other.arrow")}) {
        try (IpcWriter writer = new IpcWriter(target);
            BatchedWriter batches = writer.batched(frame.schema())) {
          batches.writeBatch(frame);
        }
      }
      assertThat(count(root)).isOne();
      try (DataFrame read = DataFrame.read(file)) {
        assertThat(read.contentEquals(frame)).isTrue();
      }
    }
  }
}
