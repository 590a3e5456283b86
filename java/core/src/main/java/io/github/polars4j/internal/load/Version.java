package io.github.polars4j.internal.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that this jar was built as. */
public final class Version {
  /** As in the pom; unfiltered, it begins with a dollar sign. */
  public static final String JAVA = read();

  private Version() {}

  private static String read() {
    try (InputStream in =
        Version.class.getResourceAsStream("/io/github/polars4j/version.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "${unknown}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static boolean isKnown() {
    return !JAVA.startsWith("$");
  }
}
