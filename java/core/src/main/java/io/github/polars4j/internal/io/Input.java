package io.github.polars4j.internal.io;

import io.github.polars4j.InputFile;
import io.github.polars4j.ProgressListener;
import io.github.polars4j.ReadLimits;
import io.github.polars4j.internal.jni.Format;
import io.github.polars4j.internal.jni.Handle;
import io.github.polars4j.internal.jni.NativeFrame;
import io.github.polars4j.internal.jni.NativeReader;
import io.github.polars4j.internal.load.NativeLoader;
import io.github.polars4j.internal.watch.Watch;
import io.github.polars4j.internal.wire.WireWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a reader reads, one call at a time. */
public final class Input implements AutoCloseable {
  private final CallGuard guard;
  private final String name;
  private final @Nullable String nativePath;
  private final @Nullable Opening opening;
  private ReadLimits limits = ReadLimits.defaults();
  private @Nullable ProgressListener listener;

  private Input(String name, @Nullable String nativePath, @Nullable Opening opening) {
    this(new CallGuard("this reader"), name, nativePath, opening);
  }

  private Input(
      CallGuard guard, String name, @Nullable String nativePath, @Nullable Opening opening) {
    this.guard = guard;
    this.name = name;
    this.nativePath = nativePath;
    this.opening = opening;
    NativeLoader.load();
  }

  /** A file. */
  public static Input of(Path path) {
    return path.getFileSystem() == FileSystems.getDefault()
        ? new Input(path.toString(), path.toAbsolutePath().toString(), null)
        : new Input(path.toString(), null, new PathOpening(path));
  }

  /** A file that can be read at any place, which is not closed. */
  public static Input of(InputFile file) {
    Objects.requireNonNull(file, "file");
    return new Input(file.name(), null, new FileOpening(file));
  }

  /** A stream, which is read once and not closed. */
  public static Input of(InputStream stream) {
    Objects.requireNonNull(stream, "stream");
    return new Input("<InputStream>", null, new StreamOnce(stream, "InputStream"));
  }

  /** A channel, which is read once, not closed and must be a blocking one. */
  public static Input of(ReadableByteChannel channel) {
    Destination.checkBlocking(channel);
    InputStream stream = Channels.newInputStream(channel);
    return new Input("<channel>", null, new StreamOnce(stream, "channel"));
  }

  /** What lies between the buffer's position and limit now. */
  public static Input of(ByteBuffer buffer) {
    ByteBuffer bytes = buffer.duplicate();
    return new Input("<ByteBuffer>", null, last -> new BufferSource(bytes));
  }

  /** An array, which is not copied. */
  public static Input of(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new Input("<byte[]>", null, last -> new BufferSource(buffer));
  }

  /** The same text as UTF-8. What the encoding does not have is refused, or replaced. */
  public Input decoded(Charset charset, boolean lossy) {
    Opening encoded =
        opening == null
            ? last -> new StreamSource(Files.newInputStream(Path.of(nativePath)))
            : opening;
    Input decoded =
        new Input(
            guard,
            name,
            null,
            last -> new DecodingSource(encoded.open(last), name, charset, lossy));
    decoded.limits = limits;
    decoded.listener = listener;
    return decoded;
  }

  /** Sets what is taken of it at most. */
  public void limits(ReadLimits limits) {
    this.limits = Objects.requireNonNull(limits, "limits");
  }

