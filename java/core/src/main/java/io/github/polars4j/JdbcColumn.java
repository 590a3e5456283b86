package io.github.polars4j;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * A column of a JDBC result.
 *
 * @param field its label and the type that it becomes
 * @param sqlType what the database calls its type
 * @param cell how to read it
 */
record JdbcColumn(Field field, String sqlType, JdbcCell cell) {
  static JdbcColumn of(ResultSetMetaData about, int index) throws SQLException {
    String name = about.getColumnTypeName(index);
    String sqlType = name == null ? "" : name;
    DataType type = type(about, index, sqlType);
    int code = about.getColumnType(index);
    Field field = Field.of(about.getColumnLabel(index), type);
    return new JdbcColumn(field, sqlType, JdbcCell.of(type, code));
  }

  private static DataType type(ResultSetMetaData about, int index, String name)
      throws SQLException {
    int precision = about.getPrecision(index);
    int scale = about.getScale(index);
    DataType named = SqlTypeName.parse(name, precision, scale);
    String upper = name.toUpperCase(Locale.ROOT);
    return switch (about.getColumnType(index)) {
      case Types.BOOLEAN -> DataType.BOOLEAN;
      case Types.BIT -> isBoolean(about, index, upper) ? DataType.BOOLEAN : DataType.STRING;
      case Types.TINYINT -> about.isSigned(index) ? DataType.INT8 : DataType.UINT8;
      case Types.SMALLINT ->
          about.isSigned(index) ? DataType.INT16 : orUnsigned(named, DataType.UINT16);
      case Types.INTEGER ->
          about.isSigned(index) ? DataType.INT32 : orUnsigned(named, DataType.UINT32);
      case Types.BIGINT ->
          about.isSigned(index) ? DataType.INT64 : orUnsigned(named, DataType.UINT64);
      case Types.REAL -> DataType.FLOAT32;
      case Types.FLOAT ->
          Float.class.getName().equals(about.getColumnClassName(index))
              ? DataType.FLOAT32
              : DataType.FLOAT64;
      case Types.DOUBLE -> upper.equals("MONEY") ? DataType.STRING : DataType.FLOAT64;
      case Types.NUMERIC, Types.DECIMAL ->
          upper.equals("DECFLOAT") ? named : SqlTypeName.decimal(precision, scale(name, scale));
      case Types.DATE -> DataType.DATE;
      case Types.TIME -> upper.equals("TIMETZ") ? DataType.STRING : DataType.TIME;
      case Types.TIMESTAMP ->
          named instanceof DataType.Datetime ? named : DataType.datetime(SqlTypeName.unit(scale));
      case Types.TIMESTAMP_WITH_TIMEZONE ->
          DataType.datetime(SqlTypeName.unit(scale), ZoneOffset.UTC);
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY ->
          upper.equals("UUID") ? DataType.STRING : DataType.BINARY;
      case Types.BLOB -> DataType.BINARY;
      case Types.NULL -> DataType.NULL;
      case Types.ARRAY, Types.STRUCT, Types.OTHER, Types.JAVA_OBJECT -> named;
      default -> DataType.STRING;
    };
  }

  /** PostgreSQL keeps 11 bits of a scale, and a sign that its driver doesn't know. */
  private static int scale(String name, int scale) {
    return name.equals("numeric") && scale > 1023 ? scale - 2048 : scale;
  }

  /** Some drivers call a string of bits BIT, too. */
  private static boolean isBoolean(ResultSetMetaData about, int index, String name)
      throws SQLException {
    int precision = about.getPrecision(index);
    return name.startsWith("BOOL")
        || Boolean.class.getName().equals(about.getColumnClassName(index))
            && (precision == 0 || precision == 1);
  }

  /** DuckDB gives its unsigned types the code of the next wider signed one. */
  private static DataType orUnsigned(DataType named, DataType otherwise) {
    return named.equals(DataType.UINT8)
            || named.equals(DataType.UINT16)
            || named.equals(DataType.UINT32)
        ? named
        : otherwise;
  }
}
