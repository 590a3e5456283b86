package io.github.polars4j.internal.io;

import io.github.polars4j.OutputFile;
import io.github.polars4j.internal.load.NativeLoader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a writer writes; nothing is touched there before it is opened. */
public interface Destination {
  /** How many links in a row are followed to a file that is not there yet; Linux' own limit. */
  int MAX_LINKS = 40;

  /** Begins to write what is to be durable, or not. */
  Output open(boolean sync) throws IOException;

  /** What it is, if it cannot be made durable; null if it can. */
  @Nullable String unsyncable();

  /** A file, which appears or is replaced when it is complete. */
  static Destination of(Path path) {
    Objects.requireNonNull(path, "path");
    NativeLoader.load();
    boolean other = path.getFileSystem() != FileSystems.getDefault();
    return new Target(
        sync -> openPath(path, sync), other ? "a path of another file system: " + path : null);
  }

  /** A stream, which is flushed and not closed. */
  static Destination of(OutputStream stream) {
    Objects.requireNonNull(stream, "stream");
    NativeLoader.load();
    String name = "<OutputStream>";
    if (stream.getClass() != FileOutputStream.class) {
      Sink sink = new StreamSink(stream, false);
      return new Target(sync -> new SinkOutput(name, sink, stream, null), typeOf(stream));
    }
    // Written by its channel: what a stream takes is copied into arrays first.
    FileChannel file = ((FileOutputStream) stream).getChannel();
    Sink sink = new ChannelSink(file);
    return new Target(sync -> new SinkOutput(name, sink, stream, sync ? file : null), null);
  }

  /** A channel, which is not closed and must be a blocking one. */
  static Destination of(WritableByteChannel channel) {
    checkBlocking(channel);
    NativeLoader.load();
    FileChannel file = channel instanceof FileChannel found ? found : null;
    Sink sink = new ChannelSink(channel);
    return new Target(
        sync -> new SinkOutput("<channel>", sink, () -> {}, sync ? file : null),
        file == null ? typeOf(channel) : null);
  }

  /** A file of the user's own kind, which is committed or discarded. */
  static Destination of(OutputFile file) {
    Objects.requireNonNull(file, "file");
    NativeLoader.load();
    return new Target(sync -> new CommittedOutput(file), typeOf(file));
  }

  private static String typeOf(Object target) {
    return "a " + target.getClass().getName();
  }

  /** Refuses a channel that would say that it has nothing for the moment. */
  static void checkBlocking(Channel channel) {
    Objects.requireNonNull(channel, "channel");
    if (channel instanceof SelectableChannel selectable && !selectable.isBlocking()) {
      throw new IllegalArgumentException("the channel must be in blocking mode: " + channel);
    }
  }

  private static Output openPath(Path path, boolean sync) throws IOException {
    String name = path.toString();
    Path target = path;
    BasicFileAttributes found = attributes(path, LinkOption.NOFOLLOW_LINKS);
    if (found != null && found.isSymbolicLink()) {
      found = attributes(path);
      target = found == null ? followLinks(path) : path.toRealPath();
    }
    if (found == null) {
      return new FileOutput(name, target, false, sync);
    }
    if (found.isDirectory()) {
      throw new FileSystemException(name, null, "is a directory");
    }
    if (found.isOther()) {
      if (sync) {
        throw new FileSystemException(name, null, "withSync(true) is for files, not for devices");
      }
      return new DeviceOutput(path.toAbsolutePath().toString(), name);
    }
    if (!Files.isWritable(path)) {
      throw new AccessDeniedException(name);
    }
    return new FileOutput(name, target, true, sync);
  }

  private static @Nullable BasicFileAttributes attributes(Path path, LinkOption... options)
      throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, options);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Where a link to nothing leads, so that the file is made there and the link stays. */
  private static Path followLinks(Path path) throws IOException {
    Path end = path;
    for (int i = 0; Files.isSymbolicLink(end); i++) {
      if (i == MAX_LINKS) {
        throw new FileSystemException(path.toString(), null, "too many symbolic links");
      }
      end = end.resolveSibling(Files.readSymbolicLink(end));
    }
    return end;
  }

  /** How a target is opened, and what it is if it cannot be made durable. */
  record Target(Opener opener, @Nullable String unsyncable) implements Destination {
    @Override
    public Output open(boolean sync) throws IOException {
      return opener.open(sync);
    }
  }

  /** Begins to write to one kind of target. */
  @FunctionalInterface
  interface Opener {
    /** As {@link Destination#open}. */
    Output open(boolean sync) throws IOException;
  }
}
