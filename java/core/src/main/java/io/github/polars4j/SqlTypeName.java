package io.github.polars4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Data types by what databases call them: what an array's elements are stands nowhere else. */
final class SqlTypeName {
  /** Of decimals that don't say. */
  static final int DEFAULT_SCALE = 9;

  private static final int MAX_PRECISION = 38;
  private static final Pattern ARRAY =
      Pattern.compile("(?s)(.*?)\\s*(?:\\[(\\d*)]|\\bARRAY(?:\\[\\d+])?)");
  private static final Pattern PLAIN =
      Pattern.compile("([^(]+?)\\s*(?:\\(\\s*(\\d+)\\s*(?:,\\s*(-?\\d+)\\s*)?\\)([^()]*))?");

  private SqlTypeName() {}

  /**
   * The type that a name stands for; String where none is known.
   *
   * @param precision of decimals, if the name doesn't say
   * @param scale of decimals and of fractions of a second, likewise
   */
  static DataType parse(String name, int precision, int scale) {
    String trimmed = name.strip();
    Matcher array = ARRAY.matcher(trimmed);
    if (array.matches()) {
      DataType inner = parse(array.group(1), precision, scale);
      String width = array.group(2);
      return width == null || width.isEmpty()
          ? DataType.list(inner)
          : DataType.array(inner, Integer.parseInt(width));
    } else if (trimmed.startsWith("_")) {
      return DataType.list(parse(trimmed.substring(1), precision, scale));
    } else if (within(trimmed, "STRUCT")) {
      return new DataType.Struct(fields(trimmed));
    } else if (within(trimmed, "MAP")) {
      List<String> parts = parts(trimmed);
      return DataType.list(
          DataType.struct(
              Field.of("key", parse(parts.get(0), precision, scale)),
              Field.of("value", parse(parts.get(1), precision, scale))));
    }
    return plain(trimmed, precision, scale);
  }

  /**
   * What a decimal column of a database becomes. One of unknown precision (0) gets 38 digits; of
   * those a scale that is unknown too (0 or negative then) takes 9. A scale beyond the digits is
   * cut to 38, a negative one becomes 0.
   */
  static DataType decimal(int precision, int scale) {
    if (precision <= 0) {
      int known = scale > 0 && scale <= MAX_PRECISION ? scale : DEFAULT_SCALE;
      return DataType.decimal(MAX_PRECISION, known);
    }
    if (scale < 0) {
      return DataType.decimal((int) Math.min((long) precision - scale, MAX_PRECISION), 0);
    }
    int digits = Math.min(Math.max(precision, scale), MAX_PRECISION);
    return DataType.decimal(digits, Math.min(scale, digits));
  }

  private static boolean within(String name, String kind) {
    return name.toUpperCase(Locale.ROOT).startsWith(kind + "(") && name.endsWith(")");
  }

  private static List<Field> fields(String struct) {
    List<Field> fields = new ArrayList<>();
    for (String part : parts(struct)) {
      int end = part.startsWith("\"") ? quoteEnd(part) : part.indexOf(' ');
      String name = part.substring(0, end);
      if (name.startsWith("\"")) {
        name = name.substring(1, name.length() - 1).replace("\"\"", "\"");
      }
      fields.add(Field.of(name, parse(part.substring(end), 0, 0)));
    }
    return fields;
  }

  private static int quoteEnd(String part) {
    int i = 1;
    while (part.charAt(i) != '"' || part.startsWith("\"\"", i)) {
      i += part.charAt(i) == '"' ? 2 : 1;
    }
    return i + 1;
  }

  /** What stands between the outer parentheses, split at their own commas. */
  private static List<String> parts(String name) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = name.indexOf('(') + 1;
    char quote = 0;
    for (int i = start; i < name.length(); i++) {
      char c = name.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '(' || c == '[') {
        depth++;
      } else if (c == ',' && depth == 0 || i == name.length() - 1) {
        parts.add(name.substring(start, i).strip());
        start = i + 1;
      } else if (c == ')' || c == ']') {
        depth--;
      }
    }
    return parts;
  }

  private static DataType plain(String name, int precision, int scale) {
    Matcher parts = PLAIN.matcher(name);
    if (!parts.matches()) {
      return DataType.STRING;
    }
    boolean given = parts.group(2) != null;
    int first = given ? Integer.parseInt(parts.group(2)) : precision;
    int second = parts.group(3) != null ? Integer.parseInt(parts.group(3)) : given ? 0 : scale;
    String suffix = given ? " " + parts.group(4).strip() : "";
    String base = (parts.group(1) + suffix).strip().toUpperCase(Locale.ROOT);
    return switch (base) {
      case "BOOLEAN", "BOOL" -> DataType.BOOLEAN;
      case "TINYINT" -> DataType.INT8;
      case "SMALLINT", "INT2" -> DataType.INT16;
      case "INTEGER", "INT", "INT4" -> DataType.INT32;
      case "BIGINT", "INT8" -> DataType.INT64;
      case "HUGEINT" -> DataType.INT128;
      case "UTINYINT" -> DataType.UINT8;
      case "USMALLINT" -> DataType.UINT16;
      case "UINTEGER" -> DataType.UINT32;
      case "UBIGINT" -> DataType.UINT64;
      case "UHUGEINT" -> DataType.UINT128;
      case "REAL", "FLOAT", "FLOAT4" -> DataType.FLOAT32;
      case "DOUBLE", "DOUBLE PRECISION", "FLOAT8" -> DataType.FLOAT64;
      case "DECIMAL", "NUMERIC" -> decimal(first, second);
      case "DECFLOAT" -> decimal(0, 0);
      case "BLOB", "BYTEA", "BINARY", "VARBINARY", "BINARY VARYING", "BINARY LARGE OBJECT" ->
          DataType.BINARY;
      case "DATE" -> DataType.DATE;
      case "TIME", "TIME WITHOUT TIME ZONE" -> DataType.TIME;
      case "TIMESTAMP_MS" -> DataType.datetime(TimeUnit.MILLISECONDS);
      case "TIMESTAMP_NS" -> DataType.datetime(TimeUnit.NANOSECONDS);
      case "TIMESTAMP", "TIMESTAMP WITHOUT TIME ZONE", "TIMESTAMP_S", "DATETIME" ->
          DataType.datetime(unit(given ? first : scale));
      case "TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE" ->
          DataType.datetime(unit(given ? first : scale), java.time.ZoneOffset.UTC);
      case "NULL", "\"NULL\"" -> DataType.NULL;
      default -> DataType.STRING;
    };
  }

  /** The unit that keeps so many digits of a second, by default six. */
  static TimeUnit unit(int digits) {
    return digits > 6 ? TimeUnit.NANOSECONDS : TimeUnit.MICROSECONDS;
  }
}
