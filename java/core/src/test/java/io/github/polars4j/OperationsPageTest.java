package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program and the fields of docs/operations.md. */
class OperationsPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("test.root"), "docs", "operations.md");

  @TempDir Path folder;

  /** The program runs as the page says, and is seen. */
  @Test
  void theProgramIsSeen() throws Exception {
    Matcher program =
        Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
    assertThat(program.find()).isTrue();
    Path source = Files.writeString(folder.resolve("Watched.java"), program.group(1));
    Path recording = folder.resolve("polars4j.jfr");
    List<String> command = OtherJvm.launcher();
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("polars4j."))
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.add("-XX:StartFlightRecording=filename=" + recording);
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", classPath.replace("\n", File.pathSeparator), source.toString()));
    assertThat(OtherJvm.run(command)).containsPattern("bytes held: [1-9]\\d{6,}");

    List<RecordedEvent> events =
        RecordingFile.readAllEvents(recording).stream()
            .filter(event -> event.getEventType().getName().startsWith("polars4j."))
            .toList();
    assertThat(events)
        .extracting(event -> event.getEventType().getName())
        .containsExactly("polars4j.Write", "polars4j.Read");
    assertThat(events.get(0).getString("codec")).isEqualTo("lz4");
    assertThat(events).allMatch(event -> event.getLong("rows") == 1_000_000);
  }

  @Test
  void theTableHasEachField() throws Exception {
    Set<String> fields = new TreeSet<>();
    try (Recording recording = new Recording();
        DataFrame frame = DataFrame.of(Series.of("n", new long[1]))) {
      recording.start(); // before, the events' classes are not loaded
      new CsvWriter(folder.resolve("file")).finish(frame);
      new CsvReader(folder.resolve("file")).finish().close();
    }
    FlightRecorder.getFlightRecorder().getEventTypes().stream()
        .filter(type -> type.getName().startsWith("polars4j."))
        .forEach(type -> type.getFields().forEach(field -> fields.add(field.getName())));
    fields.removeAll(Set.of("startTime", "duration", "eventThread", "stackTrace"));
    Set<String> told = new TreeSet<>();
    Matcher row =
        Pattern.compile("(?m)^\\| (`\\w+`(?:, `\\w+`)*) \\|").matcher(Files.readString(PAGE));
    while (row.find()) {
      for (String name : row.group(1).split(", ")) {
        told.add(name.replace("`", ""));
      }
    }
    assertThat(told).isEqualTo(fields);
  }
}
