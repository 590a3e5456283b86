package io.github.polars4j.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polars4j.ComputeException;
import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.IpcStreamReader;
import io.github.polars4j.IpcStreamWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.DenseUnionVector;
import org.apache.arrow.vector.complex.LargeListViewVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.complex.RunEndEncodedVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Vectors of types that polars lacks and whose values it has. */
class NearVectorsTest {
  private static final ArrowType INT = MinorType.INT.getType();

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingLeaked() {
    allocator.close(); // throws if anything is left
  }

  private static void fill(IntVector vector, Integer... values) {
    for (int row = 0; row < values.length; row++) {
      if (values[row] == null) {
        vector.setNull(row);
      } else {
        vector.setSafe(row, values[row]);
      }
    }
    vector.setValueCount(values.length);
  }

  private static void text(VarCharVector vector, String... values) {
    for (int row = 0; row < values.length; row++) {
      vector.setSafe(row, values[row].getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }
    vector.setValueCount(values.length);
  }

  private RunEndEncodedVector runs(ArrowType type) {
    Field ends = new Field("run_ends", FieldType.notNullable(INT), null);
    Field values = new Field("values", FieldType.nullable(type), null);
    FieldType runs = FieldType.nullable(new ArrowType.RunEndEncoded());
    Field field = new Field("runs", runs, List.of(ends, values));
    RunEndEncodedVector vector = (RunEndEncodedVector) field.createVector(allocator);
    fill((IntVector) vector.getRunEndsVector(), 2, 3, 5);
    vector.setValueCount(5);
    return vector;
  }

  private DenseUnionVector dense(FieldType type) {
    DenseUnionVector vector = new DenseUnionVector("dense", allocator, type, null);
    byte id = vector.registerNewTypeId(Field.nullable("part", INT));
    vector.addVector(id, new IntVector("part", allocator)).close();
    vector.allocateNew();
    fill((IntVector) vector.getVectorByType(id), 1, null, 3);
    for (int row = 0; row < 3; row++) {
      vector.setTypeId(row, id);
      vector.getOffsetBuffer().setInt(4L * row, 2 - row);
    }
    vector.setValueCount(3);
    return vector;
  }

  private List<Object> read(FieldVector vector) {
    try (VectorSchemaRoot root = VectorSchemaRoot.of(vector);
        DataFrame frame = ArrowFrames.fromRoot(allocator, root)) {
      String name = frame.columnNames().get(0);
      return frame.toMaps().stream().map(row -> row.get(name)).toList();
    }
  }

  @Test
  void runsBecomeTheirValues() {
    RunEndEncodedVector vector = runs(INT);
    fill((IntVector) vector.getValuesVector(), 7, null, 9);
    assertThat(read(vector)).containsExactly(7, 7, null, 9, 9);
  }

  @Test
  void textOfRunsIsChecked() {
    RunEndEncodedVector vector = runs(MinorType.VARCHAR.getType());
    text((VarCharVector) vector.getValuesVector(), "a", "\u00e9", "c");
    assertThatThrownBy(() -> read(vector))
        .isInstanceOf(ComputeException.class)
        .hasMessageContaining("column 'runs': row 2: its text is not UTF-8");
  }

  /** The second list lies before the first; what no row has is no text. */
  @Test
  void listViewsBecomeLists() {
    ListViewVector vector = ListViewVector.empty("lists", allocator);
    vector.addOrGetVector(FieldType.nullable(MinorType.VARCHAR.getType()));
    vector.allocateNew();
    text((VarCharVector) vector.getDataVector(), "a", "b", "\u00e9", "d");
    vector.setValidity(0, 1);
    vector.setOffset(0, 3);
    vector.setSize(0, 1);
    vector.setValidity(1, 1);
    vector.setOffset(1, 0);
    vector.setSize(1, 2);
    vector.setValueCount(3);
    assertThat(read(vector)).containsExactly(List.of("d"), List.of("a", "b"), null);
  }

  @Test
  void largeListViewsBecomeLists() {
    LargeListViewVector vector = LargeListViewVector.empty("lists", allocator);
    vector.addOrGetVector(FieldType.nullable(INT));
    vector.allocateNew();
    fill((IntVector) vector.getDataVector(), 1, 2, 3);
    for (int row = 0; row < 2; row++) {
      vector.setValidity(row, 1);
      vector.setOffset(row, row);
      vector.setSize(row, 2);
    }
    vector.setValueCount(2);
    assertThat(read(vector)).containsExactly(List.of(1, 2), List.of(2, 3));
  }

  @Test
  void unionsOfOneTypeBecomeIt() {
    assertThat(read(dense(FieldType.nullable(new ArrowType.Union(UnionMode.Dense, null)))))
        .containsExactly(3, null, 1);
    UnionVector sparse = UnionVector.empty("sparse", allocator);
    fill(sparse.getIntVector(), 1, null);
    sparse.setType(0, MinorType.INT);
    sparse.setType(1, MinorType.INT);
    sparse.setValueCount(2);
    assertThat(read(sparse)).containsExactly(1, null);
  }

  @Test
  void unionsOfSeveralTypesAreRefusedByTheirNames() {
    UnionVector union = UnionVector.empty("u", allocator);
    fill(union.getIntVector(), 1);
    union.getBigIntVector().setSafe(0, 1);
    union.setType(0, MinorType.INT);
    union.setValueCount(1);
    assertThatThrownBy(() -> read(union))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining(
            "column 'u' is of Arrow's type sparse_union<int: int32, bigint: int64>, which cannot be"
                + " read: polars has no unions of several types; leave it out");
  }

  /** A union says of itself that it is not nullable; its parts are. */
  @Test
  void aUnionMayBeNullWhereItsPartsMay() throws IOException {
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    FieldType type = FieldType.notNullable(new ArrowType.Union(UnionMode.Dense, null));
    try (VectorSchemaRoot root = VectorSchemaRoot.of(dense(type));
        DataFrame frame = ArrowFrames.fromRoot(allocator, root)) {
      assertThat(frame.schema().field("dense").nullable()).isTrue();
      try (ArrowStreamWriter writer = new ArrowStreamWriter(root, null, in)) {
        writer.writeBatch();
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      new IpcStreamWriter(out).finish(frame);
      try (DataFrame read =
              new IpcStreamReader(new ByteArrayInputStream(in.toByteArray())).finish();
          DataFrame back =
              new IpcStreamReader(new ByteArrayInputStream(out.toByteArray())).finish()) {
        assertThat(read.schema()).isEqualTo(frame.schema());
        assertThat(back.contentEquals(frame)).isTrue();
        new IpcStreamWriter(new ByteArrayOutputStream()).finish(read);
      }
    }
  }

  private static final BigDecimal LARGEST = new BigDecimal("9".repeat(38)).movePointLeft(2);

  @Test
  void wideDecimalsAreReadWhereTheyFit() {
    Decimal256Vector vector = new Decimal256Vector("d", allocator, 60, 2);
    vector.setSafe(0, LARGEST);
    vector.setSafe(1, LARGEST.negate());
    vector.setNull(2);
    vector.setValueCount(3);
    assertThat(read(vector)).containsExactly(LARGEST, LARGEST.negate(), null);
    Decimal256Vector wider = new Decimal256Vector("d", allocator, 60, 2);
    wider.setSafe(0, BigDecimal.ONE.setScale(2));
    wider.setSafe(1, LARGEST.add(new BigDecimal("0.01")));
    wider.setValueCount(2);
    assertThatThrownBy(() -> read(wider))
        .isInstanceOf(ComputeException.class)
        .hasMessageContaining("column 'd': row 1: a decimal of more than the 38 digits");
  }

  /** Under a null struct lies a decimal that polars has not. */
  @Test
  void whatMeansNothingIsNotLookedAt() {
    StructVector structs = StructVector.empty("s", allocator);
    FieldType type = FieldType.nullable(new ArrowType.Decimal(60, 2, 256));
    Decimal256Vector field = structs.addOrGet("d", type, Decimal256Vector.class);
    field.setSafe(0, LARGEST.add(BigDecimal.ONE));
    field.setSafe(1, LARGEST);
    field.setValueCount(2);
    structs.setNull(0);
    structs.setIndexDefined(1);
    structs.setValueCount(2);
    assertThat(read(structs)).isEqualTo(Arrays.asList(null, Map.of("d", LARGEST)));
  }

  @Test
  void whatIsNearIsKnownByItsType() {
    RunEndEncodedVector vector = runs(INT);
    fill((IntVector) vector.getValuesVector(), 7, null, 9);
    try (VectorSchemaRoot root = VectorSchemaRoot.of(vector);
        DataFrame frame = ArrowFrames.fromRoot(allocator, root)) {
      assertThat(frame.schema().field("runs").dataType()).isEqualTo(DataType.INT32);
    }
  }
}
