package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One call reads a file of any format, and one writes it. */
class FileFormatTest {
  @TempDir Path folder;

  private static DataFrame frame() {
    return DataFrame.of(Series.of("id", 1L, 2L), Series.of("name", "Ann", null));
  }

  @ParameterizedTest
  @EnumSource(FileFormat.class)
  void everyExtensionIsWrittenAndReadAgain(FileFormat format) throws IOException {
    try (DataFrame frame = frame()) {
      for (String extension : format.extensions()) {
        Path file = folder.resolve("people." + extension.toUpperCase(java.util.Locale.ROOT));
        frame.write(file);
        assertThat(FileFormat.ofName(file.toString())).contains(format);
        assertThat(FileFormat.of(file)).isEqualTo(format);
        try (DataFrame read = DataFrame.read(file);
            FrameReader reader = FrameReader.of(file).withColumns("name");
            DataFrame names = reader.read()) {
          assertThat(read.contentEquals(frame)).isTrue();
          assertThat(names.columnNames()).containsExactly("name");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(FileFormat.class)
  void streamsAreOfTheFormatThatIsNamed(FileFormat format) throws IOException {
    try (DataFrame frame = frame()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      format.writer(bytes).write(frame);
      try (FrameReader reader = format.reader(new ByteArrayInputStream(bytes.toByteArray()));
          DataFrame read = reader.read()) {
        assertThat(read.contentEquals(frame)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PARQUET", "IPC", "IPC_STREAM"})
  void contentTellsBinaryFormatsWhateverTheName(FileFormat format) throws IOException {
    Path file = folder.resolve("download.csv");
    try (DataFrame frame = frame()) {
      format.writer(file).write(frame);
      try (DataFrame read = DataFrame.read(file.toString())) {
        assertThat(read.contentEquals(frame)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ARROW1,b\n1,2\n",
        "PAR1\nPAR1\nx\n",
        "A",
        "PAR1",
        "PAR1,a\n1,PAR1\n",
        "PAR1,a\n1,2\n3,PAR1"
      })
  void textThatBeginsLikeABinaryFormatIsText(String text) throws IOException {
    Path file = folder.resolve("x.csv");
    Files.writeString(file, text);
    assertThat(FileFormat.of(file)).isEqualTo(FileFormat.CSV);
  }

  @Test
  void compressedTextIsRead() throws IOException {
    Path file = folder.resolve("people.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file));
        DataFrame frame = frame()) {
      FileFormat.CSV.writer(out).write(frame);
    }
    try (DataFrame read = DataFrame.read(file)) {
      assertThat(read.height()).isEqualTo(2);
    }
    assertThatThrownBy(() -> FrameWriter.of(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("people.csv.gz: text that is compressed as a whole");
  }

  @Test
  void whatTellsNoFormatIsRefusedByName() throws IOException {
    Path file = Files.writeString(folder.resolve("people.txt"), "a,b\n1,2\n");
    assertThatThrownBy(() -> DataFrame.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("people.txt has none of the extensions .csv, .tsv, .ndjson");
    Path packed = Files.writeString(folder.resolve("people.parquet.gz"), "x");
    assertThatThrownBy(() -> DataFrame.read(packed))
        .hasMessageContaining("people.parquet.gz is compressed as a whole, which only CSV");
    assertThatThrownBy(() -> DataFrame.read(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> DataFrame.read(folder.resolve("none.parquet")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> DataFrame.read(folder + "/*.parquet"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageEndingWith(
            "*.parquet: no file has this name: Dataset.glob reads the files of a pattern");
    Path parts = Files.createDirectory(folder.resolve("parts.parquet"));
    assertThatThrownBy(() -> DataFrame.read(parts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("parts.parquet is a folder: Dataset.in(path) reads the files in it");
    Path json = Files.writeString(folder.resolve("people.json"), "[]");
    assertThatThrownBy(() -> DataFrame.read(json))
        .hasMessageEndingWith("such as FileFormat.NDJSON.reader(path)");
    try (DataFrame frame = frame()) {
      assertThatThrownBy(() -> frame.write(folder.resolve("people")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("has none of the extensions");
      assertThat(folder.resolve("people")).doesNotExist();
    }
  }
}
