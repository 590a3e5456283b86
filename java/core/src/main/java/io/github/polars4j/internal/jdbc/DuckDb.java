package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import io.github.polars4j.TimeUnit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * DuckDB. Its driver takes timestamps through the JVM's time zone wherever it can: they are read as
 * the numbers that they are, and within lists and structs from DuckDB's own text.
 */
final class DuckDb implements Catalog {
  @Override
  public DataType type(Described column) {
    return type(column.parsed());
  }

  private static DataType type(SqlType type) {
    return switch (type.kind()) {
      case SCALAR -> scalar(type);
      case LIST -> DataType.list(type(type.inner().get(0)));
      case ARRAY -> DataType.array(type(type.inner().get(0)), type.width());
      case STRUCT -> type.toStruct(DuckDb::type);
      case MAP -> DataType.list(type.toStruct(DuckDb::type));
    };
  }

  private static DataType scalar(SqlType type) {
    return switch (type.name()) {
      case "BOOLEAN" -> DataType.BOOLEAN;
      case "TINYINT" -> DataType.INT8;
      case "SMALLINT" -> DataType.INT16;
      case "INTEGER" -> DataType.INT32;
      case "BIGINT" -> DataType.INT64;
      case "UTINYINT" -> DataType.UINT8;
      case "USMALLINT" -> DataType.UINT16;
      case "UINTEGER" -> DataType.UINT32;
      case "UBIGINT" -> DataType.UINT64;
      case "HUGEINT", "UHUGEINT", "BIGNUM", "VARINT" -> Decimals.WHOLE;
      case "FLOAT" -> DataType.FLOAT32;
      case "DOUBLE" -> DataType.FLOAT64;
      case "DECIMAL" -> Decimals.of(type.precision(), type.scale());
      case "BLOB", "GEOMETRY" -> DataType.BINARY;
      case "DATE" -> DataType.DATE;
      case "TIME", "TIME_NS" -> DataType.TIME;
      case "TIMESTAMP", "TIMESTAMP_S" -> Times.MICROS;
      case "TIMESTAMP_MS" -> DataType.datetime(TimeUnit.MILLISECONDS);
      case "TIMESTAMP_NS" -> DataType.datetime(TimeUnit.NANOSECONDS);
      case "TIMESTAMP WITH TIME ZONE" -> Times.MICROS_UTC;
      case "TIMESTAMPTZ_NS" -> DataType.datetime(TimeUnit.NANOSECONDS, ZoneOffset.UTC);
      case "NULL", "\"NULL\"" -> DataType.NULL;
      default -> DataType.STRING;
    };
  }

  @Override
  public @Nullable Getter time(Described column) {
    SqlType type = column.parsed();
    return switch (type.name()) {
      case "DATE" -> DuckDb::date;
      case "TIME", "TIME_NS" -> DuckDb::time;
      case "TIME WITH TIME ZONE" -> DuckDb::offsetTime;
      case "TIMESTAMP" -> DuckDb::dateTime;
      case "TIMESTAMP WITH TIME ZONE" -> DuckDb::instant;
      case "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" ->
          (rows, index) -> otherUnit(rows, index, (DataType.Datetime) scalar(type));
      default -> null;
    };
  }

  @Override
  public Plan plan(Described column) {
    return switch (column.parsed().name()) {
      // The bulk of most tables: no objects.
      case "TIMESTAMP", "TIMESTAMP WITH TIME ZONE" ->
          new Plan(
              column,
              type(column),
              (rows, index, to) -> {
                long micros = rows.getLong(index);
                if (micros == 0 && rows.wasNull()) {
                  to.appendNull();
                } else {
                  to.appendLong(finite(micros));
                }
              });
      default -> Catalog.super.plan(column);
    };
  }

  @Override
  public Cell cell(Described column, DataType type) {
    SqlType sql = column.parsed();
    if (sql.contains(name -> name.equals("UNION"))) {
      return Cells.refusing("UNION: the driver doesn't tell which member a value is of");
    } else if (sql.contains(name -> name.equals("VARIANT"))) {
      return Cells.refusing("VARIANT: each value has a type of its own");
    } else if (sql.contains(name -> name.equals("STRUCT"))) {
      return Cells.refusing("STRUCT(): a struct without fields has no form here");
    } else if (!sql.isScalar()) {
      return sql.contains(name -> name.startsWith("TIME"))
          ? (rows, index, to) -> DuckText.append(rows.getString(index), type, to)
          : new DuckNested(sql);
    }
    return switch (sql.name()) {
      case "BLOB" -> Cells::readBlob;
      case "HUGEINT", "UHUGEINT" -> Cells::readWhole;
      case "TIMESTAMPTZ_NS" ->
          (rows, index, to) -> DuckText.moment(rows.getString(index), type, to);
      case "BIGNUM", "VARINT" ->
          (rows, index, to) -> TextValue.append(rows.getString(index), type, to);
      default -> Cells.of(type);
    };
  }

