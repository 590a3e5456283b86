package io.github.polars4j.arrow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polars4j.ComputeException;
import io.github.polars4j.DataFrame;
import io.github.polars4j.InvalidOperationException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.c.CDataDictionaryProvider;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Vectors of Arrow Java with values that polars has none for: they count only where they are part
 * of something.
 */
class UnusualVectorsTest {
  private static final long DAY = 86_400_000_000_000L;

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingLeaked() {
    allocator.close(); // throws if anything is left
  }

  private static void times(TimeNanoVector times) {
    times.allocateNew(2);
    times.set(0, 5);
    times.set(1, DAY);
    times.setValueCount(2);
  }

  private FieldVector struct(boolean second) {
    StructVector structs = StructVector.empty("s", allocator);
    times(
        structs.addOrGet(
            "t", FieldType.nullable(MinorType.TIMENANO.getType()), TimeNanoVector.class));
    structs.setIndexDefined(0);
    if (second) {
      structs.setIndexDefined(1);
    } else {
      structs.setNull(1);
    }
    structs.setValueCount(2);
    return structs;
  }

  private FieldVector list(boolean second) {
    ListVector lists = ListVector.empty("l", allocator);
    lists.addOrGetVector(FieldType.nullable(MinorType.TIMENANO.getType()));
    for (int row = 0; row < 2; row++) {
      lists.startNewValue(row);
      lists.endValue(row, 1);
    }
    lists.setValueCount(2);
    times((TimeNanoVector) lists.getDataVector());
    if (!second) {
      lists.getValidityBuffer().setByte(0, 1);
    }
    return lists;
  }

  private FieldVector array(boolean second) {
    FixedSizeListVector lists = FixedSizeListVector.empty("a", 1, allocator);
    lists.addOrGetVector(FieldType.nullable(MinorType.TIMENANO.getType()));
    lists.allocateNew();
    lists.setNotNull(0);
    if (second) {
      lists.setNotNull(1);
    }
    lists.setValueCount(2);
    times((TimeNanoVector) lists.getDataVector());
    return lists;
  }

  @Test
  void whatMeansNothingIsNotLookedAt() {
    try (VectorSchemaRoot root = VectorSchemaRoot.of(struct(false), list(false), array(false));
        DataFrame frame = ArrowFrames.fromRoot(allocator, root)) {
      assertThat(frame.row(0).values()).hasSize(3).doesNotContainNull();
      assertThat(frame.row(1).values()).containsExactly(null, null, null);
    }
    for (FieldVector bad : List.of(struct(true), list(true), array(true))) {
      try (VectorSchemaRoot root = VectorSchemaRoot.of(bad)) {
        assertThatThrownBy(() -> ArrowFrames.fromRoot(allocator, root))
            .isInstanceOf(ComputeException.class)
            .hasMessageContaining("column '" + bad.getName() + "': row 1: a time of 24:00:00");
      }
    }
  }

  private static FieldType nullable(ArrowType type) {
    return FieldType.nullable(type);
  }

  /** Two rows, the second one null, of a width of 0. */
  @Test
  void whatHasNoWidthIsRead() {
    FixedSizeListVector lists = FixedSizeListVector.empty("lists", 0, allocator);
    lists.addOrGetVector(nullable(MinorType.TIMENANO.getType()));
    lists.setNotNull(0);
    lists.setValueCount(2);
    StructVector structs = StructVector.empty("structs", allocator);
    FixedSizeListVector field =
        structs.addOrGet(
            "lists", nullable(new ArrowType.FixedSizeList(0)), FixedSizeListVector.class);
    field.addOrGetVector(nullable(MinorType.INT.getType()));
    field.setNotNull(0);
    structs.setIndexDefined(0);
    structs.setValueCount(2);
    ListVector inLists = ListVector.empty("inLists", allocator);
    inLists.addOrGetVector(nullable(new ArrowType.FixedSizeList(0)));
    FixedSizeListVector items = (FixedSizeListVector) inLists.getDataVector();
    items.addOrGetVector(nullable(MinorType.VARCHAR.getType()));
    inLists.startNewValue(0);
    items.setNotNull(1);
    inLists.endValue(0, 2);
    inLists.setValueCount(2);
    try (VectorSchemaRoot root = VectorSchemaRoot.of(lists, structs, inLists);
        DataFrame frame = ArrowFrames.fromRoot(allocator, root)) {
      assertThat(frame.toMaps().get(0))
          .containsEntry("lists", List.of())
          .containsEntry("structs", Map.of("lists", List.of()))
          .containsEntry("inLists", Arrays.asList(null, List.of()));
      assertThat(frame.toMaps().get(1).values()).containsOnlyNulls();
      try (CDataDictionaryProvider provider = new CDataDictionaryProvider();
          VectorSchemaRoot back = ArrowFrames.toRoot(allocator, frame, provider);
          DataFrame again = ArrowFrames.fromRoot(allocator, back)) {
        assertThat(again.contentEquals(frame)).isTrue();
      }
    }
  }

