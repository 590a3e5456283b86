package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of {@code docs/verbs.md} compile, and give what the page says. */
class VerbsPageTest {
  private static final Path ROOT = Path.of(System.getProperty("test.root"));

  private static DataFrame people() {
    return DataFrame.of(
        Series.of("name", "Ann", "Bob", "Cid", null),
        Series.ofInts("age", 31, 17, null, 44),
        Series.of("city", "Rome", "Oslo", "Rome", "Oslo"));
  }

  private static DataFrame tagged() {
    return DataFrame.of(
        Series.of("name", "Ann", "Bob", "Cid"),
        Series.of("tags", java.util.Arrays.asList(List.of("a", "b"), List.of(), null)));
  }

  record Example(String text, Function<DataFrame, DataFrame> verb, Map<String, List<?>> columns) {
    @Override
    public String toString() {
      return text;
    }
  }

  static Stream<Example> examples() {
    return Stream.of(
        new Example(
            "people.filter(\"age\", age -> age.ge(18))",
            people -> people.filter("age", age -> age.ge(18)),
            Map.of("name", java.util.Arrays.asList("Ann", null))),
        new Example(
            "people.filter(people.column(\"city\").eq(\"Rome\"))",
            people -> people.filter(people.column("city").eq("Rome")),
            Map.of("name", java.util.Arrays.asList("Ann", "Cid"))),
        new Example(
            "people.sort(\"city\", \"age\")",
            people -> people.sort("city", "age"),
            Map.of("name", java.util.Arrays.asList("Bob", null, "Cid", "Ann"))),
        new Example(
            "people.sort(SortKey.descending(\"age\").withNullsLast())",
            people -> people.sort(SortKey.descending("age").withNullsLast()),
            Map.of("age", java.util.Arrays.asList(44, 31, 17, null))),
        new Example(
            "people.take(3, 0, 0)",
            people -> people.take(3, 0, 0),
            Map.of("name", java.util.Arrays.asList(null, "Ann", "Ann"))),
        new Example("people.sample(2, 42)", people -> people.sample(2, 42), Map.of()),
        new Example(
            "people.unique(\"city\")",
            people -> people.unique("city"),
            Map.of("name", java.util.Arrays.asList("Ann", "Bob"))),
        new Example(
            "people.explode(\"tags\")",
            people -> people.explode("tags"),
            Map.of("tags", java.util.Arrays.asList("a", "b", null))),
        new Example(
            "DataFrame.concat(people, people)",
            people -> DataFrame.concat(people, people),
            Map.of("age", java.util.Arrays.asList(31, 17, null, 44, 31, 17, null, 44))),
        new Example(
            "DataFrame.concat(List.of(people, people.drop(\"age\")), ConcatHow.DIAGONAL)",
            people -> DataFrame.concat(List.of(people, people.drop("age")), ConcatHow.DIAGONAL),
            Map.of("age", java.util.Arrays.asList(31, 17, null, 44, null, null, null, null))),
        new Example(
            "people.withColumn(\"next\", \"age\", age -> age.add(1))",
            people -> people.withColumn("next", "age", age -> age.add(1)),
            Map.of("next", java.util.Arrays.asList(32, 18, null, 45))),
        new Example(
            "people.withColumn(people.column(\"name\").rename(\"alias\"))",
            people -> people.withColumn(people.column("name").rename("alias")),
            Map.of("alias", java.util.Arrays.asList("Ann", "Bob", "Cid", null))),
        new Example(
            "people.hstack(people.column(\"name\").rename(\"alias\"))",
            people -> people.hstack(people.column("name").rename("alias")),
            Map.of("alias", java.util.Arrays.asList("Ann", "Bob", "Cid", null))),
        new Example(
            "people.cast(\"age\", DataType.STRING)",
            people -> people.cast("age", DataType.STRING),
            Map.of("age", java.util.Arrays.asList("31", "17", null, "44"))),
        new Example(
            "people.castOrNull(\"name\", DataType.INT64)",
            people -> people.castOrNull("name", DataType.INT64),
            Map.of("name", java.util.Arrays.asList(null, null, null, null))),
        new Example(
            "people.fillNull(\"name\", \"nobody\")",
            people -> people.fillNull("name", "nobody"),
            Map.of("name", java.util.Arrays.asList("Ann", "Bob", "Cid", "nobody"))),
        new Example(
            "people.fillNull(0)",
            people -> people.fillNull(0),
            Map.of("age", java.util.Arrays.asList(31, 17, 0, 44))));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleGivesWhatThePageSays(Example example) throws IOException {
    assertThat(Files.readString(ROOT.resolve("docs/verbs.md"))).contains("`" + example + "`");
    try (DataFrame people = example.text().contains("tags") ? tagged() : people();
        DataFrame result = example.verb().apply(people)) {
      assertThat(result.height()).isPositive();
      example
          .columns()
          .forEach(
              (name, values) -> {
                try (Series column = result.column(name)) {
                  assertThat(column.toList()).isEqualTo(values);
                }
              });
    }
  }

  @Test
  void everyExampleOfAFrameIsTried() throws IOException {
    Pattern cell = Pattern.compile("^\\| `((?:people|DataFrame)\\.[^`]*)` \\|", Pattern.MULTILINE);
    List<String> shown =
        cell.matcher(Files.readString(ROOT.resolve("docs/verbs.md")))
            .results()
            .map((MatchResult match) -> match.group(1))
            .toList();
    List<String> tried = examples().map(Example::text).collect(Collectors.toList());
    tried.add("people.partitionBy(\"city\")");
    tried.add("people.nullCount()");
    tried.add("people.firstDifference(other)");
    assertThat(shown).containsExactlyInAnyOrderElementsOf(tried);
    try (DataFrame people = people()) {
      assertThat(people.partitionBy("city")).extracting(DataFrame::height).containsExactly(2L, 2L);
      assertThat(people.nullCount()).isEqualTo(Map.of("name", 1L, "age", 1L, "city", 0L));
      try (DataFrame other = people.fillNull("age", 0)) {
        assertThat(people.firstDifference(other)).isEqualTo(2);
      }
    }
  }

  @Test
  void seriesGiveWhatThePageSays() {
    try (DataFrame people = people();
        Series age = people.column("age");
        Series city = people.column("city");
        Series mask = age.gt(18)) {
      assertThat(mask.toList()).containsExactly(true, false, null, true);
      assertThat(age.eq(age).toList()).containsExactly(true, true, null, true);
      assertThat(age.isNull().toList()).containsExactly(false, false, true, false);
      assertThat(city.isIn("Rome", "Bonn").toList()).containsExactly(true, false, true, false);
      assertThat(mask.and(age.isNotNull()).toList()).containsExactly(true, false, false, true);
      assertThat(mask.or(age.isNull()).toList()).containsExactly(true, false, true, true);
      assertThat(mask.not().toList()).containsExactly(false, true, null, false);
      assertThat(age.div(2).toList()).containsExactly(15.5, 8.5, null, 22.0);
      assertThat(age.sum()).isEqualTo(92L);
      assertThat(age.max()).isEqualTo(44);
      assertThat(age.mean()).isEqualTo(92 / 3.0);
      assertThat(city.nUnique()).isEqualTo(2);
    }
  }
}
