package io.github.polars4j;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Every way to write Arrow IPC: codec, compat level, sink, and at once or batch by batch. */
record IpcOutputs(IpcCompression codec, CompatLevel level, Sink sink, Way way) {
  enum Sink {
    PATH,
    OUTPUT_STREAM,
    CHANNEL
  }

  enum Way {
    FINISH,
    BATCHED,
    STREAM,
    STREAM_BATCHED;

    boolean isStream() {
      return this == STREAM || this == STREAM_BATCHED;
    }
  }

  static final List<IpcCompression> CODECS =
      List.of(IpcCompression.uncompressed(), IpcCompression.lz4(), IpcCompression.zstd(7));

  static Stream<IpcOutputs> all() {
    return CODECS.stream()
        .flatMap(
            codec ->
                Stream.of(CompatLevel.values())
                    .map(l -> new IpcOutputs(codec, l, Sink.PATH, Way.FINISH)))
        .flatMap(o -> Stream.of(Sink.values()).map(s -> new IpcOutputs(o.codec, o.level, s, o.way)))
        .flatMap(
            o -> Stream.of(Way.values()).map(w -> new IpcOutputs(o.codec, o.level, o.sink, w)));
  }

  /** Writes the frames, which are of one schema, one after the other, to {@code file}. */
  void write(Path file, List<DataFrame> frames) throws IOException {
    switch (sink) {
      case PATH -> write(frames, IpcWriter::new, IpcStreamWriter::new, file);
      case OUTPUT_STREAM -> {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(frames, IpcWriter::new, IpcStreamWriter::new, (OutputStream) bytes);
        Files.write(file, bytes.toByteArray());
      }
      case CHANNEL -> {
        try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
          write(frames, IpcWriter::new, IpcStreamWriter::new, channel);
        }
      }
      default -> throw new AssertionError(sink);
    }
  }

  private <T> void write(
      List<DataFrame> frames,
      Function<T, IpcWriter> file,
      Function<T, IpcStreamWriter> stream,
      T target)
      throws IOException {
    if (way.isStream()) {
      try (IpcStreamWriter writer = configure(stream.apply(target))) {
        if (way == Way.STREAM) {
          writer.finish(frames.get(0));
        } else {
          writeBatches(writer.batched(frames.get(0).schema()), frames);
        }
      }
    } else {
      try (IpcWriter writer = configure(file.apply(target))) {
        if (way == Way.FINISH) {
          writer.finish(frames.get(0));
        } else {
          writeBatches(writer.batched(frames.get(0).schema()), frames);
        }
      }
    }
  }

  private IpcWriter configure(IpcWriter writer) {
    return writer
        .withCompression(codec)
        .withCompatLevel(level)
        .setCustomSchemaMetadata(Sample.METADATA);
  }

  private IpcStreamWriter configure(IpcStreamWriter writer) {
    return writer
        .withCompression(codec)
        .withCompatLevel(level)
        .setCustomSchemaMetadata(Sample.METADATA);
  }

  private static void writeBatches(BatchedWriter writer, List<DataFrame> frames)
      throws IOException {
    try (writer) {
      for (DataFrame frame : frames) {
        writer.writeBatch(frame);
      }
      writer.finish();
    }
  }

  @Override
  public String toString() {
    return (codec + " " + level + " " + sink + " " + way).toLowerCase(java.util.Locale.ROOT);
  }
}
