package io.github.polars4j.internal.io;

import io.github.polars4j.OutputFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A file of the user's own kind, which is committed at the end, or else discarded. */
final class CommittedOutput implements Output {
  private final OutputFile file;
  private final OutputStream stream;
  private final Sink sink;
  private boolean done;

  CommittedOutput(OutputFile file) throws IOException {
    this.file = file;
    this.stream = Objects.requireNonNull(file.create(), "OutputFile.create()");
    this.sink = new StreamSink(stream, false);
  }

  @Override
  public @Nullable String nativePath() {
    return null;
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public Sink sink() {
    return sink;
  }

  @Override
  public void commit() throws IOException {
    stream.close();
    file.commit();
    done = true;
  }

  @Override
  public void close() throws IOException {
    if (done) {
      return;
    }
    done = true;
    try {
      stream.close();
    } finally {
      file.discard();
    }
  }
}
