package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.util.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrow Java reads from our files what was put in. */
class ArrowJavaReadBackTest {
  @TempDir Path folder;

  static java.util.stream.Stream<IpcOutputs> outputs() {
    return IpcOutputs.all();
  }

  @ParameterizedTest
  @MethodSource("outputs")
  void arrowJavaReadsTheSameValues(IpcOutputs output) throws IOException {
    List<Sample.Column> first = Sample.columns(100, 0);
    List<Sample.Column> second = Sample.columns(33, 100);
    boolean single = output.way() == IpcOutputs.Way.FINISH || output.way() == IpcOutputs.Way.STREAM;
    Path file = folder.resolve("sample.arrow");
    try (DataFrame a = Sample.frame(first);
        DataFrame b = Sample.frame(second);
        DataFrame both = a.vstack(b)) {
      output.write(file, single ? List.of(both) : List.of(a, b));
    }
    try (BufferAllocator allocator = new RootAllocator();
        ArrowReader reader = open(file, output.way().isStream(), allocator)) {
      assertThat(metadata(reader, output)).isEqualTo(Sample.METADATA);
      List<List<Object>> read = readAll(reader, allocator);
      for (int c = 0; c < first.size(); c++) {
        List<Object> expected = new ArrayList<>();
        first.get(c).values().forEach(v -> expected.add(toArrow(v)));
        second.get(c).values().forEach(v -> expected.add(toArrow(v)));
        assertThat(read.get(c))
            .as(first.get(c).name())
            .usingElementComparator(ArrowJavaReadBackTest::compare)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void theRustExampleInJavaReadsBackWithItsMetadata() throws IOException {
    Path file = folder.resolve("people.arrow");
    try (DataFrame df =
        DataFrame.of(
            Series.of("id", new long[] {1, 2, 3}), Series.of("name", "John", "Doe", null))) {
      new IpcWriter(file)
          .withCompression(IpcCompression.zstd(3))
          .setCustomSchemaMetadata(Sample.METADATA)
          .finish(df);
    }
    try (BufferAllocator allocator = new RootAllocator();
        ArrowReader reader = open(file, false, allocator)) {
      assertThat(reader.getVectorSchemaRoot().getSchema().getCustomMetadata())
          .isEqualTo(Sample.METADATA);
      assertThat(readAll(reader, allocator))
          .containsExactly(List.of(1L, 2L, 3L), java.util.Arrays.asList("John", "Doe", null));
    }
  }

  private static ArrowReader open(Path file, boolean stream, BufferAllocator allocator)
      throws IOException {
    CommonsCompressionFactory codecs = CommonsCompressionFactory.INSTANCE;
    if (stream) {
      InputStream in = Files.newInputStream(file);
      return new ArrowStreamReader(in, allocator, codecs);
    }
    return new ArrowFileReader(FileChannel.open(file), allocator, codecs);
  }

  private static java.util.Map<String, String> metadata(ArrowReader reader, IpcOutputs output)
      throws IOException {
    return reader.getVectorSchemaRoot().getSchema().getCustomMetadata();
  }

  private static List<List<Object>> readAll(ArrowReader reader, BufferAllocator allocator)
      throws IOException {
    List<List<Object>> columns = new ArrayList<>();
    List<Field> fields = reader.getVectorSchemaRoot().getSchema().getFields();
    fields.forEach(field -> columns.add(new ArrayList<>()));
    while (reader.loadNextBatch()) {
      List<FieldVector> vectors = reader.getVectorSchemaRoot().getFieldVectors();
      for (int c = 0; c < vectors.size(); c++) {
        append(columns.get(c), vectors.get(c), reader);
      }
    }
    return columns;
  }

  private static void append(List<Object> values, FieldVector vector, ArrowReader reader)
      throws IOException {
    if (vector.getField().getDictionary() == null) {
      for (int i = 0; i < vector.getValueCount(); i++) {
        values.add(fromArrow(vector.getObject(i)));
      }
      return;
    }
    Dictionary dictionary =
        reader.getDictionaryVectors().get(vector.getField().getDictionary().getId());
    try (ValueVector decoded = DictionaryEncoder.decode(vector, dictionary)) {
      for (int i = 0; i < decoded.getValueCount(); i++) {
        values.add(fromArrow(decoded.getObject(i)));
      }
    }
  }

  private static Object fromArrow(Object value) {
    return value instanceof Text text ? text.toString() : value;
  }

  /** What Arrow Java's getObject gives for a value of ours. */
  private static Object toArrow(Object value) {
    if (value instanceof LocalDate date) {
      return (int) date.toEpochDay();
    }
    if (value instanceof LocalTime time) {
      return time.toNanoOfDay();
    }
    if (value instanceof ZonedDateTime zoned) {
      Instant instant = zoned.toInstant();
      return zoned.getZone().equals(Sample.BERLIN)
          ? instant.toEpochMilli()
          : Math.addExact(instant.getEpochSecond() * 1_000_000_000L, instant.getNano());
    }
    return value;
  }

  private static int compare(Object a, Object b) {
    boolean same =
        a instanceof byte[] bytes
            ? b instanceof byte[] others && java.util.Arrays.equals(bytes, others)
            : java.util.Objects.equals(a, b);
    return same ? 0 : 1;
  }
}
