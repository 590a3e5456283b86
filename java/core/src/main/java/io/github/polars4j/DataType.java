package io.github.polars4j;

import io.github.polars4j.internal.wire.Checks;
import io.github.polars4j.internal.wire.Plain;
import io.github.polars4j.internal.wire.Utf8;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Describes the values of a column: Rust's {@code DataType}. Types without parameters are
 * constants, the others have factory methods. All are records and compare by content. The Java
 * class of each type's values is named with it.
 */
public sealed interface DataType {
  /** True or false: {@code Boolean} in Java. */
  DataType BOOLEAN = new Boolean();

  /** Signed, 8 bits: {@code Byte}. */
  DataType INT8 = new Int8();

  /** Signed, 16 bits: {@code Short}. */
  DataType INT16 = new Int16();

  /** Signed, 32 bits: {@code Integer}. */
  DataType INT32 = new Int32();

  /** Signed, 64 bits: {@code Long}. */
  DataType INT64 = new Int64();

  /** Signed, 128 bits: {@code BigInteger}. Not standard Arrow: only polars reads it back. */
  DataType INT128 = new Int128();

  /** Unsigned, 8 bits: {@code Short}. */
  DataType UINT8 = new UInt8();

  /** Unsigned, 16 bits: {@code Integer}. */
  DataType UINT16 = new UInt16();

  /** Unsigned, 32 bits: {@code Long}. */
  DataType UINT32 = new UInt32();

  /** Unsigned, 64 bits: {@code BigInteger}. */
  DataType UINT64 = new UInt64();

  /** Unsigned, 128 bits: {@code BigInteger}. Not standard Arrow: only polars reads it back. */
  DataType UINT128 = new UInt128();

  /** Half precision: {@code Float}. */
  DataType FLOAT16 = new Float16();

  /** Single precision: {@code Float}. */
  DataType FLOAT32 = new Float32();

  /** Double precision: {@code Double}. */
  DataType FLOAT64 = new Float64();

  /** UTF-8 text: {@code String}. */
  DataType STRING = new String();

  /** Bytes: {@code byte[]}. */
  DataType BINARY = new Binary();

  /** A day, counted from 1970-01-01: {@code LocalDate}. */
  DataType DATE = new Date();

  /** A time of day in nanoseconds: {@code LocalTime}. */
  DataType TIME = new Time();

  /** All values are null. */
  DataType NULL = new Null();

  /**
   * Tells whether {@code other} is this type. What Arrow says of fields within structs besides
   * their names and types, nullability and metadata, is left out: {@link Object#equals} looks at
   * that too.
   */
  default boolean sameType(DataType other) {
    return Plain.same(this, other);
  }

  /** Makes the type of a date and time of day without a time zone. */
  static Datetime datetime(TimeUnit unit) {
    return new Datetime(unit, null);
  }

  /**
   * Makes the type of a point in time, shown in {@code zone}; if that is null, of a date and time
   * without a zone.
   */
  static Datetime datetime(TimeUnit unit, @Nullable ZoneId zone) {
    return new Datetime(unit, zone);
  }

  /** Makes the type of a span of time. */
  static Duration duration(TimeUnit unit) {
    return new Duration(unit);
  }

  /**
   * Makes the type of decimal numbers with at most {@code precision} digits, {@code scale} of them
   * after the point.
   */
  static Decimal decimal(int precision, int scale) {
    return new Decimal(precision, scale);
  }

  /** Makes the type of lists of any length. */
  static List list(DataType inner) {
    return new List(inner);
  }

  /** Makes the type of lists that all have {@code width} elements. */
  static Array array(DataType inner, int width) {
    return new Array(inner, width);
  }

  /** Makes the type of several named values in each row. */
  static Struct struct(Field... fields) {
    return new Struct(java.util.List.of(fields));
  }

  /** An extension type of Arrow's, such as {@code arrow.uuid}. */
  static Extension extension(java.lang.String name, DataType storage, java.lang.String metadata) {
    return new Extension(name, storage, metadata);
  }

  /** Makes the type of text from polars' global set of categories. */
  static Categorical categorical() {
    return new Categorical();
  }

  /** Makes the type of text from a closed, ordered set. */
  static Enum enumeration(java.lang.String... categories) {
    return new Enum(java.util.List.of(categories));
  }

  /** See {@link #BOOLEAN}. */
  record Boolean() implements DataType {
    @Override
    public java.lang.String toString() {
      return "Boolean";
    }
  }

  /** See {@link #INT8}. */
  record Int8() implements DataType {
    @Override
    public java.lang.String toString() {
      return "Int8";
    }
  }

  /** See {@link #INT16}. */
  record Int16() implements DataType {
    @Override
    public java.lang.String toString() {
      return "Int16";
    }
  }

