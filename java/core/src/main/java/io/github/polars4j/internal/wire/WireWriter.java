package io.github.polars4j.internal.wire;

import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.Schema;
import io.github.polars4j.SortKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Options, schemas and names on their way to native code: big-endian, strings with a length. */
public final class WireWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);

  /** One type. */
  public static byte[] of(DataType type) {
    return new WireWriter().dataType(type).toBytes();
  }

  /** One schema. */
  public static byte[] of(Schema schema) {
    return new WireWriter().schema(schema).toBytes();
  }

  /** One list of strings. */
  public static byte[] of(List<String> strings) {
    return new WireWriter().strings(strings).toBytes();
  }

  /** What was written so far. */
  public byte[] toBytes() {
    return out.toByteArray();
  }

  /** One byte. */
  public WireWriter u8(int value) {
    out.write(value);
    return this;
  }

  /** A byte, 1 or 0. */
  public WireWriter bool(boolean value) {
    return u8(value ? 1 : 0);
  }

  /** Four bytes. */
  public WireWriter i32(int value) {
    return u8(value >> 24).u8(value >> 16).u8(value >> 8).u8(value);
  }

  /** Eight bytes. */
  public WireWriter i64(long value) {
    return i32((int) (value >> 32)).i32((int) value);
  }

  /** What is in its wire form already. */
  public WireWriter raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** A length in bytes, and UTF-8. */
  public WireWriter str(String value) {
    byte[] bytes = Utf8.check("text", value).getBytes(StandardCharsets.UTF_8);
    i32(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  /** A bool, and the string if there is one. */
  public WireWriter optStr(@Nullable String value) {
    return value == null ? bool(false) : bool(true).str(value);
  }

  /** A count, and the strings. */
  public WireWriter strings(List<String> values) {
    i32(values.size());
    values.forEach(this::str);
    return this;
  }

  /** A bool, and the strings if there are any. */
  public WireWriter optStrings(@Nullable List<String> values) {
    return values == null ? bool(false) : bool(true).strings(values);
  }

  /** A bool; if there is a map, a count, and each key and value. */
  public WireWriter optMap(@Nullable Map<String, String> map) {
    bool(map != null);
    if (map != null) {
      i32(map.size());
      map.forEach((key, value) -> str(key).str(value));
    }
    return this;
  }

  /** Keys that rows are sorted by. */
  public WireWriter sortKeys(List<SortKey> keys) {
    i32(keys.size());
    for (SortKey key : keys) {
      str(key.column()).bool(key.descending()).bool(key.nullsLast());
    }
    return this;
  }

  /** A bool, and the schema if there is one. */
  public WireWriter optSchema(@Nullable Schema schema) {
    return schema == null ? bool(false) : bool(true).schema(schema);
  }

  /** A schema, and how its fields are stored. */
  public WireWriter schema(Schema schema) {
    byte[] forms = Forms.of(schema);
    fields(schema.fields()).i32(forms.length);
    out.writeBytes(forms);
    return this;
  }

  /** A count, and each name and type. */
  private WireWriter fields(List<Field> fields) {
    i32(fields.size());
    fields.forEach(this::field);
    return this;
  }

  private void field(Field field) {
    str(field.name()).dataType(field.dataType()).bool(!field.nullable());
    optMap(field.metadata().isEmpty() ? null : field.metadata());
  }

  /** A tag, and the type's parameters. */
  public WireWriter dataType(DataType type) {
    if (type instanceof DataType.Unsupported) {
      throw new InvalidOperationException(
          "no column can be of the type " + type + ", which polars does not have");
    }
    u8(TypeTag.of(type).ordinal());
    if (type instanceof DataType.Datetime t) {
      ZoneId zone = t.zone();
      u8(t.unit().ordinal()).optStr(zone == null ? null : zone.getId());
    } else if (type instanceof DataType.Duration t) {
      u8(t.unit().ordinal());
    } else if (type instanceof DataType.Decimal t) {
      i32(t.precision()).i32(t.scale());
    } else if (type instanceof DataType.List t) {
      dataType(t.inner());
    } else if (type instanceof DataType.Array t) {
      dataType(t.inner()).i32(t.width());
    } else if (type instanceof DataType.Struct t) {
      fields(t.fields());
    } else if (type instanceof DataType.Categorical t) {
      str(t.name()).str(t.namespace()).u8(t.physical().ordinal());
    } else if (type instanceof DataType.Extension t) {
      str(t.name()).str(t.metadata()).dataType(t.storage());
    } else if (type instanceof DataType.Enum t) {
      strings(t.categories());
    }
    return this;
  }
}
