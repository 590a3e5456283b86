package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages at the root name files that are there. */
class DocsTest {
  private static final Path ROOT = Path.of(System.getProperty("test.root"));

  /** A path of this repository in backticks: it begins with one of the folders. */
  private static final Pattern PATH =
      Pattern.compile("`((?:java|native|docs|examples|bin|\\.ci|pom\\.xml)[\\w./-]*)`");

  private static final Pattern LINK = Pattern.compile("\\]\\(([\\w./-]+)\\)");

  private static List<String> found(Pattern pattern, String page) {
    return pattern.matcher(page).results().map(match -> match.group(1)).distinct().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"})
  void pathsAreThere(String page) throws IOException {
    List<String> paths = found(PATH, Files.readString(ROOT.resolve(page)));
    assertThat(paths)
        .as(page)
        .isNotEmpty()
        .allSatisfy(path -> assertThat(ROOT.resolve(path)).exists());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "docs/cli.md",
        "docs/cookbook.md",
        "docs/faq.md",
        "docs/faults.md",
        "docs/from-arrow-java.md",
        "docs/from-parquet-avro.md",
        "docs/from-python-polars.md",
        "docs/getting-started.md",
        "docs/index.md",
        "docs/jobs.md",
        "docs/loading.md",
        "docs/operations.md",
        "docs/options.md",
        "docs/stores.md",
        "docs/types.md",
        "docs/verbs.md"
      })
  void linksLeadSomewhere(String page) throws IOException {
    Path file = ROOT.resolve(page);
    assertThat(found(LINK, Files.readString(file)))
        .as(page)
        .allSatisfy(link -> assertThat(file.resolveSibling(link)).exists());
  }

  @Test
  void theReadmeIsShort() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("README.md"))).hasSizeLessThan(160);
  }

  private static final Pattern MAVEN = Pattern.compile("<artifactId>(polars4j-[\\w-]+)<");
  private static final Pattern GRADLE =
      Pattern.compile("io\\.github\\.polars4j:(polars4j-[\\w-]+)");

  /** Lines for Maven and Gradle name what the BOM has, in its version. */
  @Test
  void theDependenciesAreThere() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/loading.md"));
    String maven = Files.readString(ROOT.resolve("examples/maven-app/pom.xml"));
    String gradle = Files.readString(ROOT.resolve("examples/gradle-app/build.gradle.kts"));
    String bom = Files.readString(ROOT.resolve("java/bom/pom.xml"));
    List<String> managed = found(MAVEN, bom);
    assertThat(found(MAVEN, page)).hasSizeGreaterThan(5).isSubsetOf(managed);
    assertThat(found(GRADLE, page)).hasSizeGreaterThan(5).isSubsetOf(managed);
    assertThat(found(MAVEN, maven)).hasSize(3).isSubsetOf(managed);
    assertThat(found(GRADLE, gradle)).hasSize(3).isSubsetOf(managed);

    List<String> version =
        found(Pattern.compile("<version>([\\d.]+)</version>"), bom).subList(0, 1);
    assertThat(found(Pattern.compile("<version>([\\d.]+)</version>"), page)).isEqualTo(version);
    assertThat(maven)
        .contains(
            "<artifactId>polars4j-bom</artifactId>\n        <version>"
                + version.get(0)
                + "</version>");
    Pattern versions = Pattern.compile("polars4j-\\w+:([\\d.]+)[:\"]");
    assertThat(found(versions, page)).isEqualTo(version);
    assertThat(found(versions, gradle)).isEqualTo(version);
  }
}
