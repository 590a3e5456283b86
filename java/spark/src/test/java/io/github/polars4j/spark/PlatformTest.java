package io.github.polars4j.spark;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polars4j.DataFrame;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An executor on a platform that there is no jar for. */
class PlatformTest {
  private static final String PROCESSOR = "os.arch";
  private static final String LIBRARY = "polars4j.library.path";

  @TempDir Path folder;

  @Test
  void aTaskSaysWhichPlatformsThereAre() throws Exception {
    Map<String, String> before = new HashMap<>();
    before.put(PROCESSOR, System.setProperty(PROCESSOR, "riscv64"));
    before.put(LIBRARY, System.clearProperty(LIBRARY));
    URL[] places = {
      DataFrame.class.getProtectionDomain().getCodeSource().getLocation(),
      PolarsIpcFormat.class.getProtectionDomain().getCodeSource().getLocation()
    };
    try (URLClassLoader executor = new Executor(places)) {
      for (int attempt = 0; attempt < 2; attempt++) {
        Path file = folder.resolve(attempt + ".arrow");
        assertThatThrownBy(() -> open(executor, file))
            .isInstanceOf(UnsatisfiedLinkError.class)
            .hasMessageContaining("polars4j's native library for linux-riscv64 cannot be loaded")
            .hasMessageContaining("It is published for linux-x86-64, linux-aarch64");
      }
    } finally {
      before.forEach(
          (name, value) -> {
            if (value != null) {
              System.setProperty(name, value);
            }
          });
    }
  }

  /** What a task does first. */
  private static void open(ClassLoader executor, Path file) throws Throwable {
    StructType schema = new StructType().add("id", "bigint");
    Class<?> options = executor.loadClass(WriteOptions.class.getName());
    Method of = options.getDeclaredMethod("of", Map.class, StructType.class);
    of.setAccessible(true);
    Constructor<?> output =
        executor
            .loadClass(IpcOutput.class.getName())
            .getDeclaredConstructor(String.class, StructType.class, options, Configuration.class);
    output.setAccessible(true);
    try {
      output.newInstance(
          file.toUri().toString(), schema, of.invoke(null, Map.of(), schema), new Configuration());
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Loads polars4j anew, without JNA, which would have looked at the processor already. */
  private static final class Executor extends URLClassLoader {
    Executor(URL[] places) {
      super(places, PlatformTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("com.sun.jna.")) {
        throw new ClassNotFoundException(name);
      } else if (!name.startsWith("io.github.polars4j.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> found = findLoadedClass(name);
        return found == null ? findClass(name) : found;
      }
    }
  }
}
