package io.github.polars4j.benchmarks.peer;

import io.github.polars4j.DataFrame;
import io.github.polars4j.ParquetCompression;
import io.github.polars4j.ParquetWriter;
import io.github.polars4j.arrow.ArrowFrames;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.jspecify.annotations.Nullable;

/** Arrow Java, whose vectors are filled when the time starts. */
final class ArrowJavaPeer extends Peer {
  private final BufferAllocator allocator = new RootAllocator();
  private @Nullable ArrowFileReader data;

  @Override
  String name() {
    String version = ArrowFileWriter.class.getPackage().getImplementationVersion();
    return "Arrow Java" + (version == null ? "" : " " + version);
  }

  @Override
  void load(String way, Path file) throws IOException {
    if (data != null) {
      data.close();
    }
    data = open(file);
    if (!data.loadNextBatch()) {
      throw new IllegalStateException(file + " is empty");
    }
  }

  @Override
  void write(String way, Path file, String codec, String compat) throws IOException {
    if (data == null) {
      throw new IllegalStateException("nothing is loaded");
    }
    if (way.equals("parquet")) {
      writeParquet(data.getVectorSchemaRoot(), file, codec);
      return;
    }
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ArrowFileWriter writer =
            ArrowFiles.writer(data.getVectorSchemaRoot(), data, channel, codec)) {
      writer.start();
      writer.writeBatch();
      writer.end();
    }
  }

  /** By polars4j, which Arrow Java's vectors are lent to. */
  private void writeParquet(VectorSchemaRoot root, Path file, String codec) throws IOException {
    try (DataFrame frame = ArrowFrames.fromRoot(allocator, root);
        ParquetWriter writer = new ParquetWriter(file)) {
      writer
          .withCompression(
              codec.equals("zstd") ? ParquetCompression.zstd(3) : ParquetCompression.uncompressed())
          .finish(frame);
    }
  }

  @Override
  void read(String way, Path file) throws IOException {
    try (ArrowFileReader reader = open(file)) {
      while (reader.loadNextBatch()) {
        if (way.equals("touch")) {
          Pages.touch(reader.getVectorSchemaRoot());
        }
      }
    }
  }

  /** Closing the reader closes the channel. */
  private ArrowFileReader open(Path file) throws IOException {
    return new ArrowFileReader(
        FileChannel.open(file), allocator, CommonsCompressionFactory.INSTANCE);
  }
}
