package io.github.polars4j;

import io.github.polars4j.internal.io.ChannelFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/**
 * A file that can be read at any place: an object in a store, a file of Hadoop, a channel. Every
 * reader takes one. {@link IpcReader} and {@link ParquetReader} read no more of it than they need,
 * neighbouring ranges at once:
 *
 * <pre>{@code
 * InputFile object = new InputFile() {
 *   public long length() throws IOException {
 *     return store.size(key);
 *   }
 *
 *   public void readFully(long position, ByteBuffer target) throws IOException {
 *     target.put(store.range(key, position, target.remaining()));
 *   }
 * };
 * DataFrame frame = new ParquetReader(object).withColumns("id").finish();
 * }</pre>
 *
 * <p>Readers call it on the thread that reads, one call at a time. What it throws reaches the
 * caller unchanged. It is not closed: whoever made it does that.
 */
public interface InputFile {
  /** Returns the length in bytes, which must not change while it is read. */
  long length() throws IOException;

  /**
   * Reads bytes from {@code position} on, as many as {@code target} has room for, and leaves no
   * room.
   *
   * @param position counts from 0; what is asked for lies within the length
   * @throws EOFException if the file is shorter by now
   */
  void readFully(long position, ByteBuffer target) throws IOException;

  /** Returns what messages call the file; by default its class. */
  default String name() {
    String simple = getClass().getSimpleName();
    return "<" + (simple.isEmpty() ? "InputFile" : simple) + ">";
  }

  /**
   * Reads a channel from its beginning, whatever its position is, which changes. The channel stays
   * open.
   */
  static InputFile of(SeekableByteChannel channel) {
    return new ChannelFile("<channel>", channel);
  }
}
