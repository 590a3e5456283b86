package io.github.polars4j.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** The local disk as {@code full:///…}, where an Arrow file has {@link #limit} bytes at most. */
public final class FullDisk extends RawLocalFileSystem {
  /** Then it is full; if negative, it is so when a file is closed. */
  static volatile long limit;

  /** Makes one, as Hadoop does. */
  public FullDisk() {
    // The limit is that of all.
  }

  @Override
  public String getScheme() {
    return "full";
  }

  @Override
  public URI getUri() {
    return URI.create("full:///");
  }

  @Override
  public FSDataOutputStream create(
      Path path, boolean overwrite, int buffer, short copies, long block, Progressable progress)
      throws IOException {
    return limited(path, super.create(path, overwrite, buffer, copies, block, progress));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int buffer,
      short copies,
      long block,
      Progressable progress)
      throws IOException {
    return limited(
        path, super.create(path, permission, overwrite, buffer, copies, block, progress));
  }

  private static FSDataOutputStream limited(Path path, FSDataOutputStream file) throws IOException {
    return path.getName().endsWith(".arrow")
        ? new FSDataOutputStream(new Limited(file), null)
        : file;
  }

  private static final class Limited extends OutputStream {
    private final OutputStream file;
    private long written;

    Limited(OutputStream file) {
      this.file = file;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      if (limit >= 0 && written + count > limit) {
        throw new IOException("No space left on device");
      }
      file.write(bytes, from, count);
      written += count;
    }

    @Override
    public void close() throws IOException {
      file.close();
      if (limit < 0) {
        throw new IOException("No space left on device");
      }
    }
  }
}
