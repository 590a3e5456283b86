package io.github.polars4j.arrow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polars4j.CompatLevel;
import io.github.polars4j.ComputeException;
import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.PolarsException;
import io.github.polars4j.Series;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.c.CDataDictionaryProvider;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampSecVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames to and from Arrow Java. After each test the allocator must be empty. */
class ArrowFramesTest {
  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingLeaked() {
    allocator.close(); // throws if anything is left
  }

  @Test
  void everyTypeComesIn() {
    List<Vectors.Case> cases = Vectors.all(allocator);
    try (VectorSchemaRoot root = Vectors.root(cases);
        DataFrame frame = ArrowFrames.fromRoot(allocator, root)) {
      assertThat(frame.height()).isEqualTo(3);
      for (Vectors.Case wanted : cases) {
        String name = wanted.vector().getName();
        try (Series series = frame.column(name)) {
          assertThat(series.dataType()).as(name).isEqualTo(wanted.type());
          assertSame(name, series.toList(), wanted.values());
        }
      }
    }
  }

  private static void assertSame(String name, List<Object> values, List<Object> wanted) {
    assertThat(values).as(name).hasSameSizeAs(wanted);
    for (int i = 0; i < values.size(); i++) {
      if (wanted.get(i) instanceof byte[] bytes) {
        assertThat((byte[]) values.get(i)).as(name).isEqualTo(bytes);
      } else {
        assertThat(values.get(i)).as(name).isEqualTo(wanted.get(i));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(CompatLevel.class)
  void everyTypeGoesOutAndComesBack(CompatLevel level) {
    try (VectorSchemaRoot root = Vectors.root(Vectors.all(allocator));
        DataFrame frame = ArrowFrames.fromRoot(allocator, root);
        CDataDictionaryProvider dictionaries = new CDataDictionaryProvider();
        VectorSchemaRoot out = ArrowFrames.toRoot(allocator, frame, dictionaries, level);
        DataFrame back = ArrowFrames.fromRoot(allocator, out, dictionaries)) {
      assertThat(out.getRowCount()).isEqualTo(3);
      assertThat(out.getVector("int64").getObject(0)).isEqualTo(Long.MIN_VALUE);
      assertThat(out.getVector("utf8").getObject(0)).hasToString(Vectors.LONG);
      assertThat(back.schema()).isEqualTo(frame.schema());
      assertThat(back.contentEquals(frame)).isTrue();
    }
  }

  @Test
  void whatIsSaidOfFieldsGoesOutAndComesBack() {
    DataType uuid = DataType.extension("arrow.uuid", DataType.BINARY, "");
    io.github.polars4j.Schema schema =
        io.github.polars4j.Schema.of(
            io.github.polars4j.Field.of("id", DataType.INT64)
                .withNullable(false)
                .withMetadata(Map.of("unit", "m")),
            io.github.polars4j.Field.of("u", uuid),
            io.github.polars4j.Field.of(
                "s",
                DataType.struct(
                    io.github.polars4j.Field.of("n", DataType.INT32)
                        .withMetadata(Map.of("deep", "1")))));
    try (DataFrame frame =
            DataFrame.fromRows(schema, List.of(List.of(1L, new byte[16], Map.of("n", 2))));
        CDataDictionaryProvider dictionaries = new CDataDictionaryProvider();
        VectorSchemaRoot out =
            ArrowFrames.toRoot(allocator, frame, dictionaries, CompatLevel.OLDEST);
        DataFrame back = ArrowFrames.fromRoot(allocator, out, dictionaries)) {
      assertThat(out.getSchema().findField("id").isNullable()).isFalse();
      assertThat(out.getSchema().findField("id").getMetadata()).containsEntry("unit", "m");
      assertThat(back.schema()).isEqualTo(schema);
      assertThat(back.contentEquals(frame)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(CompatLevel.class)
  void slicesGoOutToo(CompatLevel level) {
    try (VectorSchemaRoot root = Vectors.root(Vectors.all(allocator));
        DataFrame frame = ArrowFrames.fromRoot(allocator, root)) {
      for (int offset = 0; offset <= 3; offset++) {
        try (DataFrame slice = frame.slice(offset, 2);
            CDataDictionaryProvider dictionaries = new CDataDictionaryProvider();
            VectorSchemaRoot out = ArrowFrames.toRoot(allocator, slice, dictionaries, level);
            DataFrame back = ArrowFrames.fromRoot(allocator, out, dictionaries)) {
          for (String name : slice.columnNames()) {
            try (Series wanted = slice.column(name);
                Series given = back.column(name)) {
              assertThat(given.contentEquals(wanted)).as("%s from %d", name, offset).isTrue();
            }
          }
        }
      }
    }
  }

  @Test
  void primitivesAreSharedBothWays() {
    try (BigIntVector vector = new BigIntVector("n", allocator)) {
      vector.setSafe(0, 1);
      vector.setSafe(1, 2);
      vector.setValueCount(2);
      VectorSchemaRoot root = VectorSchemaRoot.of(vector);
      try (DataFrame frame = ArrowFrames.fromRoot(allocator, root);
          CDataDictionaryProvider dictionaries = new CDataDictionaryProvider();
          VectorSchemaRoot out = ArrowFrames.toRoot(allocator, frame, dictionaries)) {
        long address = vector.getDataBuffer().memoryAddress();
        assertThat(out.getVector("n").getDataBuffer().memoryAddress()).isEqualTo(address);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theFrameAndTheRootAreClosedInEitherOrder(boolean frameFirst) {
    List<Vectors.Case> cases = Vectors.all(allocator);
    VectorSchemaRoot root = Vectors.root(cases);
    DataFrame frame = ArrowFrames.fromRoot(allocator, root);
    if (frameFirst) {
      frame.close();
      assertThat(root.getVector("int64").getObject(2)).isEqualTo(7L);
      root.close();
    } else {
      root.close();
      assertThat(allocator.getAllocatedMemory()).isPositive();
      try (Series series = frame.column("utf8 view")) {
        frame.close();
        assertThat(series.getString(0)).isEqualTo(Vectors.LONG); // keeps the memory by itself
      }
    }
    assertThat(allocator.getAllocatedMemory()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anExportedRootAndItsFrameAreClosedInEitherOrder(boolean frameFirst) {
    DataFrame frame = DataFrame.of(Series.of("s", "a", null, Vectors.LONG));
    CDataDictionaryProvider dictionaries = new CDataDictionaryProvider();
    VectorSchemaRoot root = ArrowFrames.toRoot(allocator, frame, dictionaries);
    if (frameFirst) {
      frame.close();
      assertThat(root.getVector("s").getObject(2)).hasToString(Vectors.LONG);
      root.close();
      dictionaries.close();
    } else {
      root.close();
      dictionaries.close();
      assertThat(frame.row(2).get(0)).isEqualTo(Vectors.LONG);
      frame.close();
    }
  }

  @Test
  void whatIsNeverClosedIsReleasedByTheCleaner() throws InterruptedException {
    try (VectorSchemaRoot root = Vectors.root(Vectors.all(allocator))) {
      ArrowFrames.fromRoot(allocator, root);
    }
    for (int i = 0; i < 200 && allocator.getAllocatedMemory() > 0; i++) {
      System.gc();
      Thread.sleep(25);
    }
    assertThat(allocator.getAllocatedMemory()).isZero();
  }

  @Test
  void textDictionariesBecomeCategoriesAndComeBack() {
    try (VarCharVector words = new VarCharVector("words", allocator)) {
      List<String> colors = List.of("red", "green", "blue");
      for (int i = 0; i < 3; i++) {
        words.setSafe(i, colors.get(i).getBytes(UTF_8));
      }
      words.setValueCount(3);
      for (int bits : new int[] {8, 16, 32, 64}) {
        Dictionary dictionary =
            new Dictionary(
                words, new DictionaryEncoding(bits, false, new ArrowType.Int(bits, true)));
        MapDictionaryProvider provider = new MapDictionaryProvider(dictionary);
        try (VarCharVector plain = new VarCharVector("color", allocator)) {
          plain.setSafe(0, "blue".getBytes(UTF_8));
          plain.setNull(1);
          plain.setSafe(2, "red".getBytes(UTF_8));
          plain.setValueCount(3);
          try (FieldVector encoded = (FieldVector) DictionaryEncoder.encode(plain, dictionary);
              DataFrame frame =
                  ArrowFrames.fromRoot(allocator, VectorSchemaRoot.of(encoded), provider);
              Series color = frame.column(0);
              CDataDictionaryProvider out = new CDataDictionaryProvider();
              VectorSchemaRoot root = ArrowFrames.toRoot(allocator, frame, out);
              DataFrame back = ArrowFrames.fromRoot(allocator, root, out)) {
            assertThat(color.dataType()).isEqualTo(DataType.categorical());
            assertThat(color.toList()).isEqualTo(Arrays.asList("blue", null, "red"));
            assertThat(back.contentEquals(frame)).isTrue();
            FieldVector vector = root.getVector(0);
            Dictionary given = out.lookup(vector.getField().getDictionary().getId());
            try (var decoded = DictionaryEncoder.decode(vector, given)) {
              assertThat(decoded.getObject(0)).hasToString("blue");
            }
          }
        }
      }
    }
  }

  @Test
  void otherDictionariesAreDecoded() {
    try (BigIntVector numbers = new BigIntVector("numbers", allocator);
        IntVector keys =
            new IntVector(
                "n",
                new FieldType(
                    true,
                    new ArrowType.Int(32, true),
                    new DictionaryEncoding(1, false, new ArrowType.Int(32, true))),
                allocator)) {
      numbers.setSafe(0, 100);
      numbers.setSafe(1, 200);
      numbers.setValueCount(2);
      keys.setSafe(0, 1);
      keys.setSafe(1, 0);
      keys.setValueCount(2);
      var provider =
          new MapDictionaryProvider(
              new Dictionary(
                  numbers, new DictionaryEncoding(1, false, new ArrowType.Int(32, true))));
      try (DataFrame frame = ArrowFrames.fromRoot(allocator, VectorSchemaRoot.of(keys), provider);
          Series series = frame.column(0)) {
        assertThat(series.toList()).isEqualTo(List.of(200L, 100L));
      }
      keys.setSafe(0, 2);
      assertThatThrownBy(() -> ArrowFrames.fromRoot(allocator, VectorSchemaRoot.of(keys), provider))
          .isInstanceOf(ComputeException.class)
          .hasMessageContaining("'n'")
          .hasMessageContaining("dictionary");
      assertThatThrownBy(() -> ArrowFrames.fromRoot(allocator, VectorSchemaRoot.of(keys)))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining("\"n\"");
    }
  }

  private DataFrame chunks() {
    try (DataFrame first =
            DataFrame.of(
                Series.of("n", new long[] {1, 2}),
                Series.of("c", DataType.categorical(), List.of("x", "y")),
                Series.of("e", DataType.enumeration("u", "v"), List.of("v", "u")),
                Series.of("s", "a", Vectors.LONG));
        DataFrame second =
            DataFrame.of(
                Series.of("n", List.of(3L)),
                Series.of("c", DataType.categorical(), List.of("z")),
                Series.of("e", DataType.enumeration("u", "v"), List.of("v")),
                Series.of("s", "b"))) {
      return first.vstack(second);
    }
  }

  @ParameterizedTest
  @EnumSource(CompatLevel.class)
  void aReaderGivesABatchAChunkAndBack(CompatLevel level) throws IOException {
    try (DataFrame frame = chunks();
        ArrowReader reader = ArrowFrames.toReader(allocator, frame, level);
        DataFrame back = ArrowFrames.fromReader(allocator, reader)) {
      assertThat(back.nChunks()).isEqualTo(2);
      assertThat(back.schema()).isEqualTo(frame.schema());
      assertThat(back.contentEquals(frame)).isTrue();
    }
  }

  @Test
  void aReaderOutlivesItsFrame() throws IOException {
    ArrowReader reader;
    try (DataFrame frame = chunks()) {
      reader = ArrowFrames.toReader(allocator, frame);
    }
    List<Object> numbers = new ArrayList<>();
    try (reader) {
      while (reader.loadNextBatch()) {
        FieldVector vector = reader.getVectorSchemaRoot().getVector("n");
        for (int i = 0; i < vector.getValueCount(); i++) {
          numbers.add(vector.getObject(i));
        }
      }
    }
    assertThat(numbers).containsExactly(1L, 2L, 3L);
  }

  @Test
  void anArrowStreamIsReadAndTheReaderStaysOpen() throws IOException {
    byte[] stream = stream();
    try (ArrowStreamReader reader =
        new ArrowStreamReader(new ByteArrayInputStream(stream), allocator)) {
      try (DataFrame frame = ArrowFrames.fromReader(allocator, reader);
          Series series = frame.column("n")) {
        assertThat(series.toList()).isEqualTo(List.of(0L, 1L));
        assertThat(series.nChunks()).isEqualTo(2);
      }
      assertThat(reader.loadNextBatch()).isFalse();
      try (DataFrame none = ArrowFrames.fromReader(allocator, reader)) {
        assertThat(none.height()).isZero();
        assertThat(none.schema().names()).containsExactly("n");
      }
    }
  }

  private byte[] stream() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (BigIntVector vector = new BigIntVector("n", allocator)) {
      VectorSchemaRoot root = VectorSchemaRoot.of(vector);
      try (ArrowStreamWriter writer = new ArrowStreamWriter(root, null, bytes)) {
        for (int i = 0; i < 2; i++) {
          vector.setSafe(0, i);
          root.setRowCount(1);
          writer.writeBatch();
        }
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void whatAReaderThrowsComesBackAsTheSameObject() throws IOException {
    IOException planned = new IOException("planned");
    byte[] stream = stream();
    ByteArrayInputStream failing =
        new ByteArrayInputStream(stream) {
          private int reads;

          @Override
          public synchronized int read(byte[] b, int off, int len) {
            if (++reads > 6) {
              throw sneaky(planned);
            }
            return super.read(b, off, len);
          }
        };
    try (ArrowStreamReader reader = new ArrowStreamReader(failing, allocator)) {
      assertThatThrownBy(() -> ArrowFrames.fromReader(allocator, reader)).isSameAs(planned);
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException sneaky(Throwable e) throws E {
    throw (E) e;
  }

  @Test
  void aTypeThatOneSideHasNotIsRefusedWithItsColumn() {
    for (ArrowType type :
        List.of(
            new ArrowType.Union(UnionMode.Sparse, new int[0]),
            new ArrowType.Interval(IntervalUnit.DAY_TIME),
            new ArrowType.Decimal(50, -3, 256),
            new ArrowType.Decimal(10, -3, 128))) {
      Schema schema = new Schema(List.of(Field.nullable("odd", type)));
      try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
        assertThatThrownBy(() -> ArrowFrames.fromRoot(allocator, root))
            .isInstanceOf(InvalidOperationException.class)
            .hasMessageContaining("column 'odd' is of Arrow's type ")
            .hasMessageContaining(", which cannot be read: ");
      }
    }
    try (DataFrame frame =
            DataFrame.empty(
                io.github.polars4j.Schema.of(
                    io.github.polars4j.Field.of("wide", DataType.list(DataType.INT128))));
        CDataDictionaryProvider dictionaries = new CDataDictionaryProvider()) {
      assertThatThrownBy(() -> ArrowFrames.toRoot(allocator, frame, dictionaries))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining("\"wide\"");
    }
  }

  @Test
  void columnsOfTheSameNameGetNumbers() {
    Field field = Field.nullable("n", new ArrowType.Int(32, true));
    try (VectorSchemaRoot root =
            VectorSchemaRoot.create(new Schema(List.of(field, field)), allocator);
        DataFrame frame = ArrowFrames.fromRoot(allocator, root)) {
      assertThat(frame.columnNames()).containsExactly("n", "n_duplicated_0");
    }
  }

  @Test
  void textThatIsNotUtf8IsRefusedWithItsColumn() {
    try (VarCharVector vector = new VarCharVector("s", allocator)) {
      vector.setSafe(0, new byte[] {(byte) 0xff, (byte) 0xfe});
      vector.setValueCount(1);
      assertThatThrownBy(() -> ArrowFrames.fromRoot(allocator, VectorSchemaRoot.of(vector)))
          .isInstanceOf(ComputeException.class)
          .hasMessageContaining("'s'")
          .hasMessageContaining("UTF-8");
    }
  }

  @Test
  void secondsOutOfRangeAreRefusedNotWrapped() {
    try (TimeStampSecVector vector = new TimeStampSecVector("t", allocator)) {
      vector.setSafe(0, Long.MAX_VALUE);
      vector.setValueCount(1);
      assertThatThrownBy(() -> ArrowFrames.fromRoot(allocator, VectorSchemaRoot.of(vector)))
          .isInstanceOf(PolarsException.class)
          .hasMessageContaining("'t'")
          .hasMessageContaining("out of the range");
    }
    FieldType type =
        FieldType.nullable(new ArrowType.Duration(org.apache.arrow.vector.types.TimeUnit.SECOND));
    try (DurationVector vector = new DurationVector("d", type, allocator)) {
      vector.setSafe(0, Long.MIN_VALUE);
      vector.setValueCount(1);
      assertThatThrownBy(() -> ArrowFrames.fromRoot(allocator, VectorSchemaRoot.of(vector)))
          .isInstanceOf(PolarsException.class)
          .hasMessageContaining("'d'");
    }
  }

  @Test
  void addressesThatCannotBeOnesAreRefused() {
    for (long address : new long[] {0, 3}) {
      assertThatThrownBy(() -> DataFrame.importFrom(address))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> DataFrame.importFrom(address, address))
          .isInstanceOf(IllegalArgumentException.class);
      try (DataFrame frame = DataFrame.of(Series.of("n", new int[1]))) {
        assertThatThrownBy(() -> frame.exportTo(address))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> frame.exportTo(address, address))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void aNameWithANulIsRefused() {
    try (DataFrame frame = DataFrame.of(Series.of("a\0b", new int[1]))) {
      assertThatThrownBy(() -> ArrowFrames.toReader(allocator, frame))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining("NUL");
    }
  }
}
