package io.github.polars4j.internal.jdbc;

import io.github.polars4j.DataType;
import io.github.polars4j.Series;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** H2. What is in its arrays and rows comes as results of their own, read like any other. */
final class H2 implements Catalog {
  @Override
  public DataType type(Described column) {
    return type(column.parsed());
  }

  private static DataType type(SqlType type) {
    return switch (type.kind()) {
      case LIST -> DataType.list(type(type.inner().get(0)));
      case STRUCT -> type.toStruct(H2::type);
      default -> scalar(type);
    };
  }

  private static DataType scalar(SqlType type) {
    return switch (type.name()) {
      case "BOOLEAN" -> DataType.BOOLEAN;
      case "TINYINT" -> DataType.INT8;
      case "SMALLINT" -> DataType.INT16;
      case "INTEGER" -> DataType.INT32;
      case "BIGINT" -> DataType.INT64;
      case "REAL" -> DataType.FLOAT32;
      case "DOUBLE PRECISION", "DOUBLE" -> DataType.FLOAT64;
      case "NUMERIC", "DECIMAL" -> Decimals.of(type.precision(), type.scale());
      case "DECFLOAT" -> Decimals.ANY;
      case "DATE" -> DataType.DATE;
      case "TIME" -> DataType.TIME;
      case "TIMESTAMP" -> Times.datetime(type.fraction());
      case "TIMESTAMP WITH TIME ZONE" -> Times.instant(type.fraction());
      case "BINARY", "BINARY VARYING", "VARBINARY", "BINARY LARGE OBJECT", "BLOB", "JAVA_OBJECT" ->
          DataType.BINARY;
      case "NULL" -> DataType.NULL;
      default -> DataType.STRING;
    };
  }

  @Override
  public TextCell text(Described column) {
    return type(column) instanceof DataType.Binary ? TextValue::utf8 : Catalog.super.text(column);
  }

  @Override
  public boolean hasBytes(Described column) {
    return column.parsed().name().equals("GEOMETRY") || Catalog.super.hasBytes(column);
  }

  @Override
  public @Nullable Getter time(Described column) {
    SqlType type = column.parsed();
    return type.isScalar() ? time(type) : null;
  }

  private static @Nullable Getter time(SqlType type) {
    return switch (type.name()) {
      case "DATE", "TIME", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE" -> Times.of(scalar(type));
      default -> null;
    };
  }

  @Override
  public Setter setter(Described column, DataType type) {
    return column.parsed().name().equals("ENUM")
        ? SqlValue.setter(type, 0)
        : Catalog.super.setter(column, type);
  }

  @Override
  public Cell cell(Described column, DataType type) {
    return cell(column.parsed());
  }

  private static Cell cell(SqlType type) {
    return switch (type.kind()) {
      case LIST -> elements(cell(type.inner().get(0)));
      case STRUCT -> fields(type.inner().stream().map(H2::cell).toList());
      default -> {
        Getter time = time(type);
        yield time == null ? Cells.of(scalar(type)) : time.cell();
      }
    };
  }

  private static Cell elements(Cell inner) {
    return (rows, index, to) -> {
      Array array = rows.getArray(index);
      if (array == null) {
        to.appendNull();
        return;
      }
      Series.Builder element = to.element();
      try (ResultSet elements = array.getResultSet()) {
        while (elements.next()) {
          inner.read(elements, 2, element);
        }
      }
      to.endList();
    };
  }

  private static Cell fields(List<Cell> inner) {
    return (rows, index, to) -> {
      Object value = rows.getObject(index);
      if (value == null) {
        to.appendNull();
        return;
      }
      try (ResultSet row = (ResultSet) value) {
        append(row, inner, to);
      }
    };
  }

  private static void append(ResultSet row, List<Cell> inner, Series.Builder to)
      throws SQLException {
    row.next();
    for (int i = 0; i < inner.size(); i++) {
      inner.get(i).read(row, i + 1, to.field(i));
    }
    to.endStruct();
  }
}
