package io.github.polars4j.internal.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses what databases call their types: what an array's elements are stands nowhere else. */
final class TypeNames {
  private static final Pattern ARRAY =
      Pattern.compile("(?s)(.*?)\\s*(?:\\[(\\d*)]|\\bARRAY(?:\\[\\d+])?)");
  private static final Pattern PLAIN =
      Pattern.compile("([^(]+?)\\s*(?:\\(\\s*(\\d+)\\s*(?:,\\s*(-?\\d+)\\s*)?\\)([^()]*))?");

  private TypeNames() {}

  /**
   * The parts of a name.
   *
   * @param precision if the name doesn't say
   * @param scale likewise
   */
  static SqlType parse(String name, int precision, int scale) {
    String trimmed = name.strip();
    Matcher array = ARRAY.matcher(trimmed);
    if (array.matches()) {
      SqlType inner = parse(array.group(1), 0, 0);
      String width = array.group(2);
      return width == null || width.isEmpty()
          ? SqlType.list(inner)
          : SqlType.array(inner, Integer.parseInt(width));
    } else if (within(trimmed, "STRUCT") || within(trimmed, "ROW")) {
      return struct(trimmed);
    } else if (within(trimmed, "TUPLE")) {
      return tuple(trimmed);
    } else if (within(trimmed, "MAP")) {
      List<String> parts = parts(trimmed);
      return SqlType.map(parse(parts.get(0), 0, 0), parse(parts.get(1), 0, 0));
    }
    return plain(trimmed, precision, scale);
  }

  private static boolean within(String name, String kind) {
    return name.toUpperCase(Locale.ROOT).startsWith(kind + "(") && name.endsWith(")");
  }

  private static SqlType struct(String name) {
    List<String> names = new ArrayList<>();
    List<SqlType> types = new ArrayList<>();
    for (String part : parts(name)) {
      int end = part.startsWith("\"") ? quoteEnd(part) : part.indexOf(' ');
      String field = part.substring(0, end);
      if (field.startsWith("\"")) {
        field = field.substring(1, field.length() - 1).replace("\"\"", "\"");
      }
      names.add(field);
      types.add(parse(part.substring(end), 0, 0));
    }
    return SqlType.struct(names, types);
  }

  /** Fields without names get their numbers, from 1. */
  private static SqlType tuple(String name) {
    List<String> names = new ArrayList<>();
    List<SqlType> types = new ArrayList<>();
    for (String part : parts(name)) {
      types.add(parse(part, 0, 0));
      names.add(Integer.toString(types.size()));
    }
    return SqlType.struct(names, types);
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

  private static SqlType plain(String name, int precision, int scale) {
    Matcher parts = PLAIN.matcher(name);
    if (!parts.matches()) {
      int end = name.indexOf('(');
      String base = end < 0 ? name : name.substring(0, end);
      return SqlType.scalar(base.strip().toUpperCase(Locale.ROOT), precision, scale, false);
    }
    boolean given = parts.group(2) != null;
    int first = given ? number(parts.group(2)) : precision;
    int second = parts.group(3) != null ? number(parts.group(3)) : given ? 0 : scale;
    String suffix = given ? " " + parts.group(4).strip() : "";
    String base = (parts.group(1) + suffix).strip().toUpperCase(Locale.ROOT);
    return SqlType.scalar(base, first, second, given);
  }

  private static int number(String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      return Integer.MAX_VALUE;
    }
  }
}
