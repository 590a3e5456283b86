package io.github.polars4j;

import static io.github.polars4j.OtherJvm.assertLoaded;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.launch.JarLauncher;

/** A program and the library in one jar. */
class OneJarTest {
  @TempDir Path folder;

  /** Its public main is what Spring Boot starts. */
  public static final class Main {
    private Main() {}

    public static void main(String[] args) {
      OtherJvm.Main.main(args);
      System.out.println(Series.class.getProtectionDomain().getCodeSource().getLocation());
    }
  }

  private String run(Path jar) throws Exception {
    List<String> command = OtherJvm.command(List.of());
    command.subList(command.indexOf("-cp"), command.size()).clear();
    command.add("-Dpolars4j.cache.dir=" + folder.resolve("cache"));
    command.addAll(List.of("-jar", jar.toString()));
    return OtherJvm.run(command);
  }

  private static Manifest manifest(String main) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main);
    return manifest;
  }

  /** As shading does: everything unpacked into one jar. */
  @Test
  void shaded() throws Exception {
    Path jar = folder.resolve("shaded.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(out, manifest(Main.class.getName()))) {
      for (Path source : OtherJvm.jars()) {
        unpack(source, packed, "");
      }
      unpack(OtherJvm.nativeJar(), packed, "io/");
      copyTestClasses(packed, "");
    }
    String output = run(jar);
    assertLoaded(output);
    assertThat(output).doesNotContain("WARNING").contains("shaded.jar");
  }

  /** As Spring Boot's plugins do: jars inside a jar, and a launcher that reads them there. */
  @Test
  void springBoot() throws Exception {
    Path jar = folder.resolve("boot.jar");
    Manifest manifest = manifest(JarLauncher.class.getName());
    manifest.getMainAttributes().putValue("Start-Class", Main.class.getName());
    manifest.getMainAttributes().putValue("Spring-Boot-Classes", "BOOT-INF/classes/");
    manifest.getMainAttributes().putValue("Spring-Boot-Lib", "BOOT-INF/lib/");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(out, manifest)) {
      unpack(OtherJvm.origin(JarLauncher.class), packed, "");
      packed.putNextEntry(new JarEntry("BOOT-INF/classes/"));
      packed.putNextEntry(new JarEntry("BOOT-INF/lib/"));
      for (Path library : OtherJvm.jars()) {
        store(library, packed);
      }
      store(OtherJvm.nativeJar(), packed);
      copyTestClasses(packed, "BOOT-INF/classes/");
    }
    String output = run(jar);
    assertLoaded(output);
    assertThat(output).doesNotContain("WARNING").contains("jar:nested:");
  }

  private static void unpack(Path source, JarOutputStream target, String only) throws IOException {
    try (JarFile jar = new JarFile(source.toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        String name = entry.getName();
        boolean wanted = name.startsWith(only) && !name.startsWith("META-INF/");
        if (wanted && !entry.isDirectory() && !name.endsWith("module-info.class")) {
          target.putNextEntry(new JarEntry(name));
          try (InputStream in = jar.getInputStream(entry)) {
            in.transferTo(target);
          }
        }
      }
    }
  }

  private static void store(Path library, JarOutputStream target) throws IOException {
    byte[] content = Files.readAllBytes(library);
    JarEntry entry = new JarEntry("BOOT-INF/lib/" + library.getFileName());
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    target.putNextEntry(entry);
    target.write(content);
  }

  private static void copyTestClasses(JarOutputStream target, String folder) throws Exception {
    Path classes = OtherJvm.origin(OneJarTest.class).resolve("io/github/polars4j");
    try (Stream<Path> files = Files.list(classes)) {
      for (Path file : files.filter(OneJarTest::isProgram).toList()) {
        target.putNextEntry(new JarEntry(folder + "io/github/polars4j/" + file.getFileName()));
        Files.copy(file, target);
      }
    }
  }

  private static boolean isProgram(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("OtherJvm") || name.startsWith("OneJarTest");
  }
}
