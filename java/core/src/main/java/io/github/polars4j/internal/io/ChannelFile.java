package io.github.polars4j.internal.io;

import io.github.polars4j.InputFile;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Objects;

/** A channel that is read at any place. */
public final class ChannelFile implements InputFile, Closeable {
  private final String name;
  private final SeekableByteChannel channel;

  /** {@code name} is what messages call it. */
  public ChannelFile(String name, SeekableByteChannel channel) {
    this.name = name;
    this.channel = Objects.requireNonNull(channel, "channel");
  }

  @Override
  public long length() throws IOException {
    return channel.size();
  }

  @Override
  public void readFully(long position, ByteBuffer target) throws IOException {
    channel.position(position);
    while (target.hasRemaining()) {
      if (channel.read(target) < 0) {
        throw new EOFException(name + " became shorter while it was read");
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
