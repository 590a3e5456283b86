package io.github.polars4j.internal.io;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of another file system than the default one. */
record PathOpening(Path path) implements Input.Opening {
  @Override
  public Source open(boolean last) throws IOException {
    return new StreamSource(Files.newInputStream(path));
  }

  @Override
  public @Nullable Source openPlaced() throws IOException {
    SeekableByteChannel channel;
    try {
      channel = Files.newByteChannel(path);
    } catch (UnsupportedOperationException e) {
      return null; // its provider has streams only
    }
    ChannelFile file = new ChannelFile(path.toString(), channel);
    try {
      return new RangeSource(file, true, file);
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
  }
}