  /** See {@link #INT32}. */
  record Int32() implements DataType {
    @Override
    public java.lang.String toString() {
      return "Int32";
    }
  }

  /** See {@link #INT64}. */
  record Int64() implements DataType {
    @Override
    public java.lang.String toString() {
      return "Int64";
    }
  }

  /** See {@link #INT128}. */
  record Int128() implements DataType {
    @Override
    public java.lang.String toString() {
      return "Int128";
    }
  }

  /** See {@link #UINT8}. */
  record UInt8() implements DataType {
    @Override
    public java.lang.String toString() {
      return "UInt8";
    }
  }

  /** See {@link #UINT16}. */
  record UInt16() implements DataType {
    @Override
    public java.lang.String toString() {
      return "UInt16";
    }
  }

  /** See {@link #UINT32}. */
  record UInt32() implements DataType {
    @Override
    public java.lang.String toString() {
      return "UInt32";
    }
  }

  /** See {@link #UINT64}. */
  record UInt64() implements DataType {
    @Override
    public java.lang.String toString() {
      return "UInt64";
    }
  }

  /** See {@link #UINT128}. */
  record UInt128() implements DataType {
    @Override
    public java.lang.String toString() {
      return "UInt128";
    }
  }

  /** See {@link #FLOAT16}. */
  record Float16() implements DataType {
    @Override
    public java.lang.String toString() {
      return "Float16";
    }
  }

  /** See {@link #FLOAT32}. */
  record Float32() implements DataType {
    @Override
    public java.lang.String toString() {
      return "Float32";
    }
  }

  /** See {@link #FLOAT64}. */
  record Float64() implements DataType {
    @Override
    public java.lang.String toString() {
      return "Float64";
    }
  }

  /** See {@link #STRING}. */
  record String() implements DataType {
    @Override
    public java.lang.String toString() {
      return "String";
    }
  }

  /** See {@link #BINARY}. */
  record Binary() implements DataType {
    @Override
    public java.lang.String toString() {
      return "Binary";
    }
  }

  /** See {@link #DATE}. */
  record Date() implements DataType {
    @Override
    public java.lang.String toString() {
      return "Date";
    }
  }

  /** See {@link #TIME}. */
  record Time() implements DataType {
    @Override
    public java.lang.String toString() {
      return "Time";
    }
  }

  /** See {@link #NULL}. */
  record Null() implements DataType {
    @Override
    public java.lang.String toString() {
      return "Null";
    }
  }

  /**
   * A date and time of day: {@code ZonedDateTime} if there is a zone, otherwise {@code
   * LocalDateTime}.
   *
   * <p>A column that was read may have a zone that this JVM does not know, since its time zone data
   * is older than that of polars. {@code zone} has the name then, but no {@link ZoneId#getRules
   * rules}: the column can be written again and read as numbers, but not as {@code ZonedDateTime}.
   * JDKs before 23 lack EST, MST, HST and ROC; their values are read in the region of the same
   * rules, such as America/Panama.
   *
   * @param unit what the numbers count from 1970-01-01T00:00 on
   * @param zone the zone that values are shown in, while numbers count in UTC; null for no zone
   */
  record Datetime(TimeUnit unit, @Nullable ZoneId zone) implements DataType {
    /**
     * Checks the unit; {@link ZoneOffset#UTC} becomes the region {@code UTC}, polars' name for it.
     */
    public Datetime {
      Objects.requireNonNull(unit, "unit");
      if (ZoneOffset.UTC.equals(zone)) {
        zone = ZoneId.of("UTC");
      }
    }

    @Override
    public java.lang.String toString() {
      return "Datetime(" + unit + (zone == null ? "" : ", " + zone) + ")";
    }
  }

  /**
   * A span of time: {@code java.time.Duration}.
   *
   * @param unit what is counted
   */
  record Duration(TimeUnit unit) implements DataType {
    /** Checks the unit. */
    public Duration {
      Objects.requireNonNull(unit, "unit");
    }

    @Override
    public java.lang.String toString() {
      return "Duration(" + unit + ")";
    }
  }

  /**
   * A decimal number: {@code BigDecimal}.
   *
   * @param precision the largest number of digits, 1 to 38
   * @param scale how many of them stand after the point, 0 to {@code precision}
   */
  record Decimal(int precision, int scale) implements DataType {
    /**
     * Checks both.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Decimal {
      Checks.range("decimal precision", precision, 1, 38);
      Checks.range("decimal scale", scale, 0, precision);
    }

    @Override
    public java.lang.String toString() {
      return "Decimal(" + precision + ", " + scale + ")";
    }
  }

  /**
   * Lists of any length: {@code java.util.List}.
   *
   * @param inner the type of the elements
   */
  record List(DataType inner) implements DataType {
    /** Checks the inner type. */
    public List {
      Objects.requireNonNull(inner, "inner");
    }

