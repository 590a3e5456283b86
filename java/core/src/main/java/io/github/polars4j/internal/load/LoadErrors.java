package io.github.polars4j.internal.load;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says why the native library could not be loaded, and what to do about it. */
public final class LoadErrors {
  private LoadErrors() {}

  /**
   * A place that was tried in vain.
   *
   * @param place what it is
   * @param reason why it did not work
   */
  public record Attempt(String place, Throwable reason) {
    @Override
    public String toString() {
      String why = reason instanceof LinkageError ? reason.getMessage() : reason.toString();
      String hint = isLoadedElsewhere() ? "; give each class loader a file of its own" : "";
      return place + ": " + why + hint;
    }

    /** The JVM lets one class loader only load a file. */
    boolean isLoadedElsewhere() {
      return reason instanceof UnsatisfiedLinkError
          && String.valueOf(reason.getMessage()).contains("already loaded in another classloader");
    }
  }

  public static UnsatisfiedLinkError nothingWorked(List<Attempt> failed) {
    return error(
        "polars4j's native library for "
            + Platforms.CURRENT
            + " cannot be loaded. "
            + advice()
            + " Tried:"
            + lines(failed),
        failed.get(0).reason());
  }

  private static String advice() {
    String otherwise =
        " -Dpolars4j.library.path names a library to load instead, -Dpolars4j.cache.dir a folder"
            + " for copies.";
    if (!Platforms.PUBLISHED.contains(Platforms.CURRENT)) {
      return "It is published for " + String.join(", ", Platforms.PUBLISHED) + "." + otherwise;
    }
    String present =
        Platforms.PUBLISHED.stream()
            .filter(PackedLibrary::isPresent)
            .collect(Collectors.joining(", "));
    return "It is in io.github.polars4j:polars4j-native:"
        + Version.JAVA
        + ":"
        + Platforms.CURRENT
        + " (group:artifact:version:classifier), which belongs on the class path or module path"
        + (present.isEmpty() ? "." : "; those of " + present + " are there.")
        + otherwise;
  }

  private static String lines(List<Attempt> failed) {
    return failed.stream().map(attempt -> "\n  - " + attempt).collect(Collectors.joining());
  }

  public static UnsatisfiedLinkError otherVersion(Path file, String version) {
    return error(
        "polars4j-core is version "
            + Version.JAVA
            + ", but its native library is version "
            + version
            + " ("
            + file
            + "): polars4j-core and polars4j-native must be of one version",
        null);
  }

  public static UnsatisfiedLinkError accessDenied(IllegalCallerException denied) {
    Module module = LoadErrors.class.getModule();
    return error(
        "Java was told to deny native access, which polars4j needs: start it with"
            + " --enable-native-access="
            + (module.isNamed() ? module.getName() : "ALL-UNNAMED"),
        denied);
  }

  /** Loading from elsewhere costs a copy at each start, so it is said. */
  public static void logDetour(List<Attempt> failed, Path file) {
    if (!failed.isEmpty()) {
      boolean usual = failed.stream().allMatch(Attempt::isLoadedElsewhere);
      System.getLogger("io.github.polars4j")
          .log(
              usual ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
              "the native library of polars4j was loaded from {0}, after:{1}",
              file,
              lines(failed));
    }
  }

  public static UnsatisfiedLinkError error(@Nullable String message, @Nullable Throwable cause) {
    UnsatisfiedLinkError error = new UnsatisfiedLinkError(message);
    error.initCause(cause);
    return error;
  }
}
