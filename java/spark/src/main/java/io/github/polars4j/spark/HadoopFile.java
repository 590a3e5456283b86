package io.github.polars4j.spark;

import io.github.polars4j.InputFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** A file of any file system of Hadoop's. Its end, where the footer is, is read once. */
final class HadoopFile implements InputFile, AutoCloseable {
  private static final int TAIL = 1 << 16;
  private static final int CHUNK = 1 << 20;

  private final Path path;
  private final long length;
  private final FSDataInputStream stream;
  private byte @Nullable [] tail;
  private byte[] chunk = new byte[0];

  HadoopFile(Path path, Configuration configuration) throws IOException {
    this.path = path;
    FileSystem files = path.getFileSystem(configuration);
    this.length = files.getFileStatus(path).getLen();
    this.stream = files.open(path);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public void readFully(long position, ByteBuffer target) throws IOException {
    try {
      long start = Math.max(0, length - TAIL);
      if (position >= start) {
        if (tail == null) {
          byte[] read = new byte[(int) (length - start)];
          stream.readFully(start, read);
          tail = read;
        }
        target.put(tail, (int) (position - start), target.remaining());
      } else {
        read(position, target);
      }
    } catch (EOFException e) {
      EOFException named = new EOFException(path + " is shorter than " + length + " bytes by now");
      named.initCause(e);
      throw named;
    }
  }

  private void read(long position, ByteBuffer target) throws IOException {
    if (target.hasArray()) {
      stream.readFully(
          position, target.array(), target.arrayOffset() + target.position(), target.remaining());
      target.position(target.limit());
      return;
    }
    int wanted = Math.min(CHUNK, target.remaining());
    if (chunk.length < wanted) {
      chunk = new byte[wanted];
    }
    for (long at = position; target.hasRemaining(); ) {
      int count = Math.min(chunk.length, target.remaining());
      stream.readFully(at, chunk, 0, count);
      target.put(chunk, 0, count);
      at += count;
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
