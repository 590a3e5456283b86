package io.github.polars4j.internal.load;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where copies of the library lie, and how those that nobody uses any more go. */
public final class CacheFolder {
  public static final String PROPERTY = "polars4j.cache.dir";

  /** What the folders of temporary copies are called. */
  public static final String TEMPORARY = "polars4j-native-";

  /** How the names of unfinished copies end. */
  public static final String PART = ".part";

  private static final Pattern VERSION_FOLDER = Pattern.compile(".+-[0-9a-f]{16}");
  private static final Pattern TEMPORARY_FOLDER = Pattern.compile(TEMPORARY + "[0-9]+");
  private static final int NAMED_HASH = 16;
  private static final Duration UNUSED = Duration.ofDays(30);
  private static final Duration LEFT_BEHIND = Duration.ofDays(1);

  private CacheFolder() {}

  /** The folder of one library in the cache. */
  public static String name(String version, String hash) {
    return version + "-" + hash.substring(0, NAMED_HASH);
  }

  /** The user's own: as told, else where the system keeps such things. */
  public static Path locate() throws IOException {
    String given = System.getProperty(PROPERTY);
    if (given != null && !given.isBlank()) {
      return Path.of(given).toAbsolutePath();
    }
    return locate(
        System.getProperty("os.name", ""), System.getenv(), System.getProperty("user.home", ""));
  }

  public static Path locate(String system, Map<String, String> environment, String home)
      throws IOException {
    String os = system.toLowerCase(Locale.ROOT);
    Path caches;
    if (os.startsWith("windows")) {
      caches = folder(environment.get("LOCALAPPDATA"), home, "AppData/Local");
    } else if (os.startsWith("mac")) {
      caches = folder(null, home, "Library/Caches");
    } else {
      caches = folder(environment.get("XDG_CACHE_HOME"), home, ".cache");
    }
    return caches.resolve("polars4j");
  }

  private static Path folder(@Nullable String given, String home, String otherwise)
      throws IOException {
    if (given != null && Path.of(given).isAbsolute()) { // XDG: a relative one is to be ignored
      return Path.of(given);
    }
    if (!Path.of(home).isAbsolute()) { // "?" where the user has no name
      throw new FileNotFoundException("this user has no home folder (user.home is " + home + ")");
    }
    return Path.of(home).resolve(otherwise);
  }

  /**
   * Notes that the copy is in use, and deletes others in the cache that nobody used for a month.
   */
  public static void used(Path file) {
    Path folder = file.getParent();
    try {
      Instant now = Instant.now();
      if (Files.getLastModifiedTime(folder).toInstant().isBefore(now.minus(LEFT_BEHIND))) {
        Files.setLastModifiedTime(folder, FileTime.from(now));
      }
      sweep(folder.getParent(), VERSION_FOLDER, now.minus(UNUSED));
      deleteFiles(folder, "*" + PART, now.minus(LEFT_BEHIND));
    } catch (IOException | DirectoryIteratorException e) {
      debug("the cache could not be swept", e);
    }
  }

  /**
   * Deletes a temporary copy, and earlier ones that processes left; on Windows not while loaded.
   */
  public static void discard(Path file) {
    Path folder = file.getParent();
    try {
      delete(folder);
    } catch (IOException | DirectoryIteratorException e) {
      debug("left behind until a later start", e);
    }
    try {
      sweep(folder.getParent(), TEMPORARY_FOLDER, Instant.now().minus(LEFT_BEHIND));
    } catch (IOException | DirectoryIteratorException e) {
      debug("temporary copies could not be swept", e);
    }
  }

  private static void sweep(Path root, Pattern names, Instant before) throws IOException {
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(
            root, entry -> names.matcher(entry.getFileName().toString()).matches())) {
      for (Path folder : folders) {
        try {
          if (isStale(folder, before)) {
            delete(folder);
          }
        } catch (IOException | DirectoryIteratorException e) {
          debug("not swept, perhaps in use", e);
        }
      }
    }
  }

  private static boolean isStale(Path folder, Instant before) throws IOException {
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && Files.getLastModifiedTime(folder).toInstant().isBefore(before)
        && Ownership.objection(folder) == null;
  }

  /** Only libraries and parts of them: a folder that holds anything else stays. */
  private static void delete(Path folder) throws IOException {
    deleteFiles(folder, Platforms.libraryName(Platforms.CURRENT) + "*", Instant.MAX);
    Files.delete(folder);
  }

  private static void deleteFiles(Path folder, String names, Instant before) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, names)) {
      for (Path file : files) {
        FileTime modified = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
        if (modified.toInstant().isBefore(before)) {
          Files.delete(file);
        }
      }
    }
  }

  private static void debug(String message, Exception e) {
    System.getLogger("io.github.polars4j").log(System.Logger.Level.DEBUG, message, e);
  }
}
