package io.github.polars4j.benchmarks.peer;

import java.nio.channels.WritableByteChannel;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.message.IpcOption;

/** Arrow Java's writer of files. */
final class ArrowFiles {
  private ArrowFiles() {}

  static ArrowFileWriter writer(
      VectorSchemaRoot root,
      DictionaryProvider dictionaries,
      WritableByteChannel to,
      String codec) {
    CodecType type =
        switch (codec) {
          case "uncompressed" -> CodecType.NO_COMPRESSION;
          case "lz4" -> CodecType.LZ4_FRAME;
          case "zstd" -> CodecType.ZSTD;
          default -> throw new IllegalArgumentException(codec);
        };
    return new ArrowFileWriter(
        root,
        dictionaries,
        to,
        Map.of(),
        IpcOption.DEFAULT,
        type == CodecType.NO_COMPRESSION
            ? NoCompressionCodec.Factory.INSTANCE
            : CommonsCompressionFactory.INSTANCE,
        type,
        type == CodecType.ZSTD ? Optional.of(3) : Optional.empty());
  }
}
