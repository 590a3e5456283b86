package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kotlin.KotlinVersion;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Kotlin of docs/getting-started.md and of the job that docs/jobs.md shows. */
class KotlinBlocksTest {
  private static final Path ROOT = Path.of(System.getProperty("test.root"));
  private static final String CLASS = "data class Person(val id: Long, val name: String?)\n";

  /** Another program in the same run of the compiler: each gets a package of its own. */
  private static void write(Path folder, String name, String source) throws IOException {
    String file = folder.resolve("people.arrow").toString().replace("\\", "/");
    Files.writeString(
        folder.resolve(name + ".kt"),
        "package " + name + "\n" + source.replace("\"people.arrow\"", "\"" + file + "\""));
  }

  /** In a JVM of its own without C2, which takes as much time as the compiler does. */
  private static void compile(Path folder) throws Exception {
    List<Class<?>> libraries =
        List.of(
            DataFrame.class,
            NullMarked.class,
            KotlinVersion.class,
            VectorSchemaRoot.class,
            RootAllocator.class);
    List<Path> path = new ArrayList<>();
    for (Class<?> library : libraries) {
      path.add(OtherJvm.origin(library));
    }
    List<String> options =
        List.of("-no-stdlib", "-no-reflect", "-Werror", "-cp", OtherJvm.joined(path));
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of("-d", folder.toString(), folder.toString()));
    Forked.run(
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
        K2JVMCompiler.class,
        arguments.toArray(String[]::new));
  }

  private static void run(ClassLoader loader, String name) throws Exception {
    try {
      loader.loadClass(name).getMethod("main").invoke(null);
    } catch (InvocationTargetException e) {
      throw new AssertionError(name, e.getCause());
    }
  }

  @Test
  void kotlinCompilesAndRuns(@TempDir Path folder) throws Exception {
    List<String> blocks =
        JavaBlocks.ofPage("kotlin", Files.readString(ROOT.resolve("docs/getting-started.md")));
    assertThat(blocks).singleElement().asString().startsWith(CLASS);
    write(
        folder,
        "started",
        "import io.github.polars4j.*\n"
            + CLASS
            + "val people = listOf(Person(1, \"Ann\"), Person(2, null))\n"
            + "fun main() {\n"
            + blocks.get(0).replace(CLASS, "")
            + "}\n");
    Path job = ROOT.resolve("examples/jobs/11-kotlin");
    write(folder, "job", Files.readString(job.resolve("Job.kt")));
    write(folder, "arrow", Files.readString(job.resolve("ArrowJob.kt")));
    compile(folder);
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, KotlinBlocksTest.class.getClassLoader())) {
      run(loader, "started.StartedKt");
      try (DataFrame read = DataFrame.read(folder.resolve("people.arrow"))) {
        assertThat(read.toMaps().toString()).isEqualTo("[{id=1, name=Ann}, {id=2, name=null}]");
      }
      run(loader, "job.JobKt");
      try (DataFrame read = DataFrame.read(folder.resolve("people.arrow"))) {
        assertThat(read.column("name").toList()).containsExactly("Ann", null, "Bob");
      }
      assertThat(loader.loadClass("arrow.ArrowKt")).isNotNull();
    }
  }
}
