package io.github.polars4j.internal;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who could change a file or folder behind our back, on systems that tell by owner and mode. */
final class Ownership {
  private static final boolean TOLD =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  private static final int ROOT = 0;
  private static final int STICKY = 01000;
  private static final int OTHERS_WRITE = 0022;

  private static volatile @Nullable Integer user;

  private Ownership() {}

  /** Why this file or folder is not safely this user's; null if it is. */
  static @Nullable String objection(Path path) throws IOException {
    if (!TOLD) {
      return null;
    }
    Map<String, Object> attributes =
        Files.readAttributes(path, "unix:uid,mode,owner", LinkOption.NOFOLLOW_LINKS);
    int uid = (Integer) attributes.get("uid");
    int mode = (Integer) attributes.get("mode");
    if (uid != ROOT && uid != user()) {
      return path + " belongs to another user, " + attributes.get("owner");
    }
    if ((mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0) {
      return path + " can be changed by other users (chmod go-w)";
    }
    return null;
  }

  /** As {@link #objection}, thrown. */
  static void check(Path path) throws IOException {
    String objection = objection(path);
    if (objection != null) {
      throw new IOException(objection);
    }
  }

  /** The JDK tells a process its user's number only by a file that it made. */
  private static int user() throws IOException {
    Integer known = user;
    if (known == null) {
      Path file = Files.createTempFile("polars4j-", ".owner");
      try {
        known = (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      } finally {
        Files.delete(file);
      }
      user = known;
    }
    return known;
  }
}
