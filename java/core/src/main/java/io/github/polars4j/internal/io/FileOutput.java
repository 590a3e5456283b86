package io.github.polars4j.internal.io;

import io.github.polars4j.internal.jni.Handle;
import io.github.polars4j.internal.jni.NativeTemporary;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A file that is whole or not there: written beside its target, which it replaces in the end. */
final class FileOutput implements Output {
  private static final int MAX_NAME_PART = 60; // names are limited to 255 bytes

  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final Set<OpenOption> FOR_SYNC =
      Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private static final String NOT_ATOMIC =
      "its file system cannot rename a file in one step, so that no half-written one is ever seen;"
          + " write to a stream of Files.newOutputStream instead";

  private final String name;
  private final Path target;
  private final Path temporary;

  /** The key of its lock, which lasts until it has its name; 0 where there is none. */
  private long lock;

  private final @Nullable Set<PosixFilePermission> permissions;
  private final @Nullable OutputStream stream;
  private final @Nullable Sink sink;
  private final boolean sync;
  private boolean done;

  /**
   * {@code name} is what the user calls {@code target}, which is no link; {@code replaces} says
   * whether it is there already.
   */
  FileOutput(String name, Path target, boolean replaces, boolean sync) throws IOException {
    this.sync = sync;
    this.name = name;
    this.target = target;
    Path made = temporary(target);
    try {
      this.permissions = replaces ? permissionsOf(target) : null;
      Temporaries.add(made);
      if (target.getFileSystem() == FileSystems.getDefault()) {
        this.stream = null;
        this.sink = null;
        while ((lock = create(made)) == 0) {
          Temporaries.remove(made);
          made = temporary(target);
          Temporaries.add(made);
        }
      } else {
        this.stream = Channels.newOutputStream(Files.newByteChannel(made, NEW, attributes()));
        this.sink = new StreamSink(stream, true);
      }
      this.temporary = made;
    } catch (IOException e) {
      Temporaries.remove(made);
      throw aboutTarget(e);
    }
  }

  private long create(Path file) throws IOException {
    return NativeTemporary.create(file.toAbsolutePath().toString(), permissions != null, name);
  }

  @Override
  public @Nullable String nativePath() {
    return sink == null ? temporary.toAbsolutePath().toString() : null;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public @Nullable Sink sink() {
    return sink;
  }

  @Override
  public void commit() throws IOException {
    try {
      closeStream();
      if (sync) {
        try (FileChannel file = FileChannel.open(temporary, FOR_SYNC)) {
          setPermissions();
          file.force(true);
        }
      } else {
        setPermissions();
      }
      replaceTarget();
      done = true;
      unlock();
      Temporaries.remove(temporary);
      if (sync) {
        syncFolder();
      }
    } catch (NoSuchFileException e) {
      throw failure("somebody has removed what was written, or its folder", e);
    } catch (IOException e) {
      throw aboutTarget(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (done) {
      return;
    }
    try {
      try {
        closeStream();
      } finally {
        unlock(); // if it cannot be deleted, it may be swept
        Files.deleteIfExists(temporary);
        done = true;
        Temporaries.remove(temporary);
      }
    } catch (IOException e) {
      throw aboutTarget(e);
    }
  }

  /**
   * What is to replace a file is for nobody else than its owner until it takes that file's place.
   */
  private FileAttribute<?>[] attributes() {
    return permissions == null
        ? new FileAttribute<?>[0]
        : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)};
  }

  private void setPermissions() throws IOException {
    if (permissions == null) {
      return;
    }
    PosixFileAttributeView view =
        Files.getFileAttributeView(
            temporary, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (!permissions.equals(view.readAttributes().permissions())) {
      view.setPermissions(permissions);
    }
  }

  private void replaceTarget() throws IOException {
    try {
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException | UnsupportedOperationException e) {
      if (stream == null) {
        throw failure(NOT_ATOMIC, e);
      }
      moveAsItCan(e);
    }
  }

  /** An object store copies what is complete, which is the best that it can do. */
  private void moveAsItCan(Exception atomic) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (UnsupportedOperationException e) {
      e.addSuppressed(atomic);
      throw failure(NOT_ATOMIC, e);
    }
  }

  private void unlock() {
    long held = lock;
    lock = 0;
    if (held != 0) {
      Handle.release(held);
    }
  }

  /** Makes the new name outlast a crash. */
  private void syncFolder() throws IOException {
    try {
      FolderSync.sync(target.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw failure("is written whole, but its folder cannot be synced: " + e, e);
    }
  }

  private void closeStream() throws IOException {
    if (stream != null) {
      stream.close();
    }
  }

  /** The same trouble, told of the target: the temporary file is nobody else's business. */
  private IOException aboutTarget(IOException e) {
    if (e instanceof NoSuchFileException) {
      return new NoSuchFileException(name);
    }
    if (e instanceof AccessDeniedException) {
      return new AccessDeniedException(name);
    }
    boolean known = e instanceof FileSystemException;
    if (!known && e.getClass() != IOException.class) {
      return e;
    }
    String reason = known ? ((FileSystemException) e).getReason() : e.getMessage();
    return failure(reason, e);
  }

  private FileSystemException failure(@Nullable String reason, Exception cause) {
    FileSystemException failure = new FileSystemException(name, null, reason);
    failure.initCause(cause);
    return failure;
  }

  private static @Nullable Set<PosixFilePermission> permissionsOf(Path target) throws IOException {
    boolean kept = target.getFileSystem().supportedFileAttributeViews().contains("posix");
    return kept ? Files.getPosixFilePermissions(target) : null;
  }

  /** A name that tells who left the file, if it is ever left: the native side sweeps such files. */
  private static Path temporary(Path target) {
    String part = String.valueOf(target.getFileName());
    if (part.length() > MAX_NAME_PART) {
      part = part.substring(0, part.offsetByCodePoints(0, MAX_NAME_PART / 2));
    }
    long random = ThreadLocalRandom.current().nextLong();
    String own = HexFormat.of().toHexDigits(random);
    return target.resolveSibling("." + part + ".polars4j-" + own + ".tmp");
  }
}
