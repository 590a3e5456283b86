package io.github.polars4j.duckdb;

import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.Schema;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/** Tells which results go through Arrow: those whose values all arrive as they are. */
final class ArrowTypes {
  /**
   * DuckDB's Arrow drops the offset of TIME WITH TIME ZONE; the others have no type in polars, or
   * one of other values; ENUM and TIMESTAMP_S have another type than the catalogue's. Dates and
   * times within lists and structs are looked at cell by cell, for infinities. These may also be
   * names of fields: then the result is read by cells, no more.
   */
  private static final Pattern BY_CELLS =
      Pattern.compile(
          "\\b(ENUM|TIMESTAMP_S|TIME WITH TIME ZONE|TIMETZ|TIME_TZ|INTERVAL|UNION|VARIANT|BIT|BIGNUM|VARINT|UHUGEINT"
              + "|GEOMETRY|TIMESTAMPTZ_NS|NULL|TYPE)\\b");

  /** Values of an enum, and names of fields. */
  private static final Pattern QUOTED = Pattern.compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"");

  private static final Pattern NESTED = Pattern.compile("[\\[(]");
  private static final Pattern SCALAR = Pattern.compile("DECIMAL\\([^()\\[]*\\)");
  private static final Pattern DATED = Pattern.compile("\\b(DATE|TIMESTAMP\\w*)\\b");

  private ArrowTypes() {}

  /** Instants in UTC: Arrow has them in the time zone of DuckDB's session, which says nothing. */
  static Schema inUtc(Schema schema) {
    return new Schema(schema.fields().stream().map(ArrowTypes::inUtc).toList());
  }

  private static Field inUtc(Field field) {
    return field.dataType() instanceof DataType.Datetime type && type.zone() != null
        ? new Field(field.name(), DataType.datetime(type.unit(), ZoneOffset.UTC))
        : field;
  }

  static boolean suit(ResultSetMetaData columns) throws SQLException {
    for (int column = 1; column <= columns.getColumnCount(); column++) {
      String type = QUOTED.matcher(columns.getColumnTypeName(column)).replaceAll("''");
      boolean nested = NESTED.matcher(type).find() && !SCALAR.matcher(type).matches();
      if (BY_CELLS.matcher(type).find() || nested && DATED.matcher(type).find()) {
        return false;
      }
    }
    return true;
  }
}
