package io.github.polars4j;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as JSON that other readers' values can be compared with: numbers behind temporal ones. */
final class PlainJson {
  private PlainJson() {}

  static String of(DataType type, Object value) {
    if (value == null || value instanceof Boolean) {
      return String.valueOf(value);
    } else if (value instanceof BigDecimal decimal) {
      return text(decimal.toPlainString());
    } else if (value instanceof Float || value instanceof Double) {
      return Double.toString(((Number) value).doubleValue());
    } else if (value instanceof Number) {
      return value.toString();
    } else if (value instanceof byte[] bytes) {
      return text(HexFormat.of().formatHex(bytes));
    } else if (value instanceof LocalDate date) {
      return Long.toString(date.toEpochDay());
    } else if (value instanceof LocalTime time) {
      return Long.toString(time.toNanoOfDay());
    } else if (value instanceof Duration span) {
      return count(span.getSeconds(), span.getNano(), ((DataType.Duration) type).unit());
    } else if (value instanceof LocalDateTime time) {
      long seconds = time.toEpochSecond(ZoneOffset.UTC);
      return count(seconds, time.getNano(), ((DataType.Datetime) type).unit());
    } else if (value instanceof ZonedDateTime time) {
      return count(time.toEpochSecond(), time.getNano(), ((DataType.Datetime) type).unit());
    } else if (value instanceof List<?> list) {
      DataType inner =
          type instanceof DataType.List t ? t.inner() : ((DataType.Array) type).inner();
      return list(inner, list);
    } else if (value instanceof Map<?, ?> map) {
      return ((DataType.Struct) type)
          .fields().stream()
              .map(f -> text(f.name()) + ": " + of(f.dataType(), map.get(f.name())))
              .collect(Collectors.joining(", ", "{", "}"));
    }
    return text(value.toString());
  }

  /** A value as text, whatever class of numbers or points in time it has. */
  static String loose(Object value) {
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    } else if (value instanceof Float || value instanceof Double) {
      return Double.toString(((Number) value).doubleValue());
    } else if (value instanceof Number) {
      return new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
    } else if (value instanceof ZonedDateTime time) {
      return time.toInstant().toString();
    } else if (value instanceof List<?> list) {
      return list.stream().map(PlainJson::loose).toList().toString();
    } else if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + "=" + loose(entry.getValue()))
          .toList()
          .toString();
    }
    return String.valueOf(value);
  }

  static String list(DataType inner, List<?> values) {
    return values.stream().map(v -> of(inner, v)).collect(Collectors.joining(", ", "[", "]"));
  }

  static String text(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      json.append(c < 0x20 || c == '"' || c == '\\' ? String.format("\\u%04x", (int) c) : c);
    }
    return json.append('"').toString();
  }

  private static String count(long seconds, int nanos, TimeUnit unit) {
    BigDecimal exact = BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(nanos, 9));
    return exact.multiply(BigDecimal.valueOf(unit.perSecond())).toBigIntegerExact().toString();
  }
}
