package io.github.polars4j.internal.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Copies the library out of its jar: into the user's cache under its version and content hash, or,
 * where that does not work, into a fresh folder. Nobody else can change either.
 */
public final class NativeCopy {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private NativeCopy() {}

  /** A copy with the right content in the cache, made now or found there. */
  public static Path cached(PackedLibrary library) throws IOException {
    String hash = library.hash();
    Path root = folder(CacheFolder.locate()).toRealPath(); // the user may have put a link there
    Ownership.check(root);
    Ownership.checkAbove(root);
    Path folder = folder(root.resolve(CacheFolder.name(Version.JAVA, hash)));
    if (Files.isSymbolicLink(folder)) {
      throw new IOException(folder + " is a link, which polars4j never makes");
    }
    Ownership.check(folder);
    Path file = folder.resolve(library.fileName());
    boolean checked = isOurs(file) && CheckedMark.holds(file, hash);
    if (!checked && !isSound(file, hash)) {
      extract(library, hash, file);
    }
    makeExecutable(file);
    if (!checked) {
      CheckedMark.put(file, hash);
    }
    return file;
  }

  /** A copy in a fresh folder; the caller deletes both. */
  public static Path temporary(PackedLibrary library) throws IOException {
    Path folder = Files.createTempDirectory(CacheFolder.TEMPORARY);
    Path file = folder.resolve(library.fileName());
    try {
      Ownership.checkAbove(folder.toRealPath());
      library.copyTo(file, library.hash());
      makeExecutable(file);
      return file;
    } catch (IOException e) {
      Files.deleteIfExists(file);
      Files.delete(folder);
      throw e;
    }
  }

  private static Path folder(Path folder) throws IOException {
    Files.createDirectories(
        folder,
        isPosix(folder)
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0]);
    return folder;
  }

  private static boolean isSound(Path file, String hash) throws IOException {
    return isOurs(file) && PackedLibrary.hashOf(file).equals(hash);
  }

  private static boolean isOurs(Path file) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Ownership.objection(file) == null;
  }

  private static void extract(PackedLibrary library, String hash, Path file) throws IOException {
    Path part = Files.createTempFile(file.getParent(), library.fileName(), CacheFolder.PART);
    try {
      library.copyTo(part, hash);
      try {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        if (!isSound(file, hash)) { // on Windows, another process may have it loaded already
          throw e;
        }
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void makeExecutable(Path file) throws IOException {
    if (!Files.isExecutable(file) && isPosix(file)) {
      Files.setPosixFilePermissions(file, OWNER_ONLY);
    }
    if (!Files.isExecutable(file)) { // the mode allows it, so the mount does not
      throw new IOException(
          file.getParent() + " is mounted noexec: no library can be loaded from there");
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