  @Override
  public Cell as(Described column, DataType wanted) {
    SqlType sql = column.parsed();
    if (Requests.isNested(wanted) && !sql.isScalar()) {
      if (Bits.areNumbers(sql, wanted)) {
        throw Requests.impossible(column, wanted);
      }
      return (rows, index, to) -> DuckText.append(rows.getString(index), wanted, to);
    }
    return sql.name().equals("BIT") && Bits.areNumbers(sql, wanted)
        ? Bits.number(text(column), wanted)
        : Requests.cell(this, column, wanted);
  }

  /** What is no date or time of day has a text all the same. */
  @Override
  public TextCell text(Described column) {
    Getter time = time(column);
    return time == null
        ? ResultSet::getString
        : (rows, index) -> {
          try {
            Object value = time.get(rows, index);
            return value == null ? null : TemporalText.show(value);
          } catch (Beyond e) {
            return e.text;
          }
        };
  }

  /** A value that no date or time of day is. */
  private static final class Beyond extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String text;

    Beyond(String text, String what) {
      super(text + " is no " + what);
      this.text = text;
    }
  }

  @Override
  public Setter setter(Described column, DataType type) {
    return switch (column.sqlType()) {
      case "ENUM", "JSON" -> SqlValue.setter(type, 0);
      case "DATE", "TIMESTAMP_NS", "TIMESTAMPTZ_NS", "TIME_NS" -> DuckTarget::set;
      default -> Catalog.super.setter(column, type);
    };
  }

  @Override
  public int digits(Described column) {
    return switch (column.parsed().name()) {
      case "TIMESTAMP_S" -> 0;
      case "TIMESTAMP_MS" -> 3;
      case "TIMESTAMP_NS", "TIMESTAMPTZ_NS", "TIME_NS" -> 9;
      default -> 6;
    };
  }

  private static @Nullable Object date(ResultSet rows, int index) throws SQLException {
    // Not by its class: that loses the era.
    Object value = rows.getObject(index);
    return value instanceof LocalDate date ? finite(date) : value;
  }

  /** Refuses what stands for an infinity. */
  static LocalDate finite(LocalDate date) {
    if (Math.abs(date.toEpochDay()) == Integer.MAX_VALUE) {
      throw infinite(date.toEpochDay());
    }
    return date;
  }

  private static long finite(long count) {
    if (count == Long.MAX_VALUE || count == -Long.MAX_VALUE) {
      throw infinite(count);
    }
    return count;
  }

  private static Beyond infinite(long sign) {
    return new Beyond(sign < 0 ? "-infinity" : "infinity", "date");
  }

  private static @Nullable Object time(ResultSet rows, int index) throws SQLException {
    try {
      return rows.getObject(index, LocalTime.class);
    } catch (DateTimeException e) {
      throw new Beyond("24:00:00", "time of day");
    }
  }

  private static @Nullable Object offsetTime(ResultSet rows, int index) throws SQLException {
    try {
      return rows.getObject(index, OffsetTime.class);
    } catch (DateTimeException e) {
      throw untold("24:00:00 is no time of day", e);
    }
  }

  /** The driver gives nothing at all of such a value. */
  private static IllegalArgumentException untold(String what, DateTimeException e) {
    return new CastOnly(
        what + ", and the driver has no text of it: CAST it to VARCHAR in the query", e);
  }

  private static @Nullable Object dateTime(ResultSet rows, int index) throws SQLException {
    long micros = rows.getLong(index);
    return micros == 0 && rows.wasNull() ? null : utc(finite(micros));
  }

  private static @Nullable Object instant(ResultSet rows, int index) throws SQLException {
    long micros = rows.getLong(index);
    return micros == 0 && rows.wasNull() ? null : utc(finite(micros)).atOffset(ZoneOffset.UTC);
  }

  private static LocalDateTime utc(long micros) {
    Instant instant =
        Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private static @Nullable Object otherUnit(ResultSet rows, int index, DataType.Datetime type)
      throws SQLException {
    LocalDateTime value;
    try {
      value = rows.getObject(index, LocalDateTime.class);
    } catch (DateTimeException e) {
      throw untold("an infinity is no date", e);
    }
    return value == null ? null : finite(value, type.unit());
  }

  /**
   * Refuses the highest number of the unit and its negative; in whole seconds, these fail before.
   */
  private static LocalDateTime finite(LocalDateTime value, TimeUnit unit) {
    if (unit != TimeUnit.MICROSECONDS) {
      long perSecond = unit == TimeUnit.MILLISECONDS ? 1_000L : 1_000_000_000L;
      // The seconds alone may be beyond 64 bits, the sum is not.
      finite(
          value.toEpochSecond(ZoneOffset.UTC) * perSecond
              + value.getNano() / (1_000_000_000L / perSecond));
    }
    return value;
  }
}
