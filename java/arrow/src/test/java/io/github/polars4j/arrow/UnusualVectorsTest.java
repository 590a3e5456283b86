package io.github.polars4j.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polars4j.ComputeException;
import io.github.polars4j.DataFrame;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.Types.MinorType;
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
}
