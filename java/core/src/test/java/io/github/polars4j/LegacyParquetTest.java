package io.github.polars4j;

import static io.github.polars4j.ParquetBytes.BYTE_ARRAY;
import static io.github.polars4j.ParquetBytes.INT32;
import static io.github.polars4j.ParquetBytes.LIST;
import static io.github.polars4j.ParquetBytes.MAP;
import static io.github.polars4j.ParquetBytes.MAP_KEY_VALUE;
import static io.github.polars4j.ParquetBytes.OPTIONAL;
import static io.github.polars4j.ParquetBytes.REPEATED;
import static io.github.polars4j.ParquetBytes.REQUIRED;
import static io.github.polars4j.ParquetBytes.UTF8;
import static io.github.polars4j.ParquetBytes.group;
import static io.github.polars4j.ParquetBytes.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists and maps as older writers laid them out are read by the format's rules for them. */
class LegacyParquetTest {
  /** A file's column, its rows, and what they are as JSON. */
  record Case(String name, ParquetBytes.Node column, List<?> rows, List<String> json) {
    @Override
    public String toString() {
      return name;
    }

    byte[] file() {
      return ParquetBytes.file(column, rows);
    }

    /** DuckDB has maps as objects, and leaves out groups of one field. */
    boolean isAsDuckDbHasIt() {
      return !name.contains("map")
          && !name.contains("of one field")
          && !name.contains("in a repeated group");
    }
  }

  private static final ParquetBytes.Node A = leaf(OPTIONAL, INT32, "a");
  private static final ParquetBytes.Node B = leaf(OPTIONAL, BYTE_ARRAY, "b").converted(UTF8);
  private static final ParquetBytes.Node KEY = leaf(REQUIRED, BYTE_ARRAY, "key").converted(UTF8);
  private static final ParquetBytes.Node VALUE = leaf(OPTIONAL, INT32, "value");

