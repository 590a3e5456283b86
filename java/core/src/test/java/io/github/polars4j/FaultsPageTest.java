package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.Faults.Row;
import io.github.polars4j.Faults.Sink;
import io.github.polars4j.Faults.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of docs/faults.md are those that the tests run. */
class FaultsPageTest {
  private static final Path PAGE = Path.of(System.getProperty("test.root"), "docs", "faults.md");

  private static String cells(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  /** Each fault, what becomes of a write to each sink, and the test. */
  private static List<String> faults() {
    List<String> lines = new ArrayList<>();
    for (Row row : Faults.rows()) {
      List<String> cells = new ArrayList<>(List.of(row.text()));
      for (Sink sink : Sink.values()) {
        cells.add(row.at(sink).text);
      }
      cells.add("`" + row.getClass().getEnclosingClass().getSimpleName() + "`");
      lines.add(cells(cells));
    }
    return lines;
  }

  /** Each writer and its codecs. */
  private static List<String> writers() {
    Map<String, Set<String>> codecs = new LinkedHashMap<>();
    for (Way way : Faults.ways()) {
      codecs.computeIfAbsent(way.writer(), name -> new TreeSet<>()).add(way.codec());
    }
    return codecs.entrySet().stream()
        .map(
            entry ->
                cells(List.of("`" + entry.getKey() + "`", String.join(", ", entry.getValue()))))
        .toList();
  }

  /** The lines of the table below that heading, without its first two. */
  private static List<String> table(String heading) throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    return lines.stream()
        .skip(lines.indexOf(heading))
        .dropWhile(line -> !line.startsWith("|"))
        .takeWhile(line -> line.startsWith("|"))
        .skip(2)
        .toList();
  }

  @Test
  void thePageHasEachFault() throws IOException {
    assertThat(table("## What becomes of a write"))
        .as("should be:\n" + String.join("\n", faults()))
        .isEqualTo(faults());
  }

  @Test
  void thePageHasEachWriterAndCodec() throws IOException {
    assertThat(table("## Which writers"))
        .as("should be:\n" + String.join("\n", writers()))
        .isEqualTo(writers());
  }

  /**
   * What the writers take as compressions is what the table has: a new codec must be tested too.
   */
  @Test
  void noCodecIsLeftOut() {
    Map<String, Set<String>> tested =
        Faults.ways().stream()
            .collect(
                Collectors.groupingBy(
                    Way::writer, Collectors.mapping(Way::codec, Collectors.toSet())));
    assertThat(tested.get("IpcWriter")).containsAll(factories(IpcCompression.class));
    assertThat(tested.get("IpcStreamWriter")).containsAll(factories(IpcCompression.class));
    assertThat(tested.get("ParquetWriter")).containsAll(factories(ParquetCompression.class));
    assertThat(tested).hasSameSizeAs(FrameWriter.class.getPermittedSubclasses());
  }

  private static Set<String> factories(Class<?> codec) {
    return Stream.of(codec.getMethods())
        .filter(method -> method.getReturnType() == codec && method.getDeclaringClass() == codec)
        .map(method -> method.getName())
        .collect(Collectors.toSet());
  }
}
