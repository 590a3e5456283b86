package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Arrow says of the fields within dictionaries, run-end encoded columns, unions of one type
 * and list views, which are read as what they hold.
 */
@EnabledIfEnvironmentVariable(
    named = "POLARS4J_PYTHON",
    matches = ".+",
    disabledReason = "POLARS4J_PYTHON names a Python with pyarrow")
class NearFieldsTest {
  @TempDir static Path folder;

  @BeforeAll
  static void write() throws Exception {
    Python.run("near_fields.py", "write", folder);
  }

  private static FrameReader reader(String name, boolean stream) {
    return stream
        ? new IpcStreamReader(folder.resolve(name + ".arrows"))
        : new IpcReader(folder.resolve(name + ".arrow"));
  }

  @Test
  void theyAreThoseOfThePlainType() throws Exception {
    for (boolean stream : List.of(false, true)) {
      Schema plain = reader("plain", stream).schema();
      assertThat(plain.field("struct_dictionary").dataType())
          .isEqualTo(
              new DataType.Struct(
                  List.of(new Field("small", new DataType.Int8(), false, Map.of("told", "1")))));
      assertThat(reader("near", stream).schema()).isEqualTo(plain);
      try (DataFrame near = reader("near", stream).finish();
          DataFrame expected = reader("plain", stream).finish()) {
        assertThat(near.schema()).isEqualTo(plain);
        assertThat(near.contentEquals(expected)).isTrue();
        for (String kind : List.of("arrow", "arrows")) {
          near.write(folder.resolve("ours." + kind));
          expected.write(folder.resolve("expected." + kind));
        }
        Path parquet = folder.resolve("ours.parquet");
        near.write(parquet);
        try (DataFrame back = new ParquetReader(parquet).finish()) {
          assertThat(back.schema()).isEqualTo(plain);
        }
      }
      Python.run("near_fields.py", "compare", folder);
    }
  }

  @Test
  void whatAllPartsOfAUnionSayIsSaidOfTheColumn() throws Exception {
    for (boolean stream : List.of(false, true)) {
      assertThat(reader("extension", stream).schema().field("u").dataType())
          .isEqualTo(new DataType.Extension("my.type", new DataType.String(), "m"));
      assertThat(reader("extension", stream).schema().field("u").metadata())
          .containsEntry("x", "1");
    }
  }

  @Test
  void partsOfAUnionMayDifferWherePolarsHasOneType() throws Exception {
    for (boolean stream : List.of(false, true)) {
      try (DataFrame read = reader("parts", stream).finish()) {
        assertThat(read.schema()).hasToString("{text: String, struct: Struct(small: Int8)}");
        assertThat(read.toMaps().toString())
            .isEqualTo("[{text=a, struct={small=1}}, {text=d, struct={small=null}}]");
      }
    }
  }

  @Test
  void valuesOfNoLengthAreEmpty() throws Exception {
    for (boolean stream : List.of(false, true)) {
      try (DataFrame read = reader("empty", stream).finish();
          DataFrame head = reader("empty", stream).withNRows(2).finish()) {
        assertThat(read.schema())
            .hasToString(
                "{bytes: Binary, array: Array(String, 0), lists: List(Binary), struct: Struct(a:"
                    + " Array(Int8, 0), b: Binary), entries: Binary}");
        try (DataFrame two = read.slice(0, 2)) {
          assertThat(head.contentEquals(two)).isTrue();
        }
        read.write(folder.resolve("back.arrow"));
        read.write(folder.resolve("back.arrows"));
      }
      Python.run("near_fields.py", "empty", folder);
    }
  }
}