  private static Map<String, @Nullable Object> map(@Nullable Object... pairs) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  static Stream<Case> cases() {
    ParquetBytes.Node entries = group(REPEATED, "map", KEY, VALUE);
    List<?> maps =
        Arrays.asList(
            map("map", List.of(map("key", "x", "value", 1), map("key", "y", "value", null))),
            null,
            map("map", List.of()));
    List<String> mapsJson =
        List.of("[{\"key\":\"x\",\"value\":1},{\"key\":\"y\",\"value\":null}]", "null", "[]");
    return Stream.of(
        new Case(
            "a repeated primitive",
            leaf(REPEATED, INT32, "c"),
            List.of(List.of(1, 2), List.of(), List.of(3)),
            List.of("[1,2]", "[]", "[3]")),
        new Case(
            "a repeated group",
            group(REPEATED, "c", A, B),
            List.of(List.of(map("a", 1, "b", "x"), map("a", null, "b", "y")), List.of()),
            List.of("[{\"a\":1,\"b\":\"x\"},{\"a\":null,\"b\":\"y\"}]", "[]")),
        new Case(
            "a repeated group in a repeated group",
            group(REPEATED, "c", A, group(REPEATED, "d", B)),
            List.of(
                List.of(
                    map("a", 1, "d", List.of(map("b", "x"), map("b", "y"))),
                    map("a", 2, "d", List.of())),
                List.of()),
            List.of("[{\"a\":1,\"d\":[{\"b\":\"x\"},{\"b\":\"y\"}]},{\"a\":2,\"d\":[]}]", "[]")),
        new Case(
            "a repeated primitive in a group",
            group(OPTIONAL, "c", A, leaf(REPEATED, INT32, "r")),
            Arrays.asList(map("a", 1, "r", List.of(7, 8)), null, map("a", null, "r", List.of())),
            List.of("{\"a\":1,\"r\":[7,8]}", "null", "{\"a\":null,\"r\":[]}")),
        new Case(
            "Avro's list of two levels",
            group(OPTIONAL, "c", leaf(REPEATED, INT32, "array")).converted(LIST),
            Arrays.asList(map("array", List.of(1, 2)), null, map("array", List.of())),
            List.of("[1,2]", "null", "[]")),
        new Case(
            "Avro's list of lists of two levels",
            group(
                    OPTIONAL,
                    "c",
                    group(REPEATED, "array", leaf(REPEATED, INT32, "array")).converted(LIST))
                .converted(LIST),
            Arrays.asList(
                map("array", List.of(map("array", List.of(1, 2)), map("array", List.of()))), null),
            List.of("[[1,2],[]]", "null")),
        new Case(
            "Avro's list of records of one field",
            group(OPTIONAL, "c", group(REPEATED, "array", A)).converted(LIST),
            Arrays.asList(map("array", List.of(map("a", 1), map("a", null))), null),
            List.of("[{\"a\":1},{\"a\":null}]", "null")),
        new Case(
            "Thrift's list of structs of one field",
            group(OPTIONAL, "c", group(REPEATED, "c_tuple", A)).converted(LIST),
            Arrays.asList(map("c_tuple", List.of(map("a", 1), map("a", null))), null),
            List.of("[{\"a\":1},{\"a\":null}]", "null")),
        new Case(
            "Thrift's list of primitives",
            group(OPTIONAL, "c", leaf(REPEATED, INT32, "c_tuple")).converted(LIST),
            Arrays.asList(map("c_tuple", List.of(5)), null),
            List.of("[5]", "null")),
        new Case(
            "a list of groups of several fields",
            group(OPTIONAL, "c", group(REPEATED, "element", A, B)).converted(LIST),
            Arrays.asList(map("element", List.of(map("a", 1, "b", "x"))), null),
            List.of("[{\"a\":1,\"b\":\"x\"}]", "null")),
        new Case(
            "Hive's list of three levels",
            group(OPTIONAL, "c", group(REPEATED, "bag", leaf(OPTIONAL, INT32, "array_element")))
                .converted(LIST),
            Arrays.asList(
                map("bag", List.of(map("array_element", 1), map("array_element", null))), null),
            List.of("[1,null]", "null")),
        new Case(
            "Hive's list of lists of three levels",
            group(
                    OPTIONAL,
                    "c",
                    group(
                        REPEATED,
                        "bag",
                        group(
                                OPTIONAL,
                                "array_element",
                                group(REPEATED, "bag", leaf(OPTIONAL, INT32, "array_element")))
                            .converted(LIST)))
                .converted(LIST),
            Arrays.asList(
                map(
                    "bag",
                    List.of(
                        map("array_element", map("bag", List.of(map("array_element", 1)))),
                        map("array_element", null))),
                null),
            List.of("[[1],null]", "null")),
        new Case("a map", group(OPTIONAL, "c", entries).converted(MAP), maps, mapsJson),
        new Case(
            "a map whose entries have the annotation, too",
            group(OPTIONAL, "c", entries.converted(MAP_KEY_VALUE)).converted(MAP),
            maps,
            mapsJson),
        new Case(
            "a map with the entries' annotation",
            group(OPTIONAL, "c", entries).converted(MAP_KEY_VALUE),
            maps,
            mapsJson),
        new Case(
            "a map of lists of two levels",
            group(
                    OPTIONAL,
                    "c",
                    group(
                        REPEATED,
                        "key_value",
                        KEY,
                        group(OPTIONAL, "value", leaf(REPEATED, INT32, "array")).converted(LIST)))
                .converted(MAP),
            Arrays.asList(
                map(
                    "key_value",
                    List.of(
                        map("key", "x", "value", map("array", List.of(1, 2))),
                        map("key", "y", "value", null))),
                null),
            List.of("[{\"key\":\"x\",\"value\":[1,2]},{\"key\":\"y\",\"value\":null}]", "null")),
        new Case(
            "a map whose keys may be null",
            group(OPTIONAL, "c", group(REPEATED, "key_value", B, VALUE)).converted(MAP),
            List.of(
                map("key_value", List.of(map("b", "x", "value", 1), map("b", null, "value", 2)))),
            List.of("[{\"b\":\"x\",\"value\":1},{\"b\":null,\"value\":2}]")),
        new Case(
            "a map of keys alone",
            group(OPTIONAL, "c", group(REPEATED, "key_value", KEY)).converted(MAP),
            List.of(map("key_value", List.of(map("key", "x"), map("key", "y")))),
            List.of("[{\"key\":\"x\"},{\"key\":\"y\"}]")));
  }