  /** Arrow Java must see that an extension type stores a dictionary. */
  @Test
  void dictionariesOfExtensionTypesComeBack() {
    Map<String, String> extension =
        Map.of("ARROW:extension:name", "my.label", "ARROW:extension:metadata", "{}");
    VarCharVector labels = new VarCharVector("labels", allocator);
    labels.setSafe(0, "a".getBytes(UTF_8));
    labels.setSafe(1, "b".getBytes(UTF_8));
    labels.setValueCount(2);
    DictionaryEncoding encoding = new DictionaryEncoding(7, false, null);
    FieldType type = new FieldType(true, MinorType.INT.getType(), encoding, extension);
    IntVector codes = new IntVector("label", type, allocator);
    codes.setSafe(0, 1);
    codes.setNull(1);
    codes.setValueCount(2);
    try (labels;
        CDataDictionaryProvider provider = new CDataDictionaryProvider();
        VectorSchemaRoot root = VectorSchemaRoot.of(codes);
        DataFrame frame =
            ArrowFrames.fromRoot(
                allocator, root, new MapDictionaryProvider(new Dictionary(labels, encoding)));
        VectorSchemaRoot back = ArrowFrames.toRoot(allocator, frame, provider)) {
      Field field = back.getSchema().findField("label");
      assertThat(field.getDictionary()).isNotNull();
      assertThat(field.getMetadata()).containsAllEntriesOf(extension);
      try (DataFrame again = ArrowFrames.fromRoot(allocator, back, provider)) {
        assertThat(again.schema()).isEqualTo(frame.schema());
        assertThat(again.toMaps().get(0)).containsEntry("label", "b");
        assertThat(again.contentEquals(frame)).isTrue();
      }
    }
  }

  @Test
  void dictionariesOfInstantsAreInTheirZone() {
    ArrowType instants = new ArrowType.Timestamp(TimeUnit.MICROSECOND, "+05:30");
    TimeStampMicroTZVector times =
        new TimeStampMicroTZVector("times", FieldType.nullable(instants), allocator);
    times.setSafe(0, 0);
    times.setValueCount(1);
    DictionaryEncoding encoding = new DictionaryEncoding(7, false, null);
    IntVector codes =
        new IntVector("t", new FieldType(true, MinorType.INT.getType(), encoding), allocator);
    codes.setSafe(0, 0);
    codes.setNull(1);
    codes.setValueCount(2);
    try (times;
        VectorSchemaRoot root = VectorSchemaRoot.of(codes);
        DataFrame frame =
            ArrowFrames.fromRoot(
                allocator, root, new MapDictionaryProvider(new Dictionary(times, encoding)))) {
      assertThat(frame.toMaps())
          .extracting(row -> String.valueOf(row.get("t")))
          .containsExactly("1970-01-01T05:30+05:30", "null");
    }
  }

  @Test
  void aNameThatWouldBeCutIsRefused() {
    IntVector numbers = new IntVector("a\0b", allocator);
    numbers.setSafe(0, 1);
    numbers.setValueCount(1);
    try (VectorSchemaRoot root = VectorSchemaRoot.of(numbers)) {
      assertThatThrownBy(() -> ArrowFrames.fromRoot(allocator, root, null))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining("NUL");
    }
  }
}
