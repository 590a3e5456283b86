package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, by pgjdbc. Arrays are read from their text, which alone is exact. */
final class Postgres implements Catalog {
  /** What the driver gives for 24:00. */
  private static final int NO_NANO = 999_999_999;

  /** Microseconds and an offset; no text of a timetz has as many characters. */
  private static final int TIMETZ_BYTES = Long.BYTES + Integer.BYTES;

  @Override
  public DataType type(Described column) {
    if (isArray(column)) {
      return DataType.list(scalar(element(column.sqlType()), column));
    }
    return scalar(column.sqlType(), column);
  }

  private static boolean isArray(Described column) {
    return column.code() == Types.ARRAY;
  }

  @Override
  public Described described(Described column, ResultSet rows) throws SQLException {
    return isArray(column) && scalar(element(column.sqlType()), column) instanceof DataType.String
        ? PgDomain.resolved(column, rows)
        : column;
  }

  /** Types of schemas that aren't searched stand there as "schema"."_type". */
  private static String element(String array) {
    return array.startsWith("_") ? array.substring(1) : array;
  }

  private static DataType scalar(String name, Described column) {
    return switch (name) {
      case "bool" -> DataType.BOOLEAN;
      case "int2", "smallserial" -> DataType.INT16;
      case "int4", "serial" -> DataType.INT32;
      case "int8", "bigserial", "oid" -> DataType.INT64;
      case "float4" -> DataType.FLOAT32;
      case "float8" -> DataType.FLOAT64;
      case "numeric" -> Decimals.of(column.precision(), scale(column.scale()));
      case "bytea" -> DataType.BINARY;
      case "date" -> DataType.DATE;
      case "time" -> DataType.TIME;
      case "timestamp" -> Times.MICROS;
      case "timestamptz" -> Times.MICROS_UTC;
      default -> DataType.STRING;
    };
  }

  @Override
  public Setter setter(Described column, DataType type) {
    return PgTarget.setter(column, type, SqlValue.setter(type, digits(column)));
  }

  /** The dimensions of arrays belong to their values. */
  @Override
  public boolean isOpen(Described column) {
    return isArray(column);
  }

  @Override
  public Plan settle(Plan plan, ResultSet rows, int index) throws SQLException {
    DataType type = plan.type();
    if (plan.cell() instanceof Refusing) {
      return plan;
    }
    for (int more = PgArray.dimensions(rows.getString(index)); more > 1; more--) {
      type = DataType.list(type);
    }
    return new Plan(plan.column(), type, array(plan.column(), type));
  }

  /** PostgreSQL keeps 11 bits of a scale, and a sign that its driver doesn't know. */
  private static int scale(int scale) {
    return scale > 1023 ? scale - 2048 : scale;
  }

  @Override
  public @Nullable Getter time(Described column) {
    return switch (column.sqlType()) {
      case "date" -> Postgres::date;
      case "time" -> Postgres::time;
      case "timetz" -> Postgres::offsetTime;
      case "timestamp" -> Postgres::dateTime;
      case "timestamptz" -> Postgres::instant;
      default -> null;
    };
  }

  @Override
  public Cell cell(Described column, DataType type) {
    if (PgInstants.areIn(column.sqlType())) {
      TextCell text = text(column);
      return (rows, index, to) -> to.appendString(text.read(rows, index));
    } else if (!isArray(column)) {
      return Cells.of(type);
    } else if (column.sqlType().endsWith("[]")) {
      return Cells.refusing("an array of a domain over an array has no form here");
    }
    return array(column, type);
  }

  private static Cell array(Described column, DataType type) {
    char delimiter = column.sqlType().equals("_box") ? ';' : ',';
    TextCell text = ofRanges(column);
    return (rows, index, to) -> PgArray.append(text.read(rows, index), delimiter, type, to);
  }

  /** The server's text, but for ranges of points in time. */
  private static TextCell ofRanges(Described column) {
    return PgInstants.areIn(element(column.sqlType()))
        ? (rows, index) -> PgInstants.inUtc(rows.getString(index))
        : ResultSet::getString;
  }

  @Override
  public TextCell text(Described column) {
    if (isArray(column) || PgInstants.areIn(column.sqlType())) {
      return ofRanges(column);
    }
    return switch (column.sqlType()) {
      // The driver's text may be in the JVM's time zone.
      case "timetz" -> Postgres::offsetTimeText;
      // It has none for what comes in binary form.
      case "bytea" -> TextValue.hex("\\x");
      default -> ResultSet::getString;
    };
  }

  @Override
  public Cell as(Described column, DataType wanted) {
    boolean list = wanted instanceof DataType.List || wanted instanceof DataType.Array;
    String name = isArray(column) ? element(column.sqlType()) : column.sqlType();
    boolean numbers =
        (name.equals("bit") || name.equals("varbit"))
            && Bits.areNumbers(SqlType.scalar("BIT", 0, 0, false), wanted);
    if (list && isArray(column)) {
      if (numbers) {
        throw Requests.impossible(column, wanted);
      }
      return array(column, wanted);
    }
    return numbers && !isArray(column)
        ? Bits.number(text(column), wanted)
        : Requests.cell(this, column, wanted);
  }

  private static @Nullable Object date(ResultSet rows, int index) throws SQLException {
    LocalDate value = rows.getObject(index, LocalDate.class);
    return finite(value, LocalDate.MIN, LocalDate.MAX);
  }

  private static @Nullable Object dateTime(ResultSet rows, int index) throws SQLException {
    LocalDateTime value = rows.getObject(index, LocalDateTime.class);
    return finite(value, LocalDateTime.MIN, LocalDateTime.MAX);
  }

  private static @Nullable Object instant(ResultSet rows, int index) throws SQLException {
    OffsetDateTime value = rows.getObject(index, OffsetDateTime.class);
    return finite(value, OffsetDateTime.MIN, OffsetDateTime.MAX);
  }

  private static @Nullable Object finite(@Nullable Object value, Object min, Object max) {
    if (max.equals(value) || min.equals(value)) {
      throw new IllegalArgumentException(
          (max.equals(value) ? "infinity" : "-infinity") + " is no date");
    }
    return value;
  }

  private static @Nullable Object time(ResultSet rows, int index) throws SQLException {
    LocalTime value = rows.getObject(index, LocalTime.class);
    return value == null ? null : ofDay(value, value.getNano());
  }

  private static @Nullable Object offsetTime(ResultSet rows, int index) throws SQLException {
    OffsetTime value;
    try {
      value = rows.getObject(index, OffsetTime.class);
    } catch (DateTimeException e) {
      return ofDay("", NO_NANO);
    }
    return value == null ? null : ofDay(value, value.getNano());
  }

  /** Of 24:00 java.time has no offset: the server's own text has it, or its binary form. */
  private static @Nullable String offsetTimeText(ResultSet rows, int index) throws SQLException {
    try {
      Object value = offsetTime(rows, index);
      return value == null ? null : TemporalText.show(value);
    } catch (IllegalArgumentException e) {
      byte[] bytes = rows.getBytes(index);
      if (bytes.length != TIMETZ_BYTES) {
        return new String(bytes, StandardCharsets.US_ASCII);
      }
      int west = ByteBuffer.wrap(bytes).getInt(Long.BYTES);
      return TemporalText.endOfDay(ZoneOffset.ofTotalSeconds(-west));
    }
  }

  private static Object ofDay(Object value, int nano) {
    if (nano == NO_NANO) {
      throw new IllegalArgumentException("24:00:00 is no time of day: 23:59:59.999999 is the last");
    }
    return value;
  }
}