  private static List<String> lines(DataFrame frame) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new NdjsonWriter(out).finish(frame);
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.substring("{\"c\":".length(), line.length() - 1))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void finishReads(Case legacy) throws IOException {
    try (DataFrame frame = new ParquetReader(legacy.file()).finish()) {
      assertThat(lines(frame)).isEqualTo(legacy.json);
      assertThat(new ParquetReader(legacy.file()).schema()).isEqualTo(frame.schema());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void batchesRead(Case legacy) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Batches batches = new ParquetReader(legacy.file()).batches(1)) {
      while (batches.hasNext()) {
        try (DataFrame frame = batches.next()) {
          lines.addAll(lines(frame));
        }
      }
    }
    assertThat(lines).isEqualTo(legacy.json);
  }

  static Stream<Case> casesOfDuckDb() {
    return cases().filter(Case::isAsDuckDbHasIt);
  }

  @ParameterizedTest
  @MethodSource("casesOfDuckDb")
  void duckDbReadsTheSame(Case legacy, @TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("f.parquet"), legacy.file());
    List<String> lines = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT to_json(c) FROM '" + file + "'")) {
      while (rows.next()) {
        lines.add(String.valueOf(rows.getString(1)));
      }
    }
    assertThat(lines).isEqualTo(legacy.json);
  }

  /** Prints rows as JSON, maps as lists of their entries. */
  private static final String SCRIPT =
      """
      import json, sys, pyarrow as pa, pyarrow.parquet as pq
      def plain(value, dtype):
          if value is None:
              return None
          if pa.types.is_map(dtype):
              names = dtype.key_field.name, dtype.item_field.name
              types = dtype.key_type, dtype.item_type
              return [dict(zip(names, map(plain, entry, types))) for entry in value]
          if pa.types.is_list(dtype):
              return [plain(item, dtype.value_type) for item in value]
          if pa.types.is_struct(dtype):
              return {f.name: plain(value[f.name], f.type) for f in dtype}
          return value
      for path in sys.argv[1:]:
          try:
              column = pq.read_table(path).column(0)
              rows = [plain(value, column.type) for value in column.to_pylist()]
              print(*[json.dumps(row, separators=(',', ':')) for row in rows], sep='\\t')
          except Exception as error:
              print('refused', error)
      """;

  @Test
  @EnabledIfEnvironmentVariable(
      named = "POLARS4J_PYTHON",
      matches = ".+",
      disabledReason = "POLARS4J_PYTHON names a Python with pyarrow")
  void pyarrowReadsTheSame(@TempDir Path folder) throws Exception {
    List<Case> cases = cases().toList();
    List<String> command = new ArrayList<>(List.of(System.getenv("POLARS4J_PYTHON"), "-c", SCRIPT));
    for (int i = 0; i < cases.size(); i++) {
      command.add(Files.write(folder.resolve(i + ".parquet"), cases.get(i).file()).toString());
    }
    Process python = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines =
        new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    for (int i = 0; i < cases.size(); i++) {
      String line = lines.get(i);
      switch (cases.get(i).name) {
        case "a map whose keys may be null" -> assertThat(line).startsWith("refused");
        case "a map of keys alone" -> assertThat(line).isEqualTo("[\"x\",\"y\"]");
        default -> assertThat(line.split("\t")).containsExactlyElementsOf(cases.get(i).json);
      }
    }
  }
}
