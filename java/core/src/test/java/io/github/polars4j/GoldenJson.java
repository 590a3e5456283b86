package io.github.polars4j;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.zip.GZIPInputStream;

/** Arrow's integration JSON: what a golden file holds, as {@link #of} has a column. */
final class GoldenJson {
  private final JsonNode json;
  private final Map<Long, JsonNode> dictionaries = new HashMap<>();
  private final Set<String> notes = new TreeSet<>();

  private GoldenJson(JsonNode json) {
    this.json = json;
    for (JsonNode dictionary : json.path("dictionaries")) {
      JsonNode column = dictionary.path("data").path("columns").get(0);
      dictionaries.put(dictionary.path("id").asLong(), column);
    }
  }

  static GoldenJson read(Path path) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(path))) {
      return new GoldenJson(new ObjectMapper().readTree(in));
    }
  }

  /** The columns, by name. */
  Map<String, List<Object>> columns() {
    Map<String, List<Object>> columns = new LinkedHashMap<>();
    JsonNode fields = json.path("schema").path("fields");
    for (int i = 0; i < fields.size(); i++) {
      List<Object> values = new ArrayList<>();
      for (JsonNode batch : json.path("batches")) {
        values.addAll(values(fields.get(i), batch.path("columns").get(i)));
      }
      note(fields.get(i));
      columns.put(fields.get(i).path("name").asText(), values);
    }
    return columns;
  }

  /** What a reader should know of the types in {@link #columns}. */
  String notes() {
    return String.join("; ", notes);
  }

  private void note(JsonNode field) {
    JsonNode type = field.path("type");
    String unit = type.path("unit").asText();
    switch (type.path("name").asText()) {
      case "map" -> notes.add("Map becomes List of Struct");
      case "fixedsizebinary" -> notes.add("FixedSizeBinary becomes Binary");
      case "date" -> {
        if (unit.equals("MILLISECOND")) {
          notes.add("Date[ms] becomes Datetime[ms]");
        }
      }
      case "time" -> notes.add("Time becomes Time[ns]");
      case "timestamp", "duration" -> {
        if (unit.equals("SECOND")) {
          notes.add("[s] becomes [ms]");
        }
      }
      default -> {}
    }
    if (field.has("dictionary")) {
      boolean text = type.path("name").asText().endsWith("utf8");
      notes.add(
          text ? "dictionaries of text become Categorical" : "other dictionaries are decoded");
    }
    for (JsonNode entry : field.path("metadata")) {
      if (entry.path("key").asText().equals("ARROW:extension:name")) {
        notes.add("extension types become what they are stored as");
      }
    }
    field.path("children").forEach(this::note);
  }

  private List<Object> values(JsonNode field, JsonNode column) {
    JsonNode encoding = field.path("dictionary");
    if (!encoding.isMissingNode()) {
      JsonNode dictionary = dictionaries.get(encoding.path("id").asLong());
      List<Object> values = plain(field, dictionary);
      return fill(column, i -> values.get(column.path("DATA").get(i).asInt()));
    }
    return plain(field, column);
  }

  private List<Object> plain(JsonNode field, JsonNode column) {
    JsonNode type = field.path("type");
    JsonNode children = field.path("children");
    return switch (type.path("name").asText()) {
      case "null" -> new ArrayList<>(Collections.nCopies(column.path("count").asInt(), null));
      case "list", "largelist", "map" -> {
        List<Object> inner = values(children.get(0), column.path("children").get(0));
        JsonNode offsets = column.path("OFFSET");
        yield fill(
            column,
            i ->
                new ArrayList<>(inner.subList(offsets.get(i).asInt(), offsets.get(i + 1).asInt())));
      }
      case "fixedsizelist" -> {
        List<Object> inner = values(children.get(0), column.path("children").get(0));
        int width = type.path("listSize").asInt();
        yield fill(column, i -> new ArrayList<>(inner.subList(i * width, (i + 1) * width)));
      }
      case "struct" -> {
        List<List<Object>> inner = new ArrayList<>();
        for (int f = 0; f < children.size(); f++) {
          inner.add(values(children.get(f), column.path("children").get(f)));
        }
        yield fill(
            column,
            i -> {
              List<Object> row = new ArrayList<>();
              inner.forEach(values -> row.add(values.get(i)));
              return row;
            });
      }
      default -> {
        Function<String, Object> parser = parser(type);
        yield fill(column, i -> parser.apply(column.path("DATA").get(i).asText()));
      }
    };
  }

  private static List<Object> fill(JsonNode column, IntFunction<Object> value) {
    List<Object> values = new ArrayList<>();
    JsonNode validity = column.path("VALIDITY");
    for (int i = 0; i < column.path("count").asInt(); i++) {
      boolean valid = validity.isMissingNode() || validity.get(i).asInt() == 1;
      values.add(valid ? value.apply(i) : null);
    }
    return values;
  }

  private static Function<String, Object> parser(JsonNode type) {
    String unit = type.path("unit").asText();
    return switch (type.path("name").asText()) {
      case "bool" -> text -> text.equals("1") || text.equals("true");
      case "int" -> integers(type.path("bitWidth").asInt(), type.path("isSigned").asBoolean());
      case "floatingpoint" ->
          type.path("precision").asText().equals("DOUBLE")
              ? Double::parseDouble
              : text -> (float) Double.parseDouble(text);
      case "utf8", "largeutf8" -> text -> text;
      case "binary", "largebinary", "fixedsizebinary" -> text -> text.toUpperCase();
      case "decimal" -> text -> new BigDecimal(new BigInteger(text), type.path("scale").asInt());
      case "date" ->
          unit.equals("DAY")
              ? text -> LocalDate.ofEpochDay(Long.parseLong(text))
              : text -> dateTime(Long.parseLong(text), ChronoUnit.MILLIS, null);
      case "time" -> text -> unit(unit).getDuration().toNanos() * Long.parseLong(text);
      case "timestamp" -> {
        JsonNode zone = type.path("timezone");
        ZoneId id = zone.isMissingNode() ? null : ZoneId.of(zone.asText());
        yield text -> dateTime(Long.parseLong(text), unit(unit), id);
      }
      case "duration" -> text -> Duration.of(Long.parseLong(text), unit(unit));
      default -> throw new IllegalArgumentException("no values of " + type);
    };
  }

  private static Function<String, Object> integers(int bits, boolean signed) {
    return switch (signed ? bits : -bits) {
      case 8 -> Byte::valueOf;
      case 16, -8 -> Short::valueOf;
      case 32, -16 -> Integer::valueOf;
      case 64, -32 -> Long::valueOf;
      default -> BigInteger::new;
    };
  }

  private static ChronoUnit unit(String name) {
    return switch (name) {
      case "SECOND" -> ChronoUnit.SECONDS;
      case "MILLISECOND" -> ChronoUnit.MILLIS;
      case "MICROSECOND" -> ChronoUnit.MICROS;
      default -> ChronoUnit.NANOS;
    };
  }

  private static Object dateTime(long count, ChronoUnit unit, ZoneId zone) {
    Instant instant = Instant.EPOCH.plus(count, unit);
    return zone == null ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC) : instant.atZone(zone);
  }

  /** The values as they stand in the JSON: bytes as hexadecimal text, structs without names. */
  static List<Object> of(Series series) {
    if (series.dataType() instanceof DataType.Time) { // some are 24:00, which LocalTime has not
      long[] nanos = series.toLongArray(0);
      boolean[] valid = series.validity();
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < nanos.length; i++) {
        values.add(valid[i] ? nanos[i] : null);
      }
      return values;
    }
    return all(series.toList());
  }

  private static List<Object> all(Iterable<?> values) {
    List<Object> all = new ArrayList<>();
    values.forEach(value -> all.add(plain(value)));
    return all;
  }

  private static Object plain(Object value) {
    if (value instanceof byte[] bytes) {
      return HexFormat.of().withUpperCase().formatHex(bytes);
    } else if (value instanceof List<?> list) {
      return all(list);
    } else if (value instanceof Map<?, ?> map) {
      return all(map.values());
    }
    return value;
  }
}
