package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

  /**
   * Runs it in a class loader of its own, which the library stays in, and looks what else stays.
   */
  static final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
      String[] paths = System.getProperty("java.class.path").split(File.pathSeparator);
      URL[] urls = new URL[paths.length];
      for (int i = 0; i < paths.length; i++) {
        urls[i] = Path.of(paths[i]).toUri().toURL();
      }
      try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
        Class<?> use = loader.loadClass(Use.class.getName());
        use.getMethod("main", String[].class).invoke(null, (Object) args);
        Method live = loader.loadClass(NativeMemory.class.getName()).getMethod("liveHandles");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while ((long) live.invoke(null) > 0 && System.nanoTime() < end) {
          System.gc();
          Thread.sleep(50);
        }
        System.out.println("left " + live.invoke(null));
      }
    }
  }

  @Test
  void leavesNeitherHandlesNorFiles() throws Exception {
    String said = Forked.run(List.of("-Xmx256m"), Main.class, folder.toString());
    assertThat(said.lines()).containsExactly("used true", "left 0");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("whole"));
    }
  }
}
