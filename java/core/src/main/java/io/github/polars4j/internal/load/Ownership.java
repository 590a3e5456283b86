package io.github.polars4j.internal.load;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.Principal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who could change a file or folder behind our back, on systems that tell by owner and mode. */
public final class Ownership {
  private static final boolean TOLD =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  private static final int ROOT = 0;
  private static final int STICKY = 01000;
  private static final int OTHERS_WRITE = 0022;
  private static final int ALL_WRITE = 0002;

  private static volatile @Nullable Integer user;

  private Ownership() {}

  /** Whether this system tells owners and modes. */
  public static boolean isTold() {
    return TOLD;
  }

  /** Why this file or folder is not safely this user's; null if it is. */
  public static @Nullable String objection(Path path) throws IOException {
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
  public static void check(Path path) throws IOException {
    String objection = objection(path);
    if (objection != null) {
      throw new IOException(objection);
    }
  }

  /**
   * Throws if other users could put something else in the place of this folder. A group that is
   * called as the owner is the owner's alone, as most systems set it up.
   *
   * @param real without links
   */
  public static void checkAbove(Path real) throws IOException {
    for (Path above = real.getParent(); TOLD && above != null; above = above.getParent()) {
      Map<String, Object> attributes = Files.readAttributes(above, "unix:mode,owner,group");
      int mode = (Integer) attributes.get("mode");
      String owner = ((Principal) attributes.get("owner")).getName();
      boolean shared = !owner.equals(((Principal) attributes.get("group")).getName());
      int others = shared ? OTHERS_WRITE : ALL_WRITE;
      if ((mode & others) != 0 && (mode & STICKY) == 0) {
        String who = (mode & ALL_WRITE) != 0 ? "all users (chmod o-w" : "a group (chmod g-w";
        throw new IOException(
            above + ", above " + real + ", can be changed by " + who + ", or +t)");
      }
    }
  }

  private static int user() throws IOException {
    Integer known = user;
    if (known == null) {
      known = uid(Path.of("/proc/self"));
      if (known == null) {
        known = uidOfAFile();
      }
      user = known;
    }
    return known;
  }

  private static @Nullable Integer uid(Path path) {
    try {
      return (Integer) Files.getAttribute(path, "unix:uid");
    } catch (IOException e) {
      return null;
    }
  }

  /** Where the system has no /proc, a file tells who made it. */
  private static int uidOfAFile() throws IOException {
    Path file = Files.createTempFile("polars4j-", ".owner");
    try {
      return (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    } finally {
      Files.delete(file);
    }
  }
}
