package io.github.polars4j.internal.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A note beside a copy in the cache: its hash was right, and what the file system said of it then.
 * A copy of which it says the same is not hashed again. Whoever could forge that can write to a
 * folder of the user's own, and so run anything as the user anyhow.
 */
final class CheckedMark {
  private static final String SUFFIX = ".checked";
  private static final String PROPERTY = "polars4j.cache.verify";
  private static final int MOST = 1000;

  private CheckedMark() {}

  /** Whether the copy is as it was when its hash was right; false if the user wants it hashed. */
  static boolean holds(Path file, String hash) throws IOException {
    Path mark = mark(file);
    if (Boolean.getBoolean(PROPERTY) || !Files.isRegularFile(mark, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    String state = state(file, hash);
    return state != null
        && Ownership.objection(mark) == null
        && Files.size(mark) < MOST
        && Files.readString(mark).equals(state);
  }

  /** Notes that the hash is right. Without the note it is looked at again. */
  static void put(Path file, String hash) {
    try {
      String state = state(file, hash);
      if (state == null) {
        return;
      }
      String name = file.getFileName().toString();
      Path part = Files.createTempFile(file.getParent(), name, CacheFolder.PART);
      try {
        Files.write(part, state.getBytes(StandardCharsets.UTF_8));
        Files.move(part, mark(file), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      System.getLogger("io.github.polars4j")
          .log(System.Logger.Level.DEBUG, "the native library will be hashed again", e);
    }
  }

  private static Path mark(Path file) {
    return file.resolveSibling(file.getFileName() + SUFFIX);
  }

  /** Null where the system does not tell when a file was changed, whatever time that set. */
  private static @Nullable String state(Path file, String hash) throws IOException {
    if (!Ownership.isTold()) {
      return null;
    }
    Map<String, Object> told =
        Files.readAttributes(
            file, "unix:size,lastModifiedTime,ctime,ino,dev,uid", LinkOption.NOFOLLOW_LINKS);
    StringBuilder state = new StringBuilder(hash);
    for (String name : new String[] {"size", "lastModifiedTime", "ctime", "ino", "dev", "uid"}) {
      state.append(' ').append(name).append('=').append(told.get(name));
    }
    return state.append('\n').toString();
  }
}
