package io.github.polars4j.internal;

import io.github.polars4j.Polars4j;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds and loads the native library, once: where {@code -Dpolars4j.library.path} says (the file,
 * or its folder), else out of the platform's classifier jar.
 */
public final class NativeLoader {
  private static final String PATH_PROPERTY = "polars4j.library.path";

  private static volatile boolean ready;
  private static boolean started;
  private static @Nullable UnsatisfiedLinkError failure;

  private NativeLoader() {}

  /** Called once after loading: native code finds the classes that it calls by our own loader. */
  private static native void init(ClassLoader loader);

  /**
   * Sees to it that native methods can be called.
   *
   * @throws UnsatisfiedLinkError if the library cannot be loaded, each time, with the cause and
   *     everything that was tried
   */
  public static void load() {
    if (!ready) {
      loadOnce();
    }
  }

  private static synchronized void loadOnce() {
    if (!started) { // the version check calls back into load()
      int threads = Threads.wanted(); // refuses a bad setting, whenever it is met
      started = true;
      try {
        tryPlaces(places());
        Threads.apply(threads);
        ready = true;
      } catch (UnsatisfiedLinkError e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw error(failure.getMessage(), failure.getCause());
    }
  }

  private static List<Place> places() {
    String fileName = System.mapLibraryName("polars4j");
    String given = System.getProperty(PATH_PROPERTY);
    if (given != null) {
      return List.of(
          new Place("-D" + PATH_PROPERTY + "=" + given, false, () -> given(given, fileName)));
    }
    String name = "io/github/polars4j/native/" + Platforms.CURRENT + "/" + fileName;
    URL resource = NativeLoader.class.getClassLoader().getResource(name);
    if (resource == null) {
      return List.of(
          new Place(
              "the class path",
              false,
              () -> {
                throw new FileNotFoundException("no resource /" + name);
              }));
    }
    NativeCopy copy = new NativeCopy(resource, fileName);
    return List.of(
        new Place(resource + ", copied to the cache folder", false, copy::cached),
        new Place(resource + ", copied to a temporary folder", true, copy::temporary));
  }

  private static Path given(String given, String fileName) throws IOException {
    Path path = Path.of(given).toAbsolutePath();
    Path file = Files.isDirectory(path) ? path.resolve(fileName) : path;
    if (!Files.isRegularFile(file)) {
      throw new FileNotFoundException("no file " + file);
    }
    return file;
  }

  private static void tryPlaces(List<Place> places) {
    List<String> tried = new ArrayList<>();
    Throwable cause = null;
    for (Place place : places) {
      try {
        load(place);
        return;
      } catch (Exception | LinkageError e) {
        cause = cause == null ? e : cause;
        tried.add("\n  - " + place.what + ": " + explain(e));
      }
    }
    throw error(
        "polars4j's native library for "
            + Platforms.CURRENT
            + " cannot be loaded. Add io.github.polars4j:polars4j-native:"
            + Version.JAVA
            + ":"
            + Platforms.CURRENT
            + " (group:artifact:version:classifier) to the class path, or set -D"
            + PATH_PROPERTY
            + ". Tried:"
            + String.join("", tried),
        cause);
  }

  private static void load(Place place) throws IOException {
    Path file = place.file.get();
    try {
      System.load(file.toString());
    } finally {
      if (place.temporary) {
        delete(file);
      }
    }
    init(NativeLoader.class.getClassLoader());
    String version = Polars4j.nativeVersion();
    if (Version.isKnown() && !version.equals(Version.JAVA)) {
      throw new UnsatisfiedLinkError(
          "the library is version " + version + ", polars4j is " + Version.JAVA);
    }
  }

  /** A loaded library needs its file no longer, except on Windows, which refuses to delete it. */
  private static void delete(Path file) {
    try {
      Files.delete(file);
      Files.delete(file.getParent());
    } catch (IOException e) {
      System.getLogger("io.github.polars4j").log(System.Logger.Level.DEBUG, "left behind", e);
    }
  }

  private static String explain(Throwable e) {
    return e instanceof IllegalCallerException
        ? e.getMessage() + " (run java with --enable-native-access=ALL-UNNAMED)"
        : e.toString();
  }

  private static UnsatisfiedLinkError error(String message, @Nullable Throwable cause) {
    UnsatisfiedLinkError error = new UnsatisfiedLinkError(message);
    error.initCause(cause);
    return error;
  }

  private record Place(String what, boolean temporary, Finder file) {}

  private interface Finder {
    Path get() throws IOException;
  }
}
