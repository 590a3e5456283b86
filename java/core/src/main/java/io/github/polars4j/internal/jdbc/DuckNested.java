package io.github.polars4j.internal.jdbc;

import io.github.polars4j.Series;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Struct;
import java.time.LocalDate;
import java.time.OffsetTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** DuckDB's lists, arrays, structs and maps out of the objects that its driver makes of them. */
record DuckNested(SqlType type, List<DuckNested> inner) implements Cell {
  DuckNested(SqlType type) {
    this(type, type.inner().stream().map(DuckNested::new).toList());
  }

  @Override
  public void read(ResultSet rows, int index, Series.Builder to) throws SQLException {
    append(rows.getObject(index), to);
  }

  private void append(@Nullable Object value, Series.Builder to) throws SQLException {
    if (value == null) {
      to.appendNull();
      return;
    }
    switch (type.kind()) {
      case LIST, ARRAY -> {
        for (Object element : (Object[]) ((Array) value).getArray()) {
          inner.get(0).append(element, to.element());
        }
        to.endList();
      }
      case MAP -> {
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          inner.get(0).append(entry.getKey(), to.element().field(0));
          inner.get(1).append(entry.getValue(), to.element().field(1));
          to.element().endStruct();
        }
        to.endList();
      }
      case STRUCT -> {
        Object[] fields = ((Struct) value).getAttributes();
        for (int i = 0; i < fields.length; i++) {
          inner.get(i).append(fields[i], to.field(i));
        }
        to.endStruct();
      }
      case SCALAR -> {
        if (type.name().equals("BIGNUM") || type.name().equals("VARINT")) {
          TextValue.append((String) value, to.dataType(), to);
        } else {
          to.append(scalar(value));
        }
      }
    }
  }

  private static @Nullable Object scalar(Object value) throws SQLException {
    if (value instanceof LocalDate date) {
      return DuckDb.finite(date);
    } else if (value instanceof Blob blob) {
      return Cells.bytes(blob);
    } else if (value instanceof OffsetTime time) {
      return TemporalText.show(time);
    } else if (value instanceof UUID uuid) {
      return uuid.toString();
    } else if (value.getClass().getName().equals("org.duckdb.JsonNode")) {
      // Whose text is the JSON.
      return value.toString();
    }
    // What else doesn't suit the column is refused by its class.
    return value;
  }
}
