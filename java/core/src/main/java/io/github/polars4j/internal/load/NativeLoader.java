package io.github.polars4j.internal.load;

import io.github.polars4j.internal.jni.NativeLibrary;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.module.FindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds and loads the native library, once: from where {@code -Dpolars4j.library.path} says (the
 * file, or its folder) and nowhere else, or a copy of what the platform's classifier jar holds.
 */
public final class NativeLoader {
  private static final String PATH_PROPERTY = "polars4j.library.path";

  private static volatile boolean ready;
  private static boolean started;
  private static @Nullable UnsatisfiedLinkError failure;

  private NativeLoader() {}

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
        tryPlaces();
        Threads.apply(threads);
        TableRows.apply();
        ready = true;
      } catch (UnsatisfiedLinkError e) {
        failure = e;
      } catch (RuntimeException | Error e) {
        failure = LoadErrors.error("polars4j's native library cannot be started: " + e, e);
      }
    }
    if (failure != null) {
      throw LoadErrors.error(failure.getMessage(), failure.getCause());
    }
  }

  private static void tryPlaces() {
    List<LoadErrors.Attempt> failed = new ArrayList<>();
    for (Place place : places()) {
      Path file;
      try {
        file = load(place);
      } catch (IllegalCallerException e) {
        throw LoadErrors.accessDenied(e);
      } catch (IOException | RuntimeException | UnsatisfiedLinkError e) {
        failed.add(new LoadErrors.Attempt(place.what, e));
        continue;
      }
      start(file);
      LoadErrors.logDetour(failed, file);
      return;
    }
    throw LoadErrors.nothingWorked(failed);
  }

  private static Path load(Place place) throws IOException {
    Path file = place.finder.file();
    try {
      System.load(file.toString());
      return file;
    } finally {
      place.after.accept(file);
    }
  }

  private static List<Place> places() {
    String given = System.getProperty(PATH_PROPERTY);
    if (given != null && !given.isBlank()) {
      return List.of(new Place("-D" + PATH_PROPERTY + "=" + given, () -> given(given), file -> {}));
    }
    PackedLibrary packed;
    try {
      packed = PackedLibrary.find();
    } catch (IOException | FindException e) {
      return List.of(new Place("the class path and module path", () -> fail(e), file -> {}));
    }
    Place temporary =
        new Place(
            packed.url() + ", copied to a temporary folder",
            () -> NativeCopy.temporary(packed),
            CacheFolder::discard);
    return Version.isKnown()
        ? List.of(
            new Place(
                packed.url() + ", copied to the cache folder",
                () -> NativeCopy.cached(packed),
                CacheFolder::used),
            temporary)
        : List.of(temporary);
  }

  private static Path given(String given) throws IOException {
    Path path = Path.of(given).toAbsolutePath();
    Path file =
        Files.isDirectory(path) ? path.resolve(Platforms.libraryName(Platforms.CURRENT)) : path;
    if (!Files.isRegularFile(file)) {
      throw new FileNotFoundException("no file " + file);
    }
    return file;
  }

  private static Path fail(Exception e) throws IOException {
    throw e instanceof IOException io ? io : new IOException(e);
  }

  /** What does not fit here would not fit elsewhere: these errors are final. */
  private static void start(Path file) {
    String version;
    try {
      version = NativeLibrary.info().lines().findFirst().orElse("");
    } catch (UnsatisfiedLinkError e) {
      throw LoadErrors.error(file + " is not polars4j's library", e);
    }
    if (Version.isKnown() && !version.equals(Version.JAVA)) {
      throw LoadErrors.otherVersion(file, version);
    }
    NativeLibrary.init(NativeLoader.class.getClassLoader());
  }

  /**
   * A place where the library may be.
   *
   * @param what what messages call it
   * @param finder finds the file
   * @param after what to do with the file when it is loaded, or could not be
   */
  private record Place(String what, Finder finder, Consumer<Path> after) {}

  private interface Finder {
    Path file() throws IOException;
  }
}
