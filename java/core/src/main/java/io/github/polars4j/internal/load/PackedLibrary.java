package io.github.polars4j.internal.load;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The library as it lies in its platform's jar.
 *
 * @param url where it is
 * @param fileName what it is called
 */
public record PackedLibrary(URL url, String fileName) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final int MAX_NOTE = 100;

  /** Whether the jar of a platform is at hand. */
  public static boolean isPresent(String platform) {
    return PackedLibrary.class.getClassLoader().getResource(resource(platform)) != null;
  }

  private static String resource(String platform) {
    return "io/github/polars4j/native/" + platform + "/" + Platforms.libraryName(platform);
  }

  /** Looks where our own classes come from, then for a module that nobody requires. */
  public static PackedLibrary find() throws IOException {
    String name = resource(Platforms.CURRENT);
    URL url = PackedLibrary.class.getClassLoader().getResource(name);
    if (url == null && PackedLibrary.class.getModule().isNamed()) {
      url = inModule("io.github.polars4j.platform." + Platforms.CURRENT.replace('-', '_'), name);
    }
    if (url == null) {
      throw new FileNotFoundException("no resource /" + name);
    }
    return new PackedLibrary(url, Platforms.libraryName(Platforms.CURRENT));
  }

  /** On the module path, or linked into the runtime image. */
  private static @Nullable URL inModule(String module, String name) throws IOException {
    String path = System.getProperty("jdk.module.path", "");
    Path[] folders =
        Stream.of(path.split(File.pathSeparator))
            .filter(entry -> !entry.isEmpty())
            .map(Path::of)
            .toArray(Path[]::new);
    Optional<ModuleReference> found =
        ModuleFinder.compose(ModuleFinder.of(folders), ModuleFinder.ofSystem()).find(module);
    if (found.isEmpty()) {
      return null;
    }
    try (ModuleReader reader = found.get().open()) {
      return reader.find(name).orElseThrow(() -> new FileNotFoundException(name)).toURL();
    }
  }

  /** Its SHA-256 as the build noted it beside the library, else by reading the library. */
  public String hash() throws IOException {
    try (InputStream in = open(new URL(url, fileName + ".sha256"))) {
      String noted = new String(in.readNBytes(MAX_NOTE), StandardCharsets.US_ASCII).strip();
      if (SHA256.matcher(noted).matches()) {
        return noted;
      }
    } catch (FileNotFoundException | NoSuchFileException e) {
      // A jar without the note.
    }
    return copy(open(url), OutputStream.nullOutputStream());
  }

  /** Writes it to a file, that must not exist or be empty, and checks what was written. */
  public void copyTo(Path file, String hash) throws IOException {
    String copied;
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      copied = copy(open(url), out);
    }
    if (!copied.equals(hash)) {
      throw new IOException(url + " differs from what was built (SHA-256 " + hash + ")");
    }
  }

  /** The SHA-256 of a file. */
  public static String hashOf(Path file) throws IOException {
    return copy(Files.newInputStream(file), OutputStream.nullOutputStream());
  }

  private static String copy(InputStream source, OutputStream out) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(source, MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(out);
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /** Without Java's cache of open jars, which would keep ours locked on Windows. */
  private static InputStream open(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    return connection.getInputStream();
  }
}
