package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import io.github.polars4j.Series;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** MySQL and MariaDB, by either's driver. */
final class MySql implements Catalog {
  @Override
  public DataType type(Described column) {
    String name = column.sqlType().toUpperCase(Locale.ROOT);
    boolean unsigned = name.contains("UNSIGNED");
    String base = base(name);
    if (base.equals("BIT")) {
      // The drivers call TINYINT(1) so, too.
      return column.precision() <= 1 ? DataType.BOOLEAN : DataType.BINARY;
    } else if (column.code() == Types.BOOLEAN) {
      return DataType.BOOLEAN;
    }
    return switch (base) {
      case "TINYINT" -> unsigned ? DataType.UINT8 : DataType.INT8;
      case "SMALLINT" -> unsigned ? DataType.UINT16 : DataType.INT16;
      case "MEDIUMINT", "INT", "INTEGER" -> unsigned ? DataType.UINT32 : DataType.INT32;
      case "BIGINT" -> unsigned ? DataType.UINT64 : DataType.INT64;
      case "YEAR" -> DataType.INT16;
      case "FLOAT" -> DataType.FLOAT32;
      case "DOUBLE" -> DataType.FLOAT64;
      case "DECIMAL" -> Decimals.of(column.precision(), column.scale());
      case "DATETIME", "TIMESTAMP" -> Times.MICROS;
      default -> Standard.byCode(column);
    };
  }

  private static String base(String name) {
    int space = name.indexOf(' ');
    return space < 0 ? name : name.substring(0, space);
  }

  @Override
  public @Nullable Getter time(Described column) {
    return switch (column.sqlType().toUpperCase(Locale.ROOT)) {
      // Drivers wrap what is no time of day, and shift DATETIMEs in getString.
      case "TIME" -> Times.text(DataType.TIME);
      case "DATE" -> orRefused(DataType.DATE);
      case "DATETIME", "TIMESTAMP" -> orRefused(Times.MICROS);
      default -> null;
    };
  }

  /** Drivers make null of 0000-00-00, or fail. */
  private static Getter orRefused(DataType type) {
    Getter getter = Times.of(type);
    return (rows, index) -> {
      Object value;
      try {
        value = getter.get(rows, index);
      } catch (SQLException | DateTimeException e) {
        value = null;
      }
      return value == null ? parsed(rows, index, type) : value;
    };
  }

  private static @Nullable Object parsed(ResultSet rows, int index, DataType type)
      throws SQLException {
    String text;
    try {
      text = rows.getString(index);
    } catch (SQLDataException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    return text == null ? null : Times.parse(text, type);
  }

  @Override
  public Cell cell(Described column, DataType type) {
    if (type instanceof DataType.Boolean) {
      return MySql::bool;
    } else if (type instanceof DataType.Float32) {
      return new MySqlFloat();
    } else if (isYear(column)) {
      return MySql::year;
    } else if (column.javaClass().equals(UUID.class.getName())) {
      return Cells.of(type);
    }
    return Standard.byCode(column, type);
  }

  @Override
  public TextCell text(Described column) {
    Getter time = time(column);
    if (isBits(column)) {
      return (rows, index) -> bits(rows.getBytes(index), column.precision());
    } else if (type(column) instanceof DataType.Float32) {
      return new MySqlFloat()::text;
    } else if (type(column) instanceof DataType.Boolean) {
      return (rows, index) -> {
        long value = rows.getLong(index);
        return value == 0 && rows.wasNull() ? null : Long.toString(value);
      };
    } else if (isYear(column)) {
      return MySql::yearText;
    } else if (type(column) instanceof DataType.Binary) {
      return TextValue::utf8;
    } else if (time == null) {
      return ResultSet::getString;
    } else if (column.code() == Types.TIME) {
      return ResultSet::getString;
    }
    return (rows, index) -> {
      try {
        Object value = time.get(rows, index);
        return value == null ? null : TemporalText.show(value);
      } catch (IllegalArgumentException e) {
        return rows.getString(index);
      }
    };
  }

  @Override
  public Cell as(Described column, DataType wanted) {
    return isBits(column) && Bits.areNumbers(SqlType.scalar("BIT", 0, 0, false), wanted)
        ? Bits.number(text(column), wanted)
        : Requests.cell(this, column, wanted);
  }

  @Override
  public List<Described> ofTable(List<Described> columns, Connection connection, String table)
      throws SQLException {
    return MySqlTarget.ofTable(columns, connection, table);
  }

  @Override
  public Setter setter(Described column, DataType type) {
    return MySqlTarget.setter(column, type, SqlValue.setter(type, digits(column)));
  }

  private boolean isBits(Described column) {
    return column.code() == Types.BIT && type(column) instanceof DataType.Binary;
  }

  /** As many digits as the column has: one driver's text is the number, the other's a literal. */
  private static @Nullable String bits(byte @Nullable [] bytes, int count) {
    if (bytes == null) {
      return null;
    }
    String digits = new BigInteger(1, bytes).toString(2);
    return "0".repeat(Math.max(count - digits.length(), 0)) + digits;
  }

  private static void bool(ResultSet rows, int index, Series.Builder to) throws SQLException {
    long value = rows.getLong(index);
    if (value == 0 && rows.wasNull()) {
      to.appendNull();
    } else if (value == 0 || value == 1) {
      to.appendBoolean(value == 1);
    } else {
      throw new IllegalArgumentException(value + " is neither true nor false: Int16 holds it");
    }
  }

  private static boolean isYear(Described column) {
    return column.sqlType().toUpperCase(Locale.ROOT).equals("YEAR");
  }

  /** One driver's text is a date. */
  private static @Nullable String yearText(ResultSet rows, int index) throws SQLException {
    BigDecimal value = rows.getBigDecimal(index);
    return value == null ? null : "%04d".formatted(value.intValueExact());
  }

  private static void year(ResultSet rows, int index, Series.Builder to) throws SQLException {
    BigDecimal value = rows.getBigDecimal(index);
    to.append(value == null ? null : value.toBigIntegerExact());
  }
}
