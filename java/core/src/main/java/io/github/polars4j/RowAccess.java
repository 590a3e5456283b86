package io.github.polars4j;

import io.github.polars4j.internal.record.RowValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Gives the values of one row by the name or the number of a column, from 0. A column gives the
 * classes that hold each of its values, as {@link DataFrame#toRecords} says; any integer column
 * also {@code int} and {@code long}, where the value fits.
 *
 * <p>Every getter throws {@link InvalidOperationException} if the column's type is another one, and
 * names the column, its type and the one that was asked for; {@link ColumnNotFoundException} or
 * {@link IndexOutOfBoundsException} if there is no such column. Those of primitives throw {@link
 * NullPointerException} if the value is null and {@link ArithmeticException} if it is out of range;
 * all others return null.
 */
public sealed interface RowAccess permits Row, Cursor {
  /** Returns the names and types of the columns. */
  Schema schema();

  /** Returns the value, of the class that {@link Series#toList} uses. */
  @Nullable Object get(int index);

  /** Does the same by name. */
  default @Nullable Object get(String name) {
    return get(indexOf(name));
  }

  /**
   * Returns the value as a class: that of any getter here, a primitive's box, {@code Map} or {@code
   * Row} of a struct, or an {@code enum} of text.
   */
  default <T> @Nullable T get(int index, Class<T> type) {
    return RowValues.of(this, index, type);
  }

  /** Does the same by name. */
  default <T> @Nullable T get(String name, Class<T> type) {
    return get(indexOf(name), type);
  }

  /** Tells whether the value is null. */
  default boolean isNull(int index) {
    return get(index) == null;
  }

  /** Does the same by name. */
  default boolean isNull(String name) {
    return isNull(indexOf(name));
  }

  /** Returns the value of a {@code Boolean} column. */
  default boolean getBoolean(int index) {
    return RowValues.required(this, index, Boolean.class);
  }

  /** Does the same by name. */
  default boolean getBoolean(String name) {
    return getBoolean(indexOf(name));
  }

  /** Returns the value of an integer column. */
  default int getInt(int index) {
    return RowValues.required(this, index, Integer.class);
  }

  /** Does the same by name. */
  default int getInt(String name) {
    return getInt(indexOf(name));
  }

  /** Returns the value of an integer column. */
  default long getLong(int index) {
    return RowValues.required(this, index, Long.class);
  }

  /** Does the same by name. */
  default long getLong(String name) {
    return getLong(indexOf(name));
  }

  /** Returns the value of a column of {@code Float32}, {@code Float16} or integers of 16 bits. */
  default float getFloat(int index) {
    return RowValues.required(this, index, Float.class);
  }

  /** Does the same by name. */
  default float getFloat(String name) {
    return getFloat(indexOf(name));
  }

  /** Returns the value of a floating point column, or of integers of 32 bits. */
  default double getDouble(int index) {
    return RowValues.required(this, index, Double.class);
  }

  /** Does the same by name. */
  default double getDouble(String name) {
    return getDouble(indexOf(name));
  }

  /** Returns the value of a column of text. */
  default @Nullable String getString(int index) {
    return get(index, String.class);
  }

  /** Does the same by name. */
  default @Nullable String getString(String name) {
    return getString(indexOf(name));
  }

  /** Returns the value of a {@code Decimal} or integer column. */
  default @Nullable BigDecimal getBigDecimal(int index) {
    return get(index, BigDecimal.class);
  }

  /** Does the same by name. */
  default @Nullable BigDecimal getBigDecimal(String name) {
    return getBigDecimal(indexOf(name));
  }

  /** Returns the value of an integer column, or a {@code Decimal} one without a scale. */
  default @Nullable BigInteger getBigInteger(int index) {
    return get(index, BigInteger.class);
  }

  /** Does the same by name. */
  default @Nullable BigInteger getBigInteger(String name) {
    return getBigInteger(indexOf(name));
  }

  /** Returns the value of a {@code Date} column. */
  default @Nullable LocalDate getLocalDate(int index) {
    return get(index, LocalDate.class);
  }

  /** Does the same by name. */
  default @Nullable LocalDate getLocalDate(String name) {
    return getLocalDate(indexOf(name));
  }

  /** Returns the value of a {@code Time} column. */
  default @Nullable LocalTime getLocalTime(int index) {
    return get(index, LocalTime.class);
  }

  /** Does the same by name. */
  default @Nullable LocalTime getLocalTime(String name) {
    return getLocalTime(indexOf(name));
  }

  /** Returns the value of a {@code Datetime} column without a zone. */
  default @Nullable LocalDateTime getLocalDateTime(int index) {
    return get(index, LocalDateTime.class);
  }

  /** Does the same by name. */
  default @Nullable LocalDateTime getLocalDateTime(String name) {
    return getLocalDateTime(indexOf(name));
  }

  /** Returns the value of a {@code Datetime} column with a zone. */
  default @Nullable Instant getInstant(int index) {
    return get(index, Instant.class);
  }

  /** Does the same by name. */
  default @Nullable Instant getInstant(String name) {
    return getInstant(indexOf(name));
  }

  /** Returns the value of a {@code Datetime} column with a zone, in that zone. */
  default @Nullable ZonedDateTime getZonedDateTime(int index) {
    return get(index, ZonedDateTime.class);
  }

  /** Does the same by name. */
  default @Nullable ZonedDateTime getZonedDateTime(String name) {
    return getZonedDateTime(indexOf(name));
  }

  /** Returns the value of a {@code Duration} column. */
  default @Nullable Duration getDuration(int index) {
    return get(index, Duration.class);
  }

  /** Does the same by name. */
  default @Nullable Duration getDuration(String name) {
    return getDuration(indexOf(name));
  }

  /** Returns the value of a column of text in the usual form, or of 16 bytes each. */
  default @Nullable UUID getUuid(int index) {
    return get(index, UUID.class);
  }

  /** Does the same by name. */
  default @Nullable UUID getUuid(String name) {
    return getUuid(indexOf(name));
  }

  /** Returns the value of a {@code Binary} column. */
  default byte @Nullable [] getBytes(int index) {
    return get(index, byte[].class);
  }

  /** Does the same by name. */
  default byte @Nullable [] getBytes(String name) {
    return getBytes(indexOf(name));
  }

  /**
   * Returns the value of a {@code List} or {@code Array} column, with the classes of {@link #get}.
   */
  @SuppressWarnings("unchecked")
  default @Nullable List<@Nullable Object> getList(int index) {
    return (List<@Nullable Object>) get(index, List.class);
  }

  /** Does the same by name. */
  default @Nullable List<@Nullable Object> getList(String name) {
    return getList(indexOf(name));
  }

  /** Returns the value of a {@code Struct} column as a row of its fields. */
  default @Nullable Row getStruct(int index) {
    return get(index, Row.class);
  }

  /** Does the same by name. */
  default @Nullable Row getStruct(String name) {
    return getStruct(indexOf(name));
  }

  private int indexOf(String name) {
    int index = schema().indexOf(name);
    if (index < 0) {
      schema().field(name); // which says what there is
    }
    return index;
  }
}
