package io.github.polars4j.benchmarks.peer;

import io.github.polars4j.CompatLevel;
import io.github.polars4j.DataFrame;
import io.github.polars4j.IpcReader;
import io.github.polars4j.IpcWriter;
import io.github.polars4j.Polars4j;
import io.github.polars4j.Series;
import io.github.polars4j.arrow.ArrowFrames;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/** polars4j, to each kind of target. */
final class Polars4jPeer extends Peer {
  private final BufferAllocator allocator = new RootAllocator();
  private final MemorySink memory = new MemorySink();
  private DataFrame frame = DataFrame.of();

  @Override
  String name() {
    return "polars4j %s (%s), polars %s"
        .formatted(Polars4j.version(), Polars4j.commit(), Polars4j.polarsVersion());
  }

  @Override
  void load(String way, Path file) throws IOException {
    frame.close();
    try (IpcReader reader = new IpcReader(file)) {
      // In memory of its own, as the others have it, and not mapped.
      frame = reader.withRechunk(true).memoryMapped(false).finish();
    }
  }

  @Override
  void write(String way, Path file, String codec, String compat) throws IOException {
    switch (way) {
      case "path" -> write(new IpcWriter(file), codec, compat);
      case "serial" -> write(new IpcWriter(file).withParallel(false), codec, compat);
      case "stream" -> {
        try (OutputStream stream = Files.newOutputStream(file)) {
          write(new IpcWriter(stream), codec, compat);
        }
      }
      case "channel" -> {
        try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
          write(new IpcWriter(channel), codec, compat);
        }
      }
      case "memory" -> {
        memory.reset();
        write(new IpcWriter(memory), codec, compat);
      }
      case "memory-to-file" -> memory.writeTo(file);
      default -> throw new IllegalArgumentException(way);
    }
  }

  private void write(IpcWriter writer, String codec, String compat) throws IOException {
    try (writer) {
      writer
          .withCompression(Compressions.of(codec))
          .withCompatLevel(compat.equals("oldest") ? CompatLevel.OLDEST : CompatLevel.NEWEST)
          .finish(frame);
    }
  }

  @Override
  void read(String way, Path file) throws IOException {
    try (IpcReader reader = new IpcReader(file);
        DataFrame read = reader.finish()) {
      if (way.equals("touch")) {
        touch(read);
      }
    }
  }

  private void touch(DataFrame read) throws IOException {
    // Column by column, for their chunks need not be alike.
    for (Series column : read.columns()) {
      try (column;
          DataFrame alone = column.toFrame();
          ArrowReader reader = ArrowFrames.toReader(allocator, alone)) {
        while (reader.loadNextBatch()) {
          Pages.touch(reader.getVectorSchemaRoot());
        }
      }
    }
  }

  @Override
  void check(Path file) throws IOException {
    try (IpcReader reader = new IpcReader(file);
        DataFrame read = reader.finish()) {
      if (!read.contentEquals(frame)) {
        throw new IllegalStateException(file + " holds something else");
      }
    }
  }
}
