package io.github.polars4j.internal.io;

import io.github.polars4j.internal.load.NativeLoader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a writer writes; nothing is touched there before it is opened. */
@FunctionalInterface
public interface Destination {
  /** How many links in a row are followed to a file that is not there yet; Linux' own limit. */
  int MAX_LINKS = 40;

  /** Begins to write. */
  Output open() throws IOException;

  /** A file, which appears or is replaced when it is complete. */
  static Destination of(Path path) {
    Objects.requireNonNull(path, "path");
    NativeLoader.load();
    return () -> openPath(path);
  }

  /** A stream, which is flushed and not closed. */
  static Destination of(OutputStream stream) {
    Objects.requireNonNull(stream, "stream");
    NativeLoader.load();
    return () -> new SinkOutput("<OutputStream>", streamSink(stream), stream);
  }

  /** A file's stream is written by its channel: what a stream takes is copied into arrays first. */
  private static Sink streamSink(OutputStream stream) {
    return stream.getClass() == FileOutputStream.class
        ? new ChannelSink(((FileOutputStream) stream).getChannel())
        : new StreamSink(stream, false);
  }

  /** A channel, which is not closed and must be a blocking one. */
  static Destination of(WritableByteChannel channel) {
    checkBlocking(channel);
    NativeLoader.load();
    return () -> new SinkOutput("<channel>", new ChannelSink(channel), () -> {});
  }

  /** Refuses a channel that would say that it has nothing for the moment. */
  static void checkBlocking(Channel channel) {
    Objects.requireNonNull(channel, "channel");
    if (channel instanceof SelectableChannel selectable && !selectable.isBlocking()) {
      throw new IllegalArgumentException("the channel must be in blocking mode: " + channel);
    }
  }

  private static Output openPath(Path path) throws IOException {
    String name = path.toString();
    BasicFileAttributes found = attributes(path);
    if (found == null) {
      return new FileOutput(name, followLinks(path));
    }
    if (found.isDirectory()) {
      throw new FileSystemException(name, null, "is a directory");
    }
    if (found.isOther()) {
      return new DeviceOutput(path.toAbsolutePath().toString(), name);
    }
    if (!Files.isWritable(path)) {
      throw new AccessDeniedException(name);
    }
    return new FileOutput(name, path.toRealPath());
  }

  private static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class);
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
}