    @Override
    public java.lang.String toString() {
      return "List(" + inner + ")";
    }
  }

  /**
   * Lists that all have the same length: {@code java.util.List}.
   *
   * @param inner the type of the elements
   * @param width how many elements each has, 0 or more
   */
  record Array(DataType inner, int width) implements DataType {
    /**
     * Checks both.
     *
     * @throws IllegalArgumentException if the width is negative
     */
    public Array {
      Objects.requireNonNull(inner, "inner");
      Checks.atLeast("array width", width, 0);
    }

    @Override
    public java.lang.String toString() {
      return "Array(" + inner + ", " + width + ")";
    }
  }

  /**
   * Several named values in each row: {@code java.util.Map}, in the order of the fields.
   *
   * @param fields the names, which are distinct, and types; immutable
   */
  record Struct(java.util.List<Field> fields) implements DataType {
    /**
     * Copies the fields.
     *
     * @throws DuplicateException if two have the same name
     */
    public Struct {
      fields = new Schema(fields).fields();
    }

    @Override
    public java.lang.String toString() {
      return fields.stream().map(Field::toString).collect(Collectors.joining(", ", "Struct(", ")"));
    }
  }

  /**
   * Text from a set of categories that grows: {@code String}.
   *
   * @param name the name of the set; empty for the global one of polars
   * @param namespace the namespace of that name
   * @param physical the integer type that stores the number of a category
   */
  record Categorical(java.lang.String name, java.lang.String namespace, Physical physical)
      implements DataType {
    /** The integer type that stores the number of a category. */
    public enum Physical {
      /** Up to 255 categories. */
      UINT8,
      /** Up to 65,535 categories. */
      UINT16,
      /** Any number of categories. */
      UINT32
    }

    /** Checks that no argument is null. */
    public Categorical {
      Utf8.check("categories name", name);
      Utf8.check("categories namespace", namespace);
      Objects.requireNonNull(physical, "physical");
    }

    /** Makes the type of polars' global categories. */
    public Categorical() {
      this("", "", Physical.UINT32);
    }

    @Override
    public java.lang.String toString() {
      return name.isEmpty() && namespace.isEmpty() && physical == Physical.UINT32
          ? "Categorical"
          : "Categorical(" + name + ", " + namespace + ", " + physical + ")";
    }
  }

  /**
   * Text from a closed, ordered set: {@code String}.
   *
   * @param categories the set in its order, without duplicates; immutable
   */
  record Enum(java.util.List<java.lang.String> categories) implements DataType {
    /**
     * Copies the categories.
     *
     * @throws DuplicateException if one occurs twice
     */
    public Enum {
      categories = java.util.List.copyOf(categories);
      Set<java.lang.String> seen = new HashSet<>();
      for (java.lang.String category : categories) {
        if (!seen.add(Utf8.check("category", category))) {
          throw new DuplicateException("the category \"" + category + "\" occurs twice");
        }
      }
    }

    /** Returns the type with its first categories. */
    @Override
    public java.lang.String toString() {
      int shown = Math.min(categories.size(), 8);
      int more = categories.size() - shown;
      return "Enum("
          + categories.subList(0, shown)
          + (more == 0 ? "" : " and " + more + " more")
          + ")";
    }
  }

  /**
   * A type of the source that polars does not have, such as Arrow's unions of several types. The
   * schema of a reader has it, for a column that cannot be read; no frame does.
   *
   * @param sourceType what the source's format calls the type
   */
  record Unsupported(java.lang.String sourceType) implements DataType {
    /** Checks the name. */
    public Unsupported {
      Objects.requireNonNull(sourceType, "sourceType");
    }

    @Override
    public java.lang.String toString() {
      return "Unsupported(" + sourceType + ")";
    }
  }

  /**
   * An extension type of Arrow's: a type by another name, such as {@code arrow.uuid}, {@code
   * arrow.json} or {@code geoarrow.wkb}. Its values are those of what it is stored as, of which
   * type a {@link Series} is too; the schema of a frame has it, and it is written as it came.
   *
   * @param name what it is called
   * @param storage what it is stored as
   * @param metadata its parameters, in a form of its own; may be empty
   */
  record Extension(java.lang.String name, DataType storage, java.lang.String metadata)
      implements DataType {
    /** Checks that all are there. */
    public Extension {
      Utf8.check("extension name", name);
      Objects.requireNonNull(storage, "storage");
      Utf8.check("extension metadata", metadata);
    }

    @Override
    public java.lang.String toString() {
      return "Extension(" + name + ", " + storage + ")";
    }
  }
}
