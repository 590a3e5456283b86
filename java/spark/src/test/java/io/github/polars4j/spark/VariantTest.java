package io.github.polars4j.spark;

import static io.github.polars4j.spark.Spark.read;
import static io.github.polars4j.spark.Spark.session;
import static io.github.polars4j.spark.Spark.sql;
import static io.github.polars4j.spark.Spark.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polars4j.BatchedWriter;
import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.IpcReader;
import io.github.polars4j.IpcWriter;
import io.github.polars4j.Schema;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Variants, which Arrow has as an extension type. */
@ExtendWith(Spark.class)
class VariantTest {
  private static final DataType BYTES = DataType.struct(bytes("metadata"), bytes("value"));

  /** The metadata of a variant without names, and the variant {@code true}. */
  private static final byte[] NAMELESS = {1, 0, 0};

  private static final byte[] TRUE = {4};

  @TempDir Path folder;

  private static Field bytes(String name) {
    return Field.of(name, DataType.BINARY).withNullable(false);
  }

  private static DataType variant(DataType storage) {
    return DataType.extension("arrow.parquet.variant", storage, "");
  }

  /** Writes values of one column, {@code v}. */
  private void writeFrame(DataType type, Object... values) throws Exception {
    Schema schema = Schema.of(Field.of("v", type));
    try (DataFrame frame =
            DataFrame.fromRows(schema, Arrays.stream(values).map(Arrays::asList).toList());
        IpcWriter ipc = new IpcWriter(folder.resolve("v.arrow"));
        BatchedWriter writer = ipc.batched(schema)) {
      writer.writeBatch(frame);
      writer.finish();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void variantsComeBackAtAnyDepth(String codegen) throws Exception {
    Path out = folder.resolve("out");
    Dataset<Row> rows =
        sql(
            """
            SELECT id, IF(id % 3 = 0, NULL, parse_json(concat('{"a": ', id, ', "b": [1, null, "x"]}'))) AS v,
              array(parse_json('1'), NULL, parse_json('null')) AS l,
              named_struct('q', parse_json(cast(id AS string)), 'w', 1) AS s,
              map('k', parse_json('"t"'), 'n', NULL) AS m, cast(NULL AS variant) AS nothing
            FROM range(0, 20, 1, 1)
            """);
    write(rows, out, "recordBatchSize", 7);
    Dataset<Row> back = read(out);
    assertThat(back.schema()).isEqualTo(rows.schema().asNullable());
    Spark.with(
        Map.of("spark.sql.codegen.wholeStage", codegen),
        () -> assertThat(text(read(out))).isEqualTo(text(rows)));
    try (IpcReader reader = new IpcReader(Spark.files(out).get(0))) {
      assertThat(reader.schema().field("v").dataType()).isEqualTo(variant(BYTES));
      assertThat(reader.schema().field("l").dataType()).isEqualTo(DataType.list(variant(BYTES)));
    }
  }

  private static String text(Dataset<Row> rows) {
    return rows.selectExpr(
            "id",
            "v",
            "to_json(v)",
            "variant_get(v, '$.b[2]', 'string')",
            "transform(l, x -> to_json(x))",
            "l[1] IS NULL",
            "to_json(s)",
            "to_json(m['k'])",
            "nothing")
        .collectAsList()
        .toString();
  }

  @Test
  void thoseOfOthersAreReadWhateverTheOrderOfTheirFields() throws Exception {
    DataType turned =
        DataType.struct(Field.of("value", DataType.BINARY), Field.of("metadata", DataType.BINARY));
    writeFrame(variant(turned), Map.of("value", TRUE, "metadata", NAMELESS), null);
    assertThat(read(folder).schema().toDDL()).isEqualTo("v VARIANT");
    assertThat(read(folder).collectAsList()).hasToString("[[true], [null]]");
    // One that no extension type names: a struct, and a variant where the schema says so.
    writeFrame(BYTES, Map.of("value", TRUE, "metadata", NAMELESS));
    assertThat(read(folder).schema().toDDL())
        .isEqualTo("v STRUCT<metadata: BINARY, value: BINARY>");
    assertThat(load("v variant").collectAsList()).hasToString("[[true]]");
  }

  @Test
  void whatIsNoWholeVariantIsRefusedByName() throws Exception {
    DataType shredded =
        DataType.struct(
            bytes("metadata"),
            Field.of("value", DataType.BINARY),
            Field.of("typed_value", DataType.INT64));
    writeFrame(variant(shredded), Map.of("metadata", NAMELESS, "typed_value", 5L));
    assertThatThrownBy(() -> read(folder))
        .hasMessageContaining("v.arrow: column \"v\" is a shredded variant, Struct(metadata")
        .hasMessageContaining("v struct<metadata: binary, value: binary, typed_value: …>");
    assertThatThrownBy(() -> load("v variant").collectAsList())
        .hasStackTraceContaining("v.arrow: column \"v\" has values of Arrow's format \"+s\"")
        .hasStackTraceContaining("which are not variant");
    assertThat(load("v struct<typed_value: bigint>").collectAsList()).hasToString("[[[5]]]");
    DataType open = DataType.struct(bytes("metadata"), Field.of("value", DataType.BINARY));
    writeFrame(variant(open), Map.of("metadata", NAMELESS));
    assertThatThrownBy(() -> read(folder).collectAsList())
        .hasStackTraceContaining(
            "v.arrow: column \"v\".value, row 0 of its record batch: it is null");
  }

  private Dataset<Row> load(String schema) {
    return session().read().schema(schema).format("polars-ipc").load(folder.toString());
  }
}
