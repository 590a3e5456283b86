package io.github.polars4j.internal.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What has to stand in more than one file, since no tool takes it from another: the platforms, and
 * the versions of a pom without a parent.
 */
class CopiesTest {
  private static final Path ROOT = Path.of(System.getProperty("test.root"));
  private static final String PLATFORM = "((?:linux|linux-musl|win32|darwin)-(?:x86-64|aarch64))";
  private static final Pattern PLUGIN = Pattern.compile("(?s)<plugin>(.*?)</plugin>");

  private static String read(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }

  private static List<String> groups(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
  }

  /** Each file, and what stands around a platform in its list. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\0',
      textBlock =
          """
          native/pom.xml;               <classifier>%s</classifier>
          native/pom.xml;               target/dist/%s</classesDirectory>
          native/all/pom.xml;           <classifier>%s</classifier>
          java/bom/pom.xml;             <classifier>%s</classifier>
          native/cross/toolchain.sh;    (?m)^ {4}%s\\) target=
          native/cross/verify;          (?m)^ {4}"%s": \\(
          docs/platforms.md;            (?m)^\\| `%s` \\| (?:glibc|musl|Windows|macOS)
          .github/workflows/release.yml; (?m)^ +- (?:platform: )?%s$
          """)
  void theListOfPlatformsIsTheSameEverywhere(String file, String pattern) throws IOException {
    List<String> found = groups(pattern.strip().replace("%s", PLATFORM), read(file));
    assertThat(found).containsExactlyElementsOf(Platforms.PUBLISHED);
  }

  @Test
  void sentencesNameThePlatformsInTheirOrder() throws IOException {
    String script = read("native/cross/toolchain.sh");
    List<String> list = groups("(?m)^platforms=\\((.*)\\)$", script);
    assertThat(list).hasSize(1);
    assertThat(list.get(0).split(" ")).containsExactlyElementsOf(Platforms.PUBLISHED);
    String page = read("docs/loading.md").replace('\n', ' ');
    String backquoted = Platforms.PUBLISHED.stream().map(name -> "`" + name + "`").toList() + "";
    assertThat(page).contains(backquoted.substring(1, backquoted.length() - 1));
  }

  /** Those that a JVM can be told by the names that Maven knows: not musl's. */
  @ParameterizedTest
  @CsvSource({"pom.xml, native.platform", "examples/maven-app/pom.xml, polars4j.platform"})
  void aHostsProfileIsOneOfThePlatforms(String pom, String property) throws IOException {
    String text = read(pom);
    String value = "<" + property + ">" + PLATFORM + "</" + property + ">";
    List<String> glibc =
        Platforms.PUBLISHED.stream().filter(name -> !name.contains("musl")).toList();
    assertThat(groups(value, text)).containsExactlyInAnyOrderElementsOf(glibc);
    assertThat(groups("<id>" + PLATFORM + "</id>", text))
        .containsExactlyInAnyOrderElementsOf(glibc);
  }

  /** The versions of plugins that a pom tells, by the plugin's name. */
  private static Map<String, List<String>> plugins(String pom) throws IOException {
    Map<String, List<String>> versions = new TreeMap<>();
    for (MatchResult plugin : PLUGIN.matcher(read(pom)).results().toList()) {
      String head = plugin.group(1).split("<(?:configuration|executions|dependencies)>")[0];
      String name = groups("<artifactId>(.*?)</artifactId>", head).get(0);
      for (String version : groups("<version>(.*?)</version>", head)) {
        versions.computeIfAbsent(name, key -> new ArrayList<>()).add(version);
      }
    }
    return versions;
  }

  @Test
  void theVersionOfAPluginStandsInTheParentAlone() throws IOException {
    Map<String, List<String>> parent = plugins("pom.xml");
    assertThat(parent).isNotEmpty();
    assertThat(parent.values()).allSatisfy(versions -> assertThat(versions).hasSize(1));
    for (String module : modules()) {
      Map<String, List<String>> told = plugins(module + "/pom.xml");
      if (module.equals("java/bom")) { // which has no parent: users import it, and nothing else
        assertThat(parent).containsAllEntriesOf(told);
      } else {
        assertThat(told).as(module).isEmpty();
      }
    }
  }

  private static List<String> modules() throws IOException {
    List<String> modules = groups("<module>(.*?)</module>", read("pom.xml"));
    assertThat(modules).contains("java/core", "java/bom");
    return modules;
  }
}
