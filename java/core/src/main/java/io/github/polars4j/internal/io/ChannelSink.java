package io.github.polars4j.internal.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.InterruptibleChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** A channel as a sink. */
final class ChannelSink implements Sink {
  private static final int MAX_FUTILE_WRITES = 16;

  private final WritableByteChannel channel;

  /** Only the JDK's own channels are known to keep no buffer that they have written. */
  private final boolean borrows;

  private @Nullable ByteBuffer copy;

  ChannelSink(WritableByteChannel channel) {
    this.channel = channel;
    this.borrows = channel.getClass().getModule() == Channels.class.getModule();
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    if (borrows) {
      writeAll(bytes);
      return;
    }
    ByteBuffer buffer = copy == null ? (copy = ByteBuffer.allocateDirect(CAPACITY)) : copy;
    while (bytes.hasRemaining()) {
      int count = Math.min(bytes.remaining(), CAPACITY);
      buffer.clear().put(bytes.slice().limit(count)).flip();
      bytes.position(bytes.position() + count);
      writeAll(buffer);
    }
  }

  private void writeAll(ByteBuffer bytes) throws IOException {
    int futile = 0;
    while (bytes.hasRemaining()) {
      int before = bytes.remaining();
      channel.write(bytes);
      futile = bytes.remaining() < before ? 0 : futile + 1;
      if (futile == MAX_FUTILE_WRITES) {
        throw new IOException("the channel took no byte in " + futile + " writes");
      }
    }
  }

  @Override
  public void drain() {}

  /** An interruptible channel is closed by an interrupt, whether it is in a write or before one. */
  @Override
  public IOException interrupted() {
    if (!(channel instanceof InterruptibleChannel)) {
      return new InterruptedIOException("interrupted while writing to <channel>");
    }
    ClosedByInterruptException interrupted = new ClosedByInterruptException();
    try {
      channel.close();
    } catch (IOException e) {
      interrupted.addSuppressed(e);
    }
    return interrupted;
  }
}
