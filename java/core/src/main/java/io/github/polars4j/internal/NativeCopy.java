package io.github.polars4j.internal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Copies the library out of its jar: into the user's cache under its content hash, or, where that
 * does not work, into a fresh folder. Both are the owner's only.
 */
final class NativeCopy {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final int MAX_NOTE = 100;

  private final URL resource;
  private final String fileName;

  NativeCopy(URL resource, String fileName) {
    this.resource = resource;
    this.fileName = fileName;
  }

  /** A copy with the right content in the user's cache, made now or found there. */
  Path cached() throws IOException {
    String hash = packedHash();
    Path folder = cacheRoot().resolve(Version.JAVA + "-" + hash.substring(0, 16));
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    Files.createDirectories(
        folder,
        posix
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0]);
    if (posix) {
      Files.setPosixFilePermissions(folder, OWNER_ONLY); // fails if it is another user's
    }
    Path file = folder.resolve(fileName);
    if (!hasHash(file, hash)) {
      extract(folder, file, hash);
    }
    return file;
  }

  /** A copy in a fresh temporary folder; the caller deletes both. */
  Path temporary() throws IOException {
    Path file = Files.createTempDirectory("polars4j-").resolve(fileName);
    try (InputStream in = resource.openStream()) {
      Files.copy(in, file);
    }
    return file;
  }

  /** The library's hash as the build noted it beside the library, else by reading the library. */
  private String packedHash() throws IOException {
    try (InputStream in = new URL(resource, fileName + ".sha256").openStream()) {
      String noted = new String(in.readNBytes(MAX_NOTE), StandardCharsets.US_ASCII).strip();
      if (SHA256.matcher(noted).matches()) {
        return noted;
      }
    } catch (FileNotFoundException | NoSuchFileException e) {
      // A jar without the note.
    }
    try (InputStream in = resource.openStream()) {
      return sha256(in);
    }
  }

  private void extract(Path folder, Path file, String hash) throws IOException {
    Path part = Files.createTempFile(folder, fileName, ".part");
    try {
      try (InputStream in = resource.openStream()) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
      if (!hasHash(part, hash)) {
        throw new IOException(folder + ": the extracted library differs from the packed one");
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static Path cacheRoot() {
    String given = System.getProperty("polars4j.cache.dir");
    if (given != null) {
      return Path.of(given).toAbsolutePath();
    }
    Path home = Path.of(System.getProperty("user.home"));
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    Map<String, String> environment = System.getenv();
    Path caches;
    if (os.startsWith("windows")) {
      caches = folder(environment.get("LOCALAPPDATA"), home.resolve("AppData/Local"));
    } else if (os.startsWith("mac")) {
      caches = home.resolve("Library/Caches");
    } else {
      caches = folder(environment.get("XDG_CACHE_HOME"), home.resolve(".cache"));
    }
    return caches.resolve("polars4j").toAbsolutePath();
  }

  private static Path folder(@Nullable String given, Path otherwise) {
    return given == null || given.isEmpty() ? otherwise : Path.of(given);
  }

  private static boolean hasHash(Path file, String hash) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return sha256(in).equals(hash);
    }
  }

  private static String sha256(InputStream in) throws IOException {
    try (DigestInputStream digested =
        new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      digested.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digested.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
