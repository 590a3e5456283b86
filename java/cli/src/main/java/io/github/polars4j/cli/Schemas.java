package io.github.polars4j.cli;

import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.TimeUnit;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads lists of columns and their types, such as {@code code:String,price:Decimal(10,2)}. Types
 * are written as {@code DataType.toString()} writes them, in any case; units also as ms, us and ns.
 * A name with a comma, a colon or a parenthesis stands in double quotes.
 */
final class Schemas {
  private static final String TYPES =
      "Boolean, Int8 to Int128, UInt8 to UInt128, Float16 to Float64, String, Binary, Date, Time,"
          + " Datetime(us) or Datetime(us,Europe/Berlin), Duration(us), Decimal(38,2),"
          + " List(Int32), Array(Int32,2), Struct(a:Int32,b:String), Enum(a,b), Categorical, Null";

  private final String option;
  private final String text;
  private int at;

  private Schemas(String option, String text) {
    this.option = option;
    this.text = text;
  }

  /** The columns of an option's value, in its order. */
  static Map<String, DataType> parse(String option, String text) {
    Schemas schemas = new Schemas(option, text);
    Map<String, DataType> columns = new LinkedHashMap<>();
    do {
      Field field = schemas.field();
      if (columns.put(field.name(), field.dataType()) != null) {
        throw new UsageException(option + ": " + field.name() + " is given twice");
      }
    } while (schemas.skip(','));
    if (schemas.at < text.length()) {
      throw schemas.unexpected();
    }
    return columns;
  }

  /** A name as an option takes it: in double quotes where it needs them. */
  static String quoted(String name) {
    boolean bare =
        !name.isEmpty() && name.equals(name.strip()) && !name.matches("(?s).*[,:()\"\\n\\r].*");
    return bare ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A type as an option takes it. */
  static String text(DataType type) {
    if (type instanceof DataType.List list) {
      return "List(" + text(list.inner()) + ")";
    } else if (type instanceof DataType.Array array) {
      return "Array(" + text(array.inner()) + "," + array.width() + ")";
    } else if (type instanceof DataType.Struct struct) {
      return struct.fields().stream()
          .map(field -> quoted(field.name()) + ":" + text(field.dataType()))
          .collect(Collectors.joining(",", "Struct(", ")"));
    } else if (type instanceof DataType.Enum names) {
      return names.categories().stream()
          .map(Schemas::quoted)
          .collect(Collectors.joining(",", "Enum(", ")"));
    }
    return type.toString();
  }

  private Field field() {
    String name = name(":");
    if (!skip(':')) {
      throw new UsageException(
          option
              + ": after \""
              + cut(name)
              + "\" a colon and a type are wanted, as in code:String");
    }
    return Field.of(name, type());
  }

  private DataType type() {
    String name = bare("(),").strip();
    DataType plain = plain(name);
    if (plain != null) {
      return plain;
    }
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "datetime" -> datetime();
      case "duration" -> {
        open();
        TimeUnit unit = unit();
        yield close(DataType.duration(unit));
      }
      case "decimal" -> decimal();
      case "list" -> {
        open();
        yield close(DataType.list(type()));
      }
      case "array" -> {
        open();
        DataType inner = type();
        comma();
        yield close(DataType.array(inner, number()));
      }
      case "struct" -> struct();
      case "enum" -> categories();
      default ->
          throw new UsageException(
              option + ": there is no type \"" + cut(name) + "\", only " + TYPES);
    };
  }

  private static @org.jspecify.annotations.Nullable DataType plain(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "boolean", "bool" -> DataType.BOOLEAN;
      case "int8" -> DataType.INT8;
      case "int16" -> DataType.INT16;
      case "int32" -> DataType.INT32;
      case "int64" -> DataType.INT64;
      case "int128" -> DataType.INT128;
      case "uint8" -> DataType.UINT8;
      case "uint16" -> DataType.UINT16;
      case "uint32" -> DataType.UINT32;
      case "uint64" -> DataType.UINT64;
      case "uint128" -> DataType.UINT128;
      case "float16" -> DataType.FLOAT16;
      case "float32" -> DataType.FLOAT32;
      case "float64" -> DataType.FLOAT64;
      case "string" -> DataType.STRING;
      case "binary" -> DataType.BINARY;
      case "date" -> DataType.DATE;
      case "time" -> DataType.TIME;
      case "null" -> DataType.NULL;
      case "categorical" -> DataType.categorical();
      default -> null;
    };
  }

  private DataType datetime() {
    open();
    TimeUnit unit = unit();
    if (!skip(',')) {
      return close(DataType.datetime(unit));
    }
    String zone = bare("(),").strip();
    try {
      return close(DataType.datetime(unit, ZoneId.of(zone)));
    } catch (DateTimeException e) {
      throw new UsageException(option + ": there is no time zone \"" + cut(zone) + "\"");
    }
  }

  private DataType decimal() {
    open();
    int precision = number();
    int scale = skip(',') ? number() : 0;
    try {
      return close(DataType.decimal(precision, scale));
    } catch (IllegalArgumentException e) {
      throw new UsageException(option + ": " + e.getMessage());
    }
  }

  private DataType struct() {
    open();
    List<Field> fields = new ArrayList<>();
    if (!text.startsWith(")", at)) {
      do {
        fields.add(field());
      } while (skip(','));
    }
    return close(new DataType.Struct(fields));
  }

  private DataType categories() {
    open();
    List<String> names = new ArrayList<>();
    do {
      names.add(name(""));
    } while (skip(','));
    return close(DataType.enumeration(names.toArray(String[]::new)));
  }

  private TimeUnit unit() {
    String name = bare("(),").strip();
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "ms", "milliseconds" -> TimeUnit.MILLISECONDS;
      case "us", "µs", "microseconds" -> TimeUnit.MICROSECONDS;
      case "ns", "nanoseconds" -> TimeUnit.NANOSECONDS;
      default ->
          throw new UsageException(
              option + ": there is no unit of time \"" + cut(name) + "\", only ms, us and ns");
    };
  }

  private int number() {
    String digits = bare("(),").strip();
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw new UsageException(option + ": \"" + cut(digits) + "\" is no number");
    }
  }

  /** Up to a colon, comma or parenthesis, or in double quotes, which stand doubled within. */
  private String name(String more) {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    if (at >= text.length() || text.charAt(at) != '"') {
      return bare("()," + more).strip();
    }
    StringBuilder name = new StringBuilder();
    for (at++; at < text.length(); at++) {
      if (text.charAt(at) == '"') {
        at++;
        if (at >= text.length() || text.charAt(at) != '"') {
          return name.toString();
        }
      }
      name.append(text.charAt(at));
    }
    throw new UsageException(option + ": a double quote is missing after " + cut(name.toString()));
  }

  private String bare(String ends) {
    int start = at;
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  private boolean skip(char c) {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private void open() {
    if (!skip('(')) {
      throw unexpected();
    }
  }

  private void comma() {
    if (!skip(',')) {
      throw unexpected();
    }
  }

  private <T> T close(T type) {
    if (!skip(')')) {
      throw unexpected();
    }
    return type;
  }

  private UsageException unexpected() {
    String place = at < text.length() ? "at \"" + cut(text.substring(at)) + "\"" : "at its end";
    return new UsageException(option + ": not understood " + place + ". Types are " + TYPES);
  }

  private static String cut(String part) {
    return part.length() <= 60
        ? part
        : part.substring(0, 60) + "... (" + part.length() + " characters)";
  }
}
