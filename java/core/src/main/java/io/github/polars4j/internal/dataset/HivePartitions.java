package io.github.polars4j.internal.dataset;

import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.PolarsException;
import io.github.polars4j.Schema;
import io.github.polars4j.Series;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the names of folders say of all rows below them: {@code year=2024}, as Hive writes it. */
public final class HivePartitions {
  /** What stands for null. */
  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  private HivePartitions() {}

  /** The values by their names, null for null, of the folders on the way to a file. */
  static Map<String, @Nullable String> of(Path relative) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    Path folders = relative.getParent();
    if (folders == null) {
      return values;
    }
    for (Path folder : folders) {
      String part = folder.toString();
      int equals = part.indexOf('=');
      if (equals > 0) {
        String value = part.substring(equals + 1);
        String name = decode(part.substring(0, equals));
        if (values.containsKey(name)) {
          throw new InvalidOperationException(
              relative + ": its folders say \"" + name + "\" twice: withHivePartitions(false)");
        }
        values.put(name, value.equals(NULL) ? null : decode(value));
      }
    }
    return values;
  }

  /** The narrowest types that give all texts back: integers, dates, truth values, or text. */
  static Schema types(Collection<Map<String, @Nullable String>> files, Schema given) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    for (Map<String, @Nullable String> file : files) {
      file.forEach(
          (name, text) -> {
            List<String> all = texts.computeIfAbsent(name, any -> new ArrayList<>());
            if (text != null) {
              all.add(text);
            }
          });
    }
    List<Field> fields = new ArrayList<>();
    texts.forEach(
        (name, all) ->
            fields.add(given.contains(name) ? given.field(name) : new Field(name, typeOf(all))));
    return new Schema(fields);
  }

  private static DataType typeOf(List<String> texts) {
    if (texts.isEmpty()) {
      return DataType.STRING;
    }
    if (texts.stream().allMatch(HivePartitions::isInt64)) {
      return DataType.INT64;
    }
    if (texts.stream().allMatch(HivePartitions::isDate)) {
      return DataType.DATE;
    }
    Predicate<String> isBoolean = text -> text.equals("true") || text.equals("false");
    return texts.stream().allMatch(isBoolean) ? DataType.BOOLEAN : DataType.STRING;
  }

  private static boolean isInt64(String text) {
    try {
      return Long.toString(Long.parseLong(text)).equals(text);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isDate(String text) {
    try {
      return text.length() == 10 && LocalDate.parse(text).toString().equals(text);
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /** What a file's folders say of a column, as a series of one value. */
  static Series value(Path file, Field field, @Nullable String text) {
    DataType type = field.dataType();
    if (text == null) {
      return Series.of(field.name(), type, Collections.singletonList(null));
    }
    try {
      if (type.equals(DataType.INT64)) {
        return Series.of(field.name(), Long.parseLong(text));
      }
      if (type.equals(DataType.DATE)) {
        return Series.of(field.name(), LocalDate.parse(text));
      }
      if (type.equals(DataType.BOOLEAN) && (text.equals("true") || text.equals("false"))) {
        return Series.of(field.name(), Boolean.parseBoolean(text));
      }
      try (Series texts = Series.of(field.name(), text)) {
        return type.equals(DataType.STRING) ? texts.slice(0, 1) : texts.cast(type);
      }
    } catch (NumberFormatException | DateTimeParseException | PolarsException e) {
      InvalidOperationException refused =
          new InvalidOperationException(
              file
                  + ": its folder's "
                  + field.name()
                  + "="
                  + text
                  + " is no "
                  + type
                  + ": give it another type by withPartitionTypes");
      refused.initCause(e);
      throw refused;
    }
  }

  /** The folders of the rows whose partition columns have these values. */
  static Path folder(Path root, List<String> names, List<? extends @Nullable Object> values) {
    Path folder = root;
    for (int i = 0; i < names.size(); i++) {
      Object value = values.get(i);
      String text = value == null ? NULL : encode(value.toString());
      if (NULL.equals(Objects.toString(value))) {
        throw new InvalidOperationException(
            "partition column '"
                + names.get(i)
                + "' has the text "
                + NULL
                + ", which stands for null in names of folders");
      }
      folder = folder.resolve(encode(names.get(i)) + "=" + text);
    }
    return folder;
  }

  /**
   * Letters, digits and {@code _.-~} stay; other bytes of UTF-8 become {@code %2F} and the like.
   */
  private static String encode(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "_.-~".indexOf(c) >= 0);
      if (plain) {
        out.append(c);
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return out.toString();
  }

  /** Undoes it; a text that is not so encoded stays as it is. */
  private static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      boolean encoded =
          bytes[i] == '%'
              && i + 2 < bytes.length
              && HexFormat.isHexDigit(bytes[i + 1])
              && HexFormat.isHexDigit(bytes[i + 2]);
      if (encoded) {
        out.put(
            (byte) HexFormat.fromHexDigits(new String(bytes, i + 1, 2, StandardCharsets.US_ASCII)));
        i += 2;
      } else {
        out.put(bytes[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
    } catch (CharacterCodingException e) {
      return text;
    }
  }
}
