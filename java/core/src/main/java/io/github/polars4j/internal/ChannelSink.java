package io.github.polars4j.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.InterruptibleChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;

/** A channel as a sink. */
final class ChannelSink extends Sink {
  private static final int MAX_FUTILE_WRITES = 16;

  private final WritableByteChannel channel;

  ChannelSink(WritableByteChannel channel) {
    super(true);
    this.channel = channel;
  }

  @Override
  public void drain(int length) throws IOException {
    lend(Objects.requireNonNull(buffer()).duplicate().clear().limit(length));
  }

  /** Only the JDK's own channels are known to keep no buffer that they have written. */
  @Override
  public boolean borrows() {
    return channel.getClass().getModule() == Channels.class.getModule();
  }

  @Override
  public void lend(ByteBuffer bytes) throws IOException {
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

  /** An interruptible channel is closed by an interrupt, whether it is in a write or before one. */
  @Override
  IOException interrupted() {
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
