package io.github.polars4j.benchmarks.peer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.message.IpcOption;
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
  void load(Path file) throws IOException {
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
    CodecType type =
        switch (codec) {
          case "uncompressed" -> CodecType.NO_COMPRESSION;
          case "lz4" -> CodecType.LZ4_FRAME;
          case "zstd" -> CodecType.ZSTD;
          default -> throw new IllegalArgumentException(codec);
        };
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ArrowFileWriter writer =
            new ArrowFileWriter(
                data.getVectorSchemaRoot(),
                data,
                channel,
                Map.of(),
                IpcOption.DEFAULT,
                type == CodecType.NO_COMPRESSION
                    ? NoCompressionCodec.Factory.INSTANCE
                    : CommonsCompressionFactory.INSTANCE,
                type,
                type == CodecType.ZSTD ? Optional.of(3) : Optional.empty())) {
      writer.start();
      writer.writeBatch();
      writer.end();
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