  /** Sets who is told how much was read. */
  public void progress(ProgressListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  /** Who is told how much was read. */
  public @Nullable ProgressListener listener() {
    return listener;
  }

  /** The options of a reader in their wire form, the limits before those of its own. */
  private byte[] limited(byte[] options) {
    return new WireWriter()
        .i64(limits.nestingDepth())
        .i64(limits.columns())
        .i64(limits.rows())
        .i64(limits.recordBatches())
        .i64(limits.metadataBytes())
        .i64(limits.bufferBytes())
        .i64(limits.unpackRatio())
        .i64(limits.memoryBytes())
        .i64(limits.dictionaryValues())
        .i64(limits.lineBytes())
        .i64(limits.fieldBytes())
        .i64(limits.missingRatio())
        .raw(options)
        .toBytes();
  }

  /** Whether native code opens the file itself. */
  public boolean isNativeFile() {
    return nativePath != null;
  }

  /** Refuses a change of options after close or during a call. */
  public void check() {
    guard.check();
  }

  /**
   * The schema and its metadata, or the layout, in their wire form; leaves what is read in place.
   */
  public byte[] describe(Format format, byte[] options, boolean layout) throws IOException {
    return use(format, options, false, (key, source) -> Reading.describe(key, layout, source));
  }

  /** The key of a frame of all that is asked for. A stream allows this once. */
  public long read(Format format, byte[] options) throws IOException {
    Watch watch = Watch.read(name, format.name());
    return use(
        format,
        options,
        true,
        (key, source) -> {
          long frame = 0;
          try {
            frame = Reading.next(key, Long.MAX_VALUE, source, listener);
            tell(frame, source);
            return frame;
          } finally {
            if (watch.on()) {
              long rows = frame == 0 ? 0 : NativeFrame.heightOf(frame);
              watch.end(rows, Reading.bytes(nativePath, source), frame != 0);
            }
          }
        });
  }

  /** Tells the listener of the frame of that key, which is nobody's if that fails. */
  private void tell(long frame, @Nullable Source source) {
    if (listener != null) {
      try {
        listener.onProgress(NativeFrame.heightOf(frame), Reading.bytes(nativePath, source));
      } catch (Throwable e) {
        Handle.release(frame);
        throw e;
      }
    }
  }

  /**
   * Begins to read frames of {@code rows} rows at most, which goes on after this call. {@code
   * again} says that native code needs the end of the data first, or reads it twice: what is no
   * file becomes a temporary one then.
   */
  public Reading open(String what, boolean again, Format format, byte[] options, int rows)
      throws IOException {
    guard.enter();
    Watch watch = Watch.read(name, format.name());
    Spool spool = null;
    Source source = null;
    try {
      source = openFor(format, true);
      if (again && !isFile() && (source == null || !source.isPlaced())) {
        spool = Spool.of(source == null ? device() : source);
        source = null; // the spool has closed it
      }
      String path = spool == null ? nativePath : spool.path();
      boolean placed = source != null && source.isPlaced();
      long expected = placed ? source.remaining() : 0;
      byte[] all = limited(options);
      long key = NativeReader.open(format.ordinal(), all, path, name, expected, rows, placed);
      return new Reading(what, key, path, source, closing(source, spool), watch);
    } catch (Throwable e) {
      watch.end(0, 0, false);
      closing(source, spool).run();
      throw e;
    } finally {
      guard.exit();
    }
  }

  /** Whether native code can read it twice. */
  private boolean isFile() throws IOException {
    if (nativePath == null) {
      return false;
    }
    Path path = Path.of(nativePath);
    return !Files.exists(path) || !Files.readAttributes(path, BasicFileAttributes.class).isOther();
  }

  private Source device() throws IOException {
    return new StreamSource(Files.newInputStream(Path.of(nativePath)));
  }

  private static Runnable closing(@Nullable Source source, @Nullable Spool spool) {
    return () -> {
      try (source;
          spool) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private <T> T use(Format format, byte[] options, boolean last, Body<T> body) throws IOException {
    guard.enter();
    try (Source source = openFor(format, last)) {
      long expected = source == null ? 0 : source.remaining();
      boolean placed = source != null && source.isPlaced();
      byte[] all = limited(options);
      long key = NativeReader.open(format.ordinal(), all, nativePath, name, expected, 0, placed);
      try {
        return body.read(key, source);
      } finally {
        Handle.release(key);
      }
    } finally {
      guard.exit();
    }
  }

  /** Refuses any later use. */
  @Override
  public void close() {
    guard.close();
  }

  /** Reads by the native reader of that key. */
  private interface Body<T> {
    T read(long key, @Nullable Source source) throws IOException;
  }

  /** The source as the format reads it: at any place, or from front to back. */
  private @Nullable Source openFor(Format format, boolean last) throws IOException {
    if (opening == null) {
      return null;
    }
    boolean places = format == Format.IPC || format == Format.PARQUET;
    Source placed = places ? opening.openPlaced() : null;
    return placed == null ? opening.open(last) : placed;
  }

  /** Opens a source. */
  interface Opening {
    /** To be read from front to back; {@code last} is true for the reading itself. */
    Source open(boolean last) throws IOException;

    /** To be read at any place, if that is possible. */
    default @Nullable Source openPlaced() throws IOException {
      return null;
    }
  }

  /** A file of the user's own kind. */
  private record FileOpening(InputFile file) implements Opening {
    @Override
    public Source open(boolean last) throws IOException {
      return new RangeSource(file, false, null);
    }

    @Override
    public Source openPlaced() throws IOException {
      return new RangeSource(file, true, null);
    }
  }
}
