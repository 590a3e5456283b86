package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A class loader that is dropped, as by a redeployed application, with handles that nobody closed.
 */
class DroppedLoaderTest {
  @TempDir Path folder;

  /** What such an application does. */
  public static final class Use {
    private Use() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      DataFrame frame = DataFrame.of(Series.of("n", new long[1_000_000]));
      new ParquetWriter(folder.resolve("whole")).finish(frame);
      BatchedWriter writer = new IpcWriter(folder.resolve("open")).batched(frame.schema());
      writer.writeBatch(frame);
      Batches batches = new ParquetReader(folder.resolve("whole")).batches(1000);
      batches.next();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      new ParquetWriter(bytes).finish(frame);
      new ParquetReader(new ByteArrayInputStream(bytes.toByteArray())).batches(1000).next();
      System.out.println("used " + (NativeMemory.liveHandles() > 4));
    }
  }

  /** Runs it in a class loader after the other, and looks what stays of each. */
  static final class Main {
    private static final int LOADERS = 3;

    private Main() {}

    public static void main(String[] args) throws Exception {
      for (int i = 0; i < LOADERS; i++) {
        WeakReference<ClassLoader> dropped = use(args);
        if (!collects(() -> dropped.get() == null)) {
          System.out.println("the class loader stays");
          return;
        }
        System.out.println("threads of polars " + threads());
      }
    }

    private static WeakReference<ClassLoader> use(String[] args) throws Exception {
      try (URLClassLoader loader = withLibrary()) {
        Class<?> use = loader.loadClass(Use.class.getName());
        use.getMethod("main", String[].class).invoke(null, (Object) args);
        if (!collects(() -> liveHandles(loader) == 0)) {
          System.out.println("left " + liveHandles(loader));
        }
        return new WeakReference<>(loader);
      }
    }

    /** The JVM lets go of the library some time after the class loader that had it. */
    private static URLClassLoader withLibrary() throws Exception {
      String[] paths = System.getProperty("java.class.path").split(File.pathSeparator);
      URL[] urls = new URL[paths.length];
      for (int i = 0; i < paths.length; i++) {
        urls[i] = Path.of(paths[i]).toUri().toURL();
      }
      AtomicReference<URLClassLoader> made = new AtomicReference<>();
      boolean loaded =
          collects(
              () -> {
                made.set(new URLClassLoader(urls, ClassLoader.getPlatformClassLoader()));
                try {
                  return liveHandles(made.get()) == 0;
                } catch (InvocationTargetException e) {
                  made.get().close();
                  return false;
                }
              });
      if (!loaded) {
        System.out.println("the library stays");
      }
      return made.get();
    }

    private static long liveHandles(ClassLoader loader) throws Exception {
      Class<?> memory = loader.loadClass(NativeMemory.class.getName());
      return (long) memory.getMethod("liveHandles").invoke(null);
    }

    private static boolean collects(Callable<Boolean> done) throws Exception {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (!done.call()) {
        if (System.nanoTime() > end) {
          return false;
        }
        System.gc();
        Thread.sleep(20);
      }
      return true;
    }

    private static long threads() throws IOException {
      try (var tasks = Files.list(Path.of("/proc/self/task"))) {
        long count = 0;
        for (Path task : tasks.toList()) {
          String name = Files.readString(task.resolve("comm"));
          count += name.startsWith("polars") ? 1 : 0;
        }
        return count;
      }
    }
  }

  @Test
  void leavesNeitherHandlesNorFilesNorItself() throws Exception {
    Path library = PackedLibraries.unpack(folder.resolve(System.mapLibraryName("polars4j")));
    Path work = Files.createDirectory(folder.resolve("work"));
    List<String> options =
        List.of("-Xmx256m", "-Dpolars4j.threads=2", "-Dpolars4j.library.path=" + library);
    String said = Forked.run(options, Main.class, work.toString());
    assertThat(said.lines())
        .containsExactlyElementsOf(
            Collections.nCopies(3, List.of("used true", "threads of polars 2")).stream()
                .flatMap(List::stream)
                .toList());
    try (var files = Files.list(work)) {
      assertThat(files).containsExactly(work.resolve("whole"));
    }
  }
}
