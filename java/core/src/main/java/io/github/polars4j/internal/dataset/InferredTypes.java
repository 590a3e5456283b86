package io.github.polars4j.internal.dataset;

import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.FrameReader;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.Schema;
import io.github.polars4j.Series;
import io.github.polars4j.internal.wire.Shown;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings the types together that columns of text files get from their values, as if the files were
 * one: by the values of all of them.
 */
public final class InferredTypes {
  private static final DataType WHOLE = DataType.decimal(38, 0);
  private static final Set<DataType> INTEGERS = Set.of(DataType.INT64, DataType.UINT64, WHOLE);

  /** What only the readers themselves know. */
  public interface Access {
    /** The types that the user gives; null if the format has types of its own. */
    @Nullable Schema given(FrameReader reader);

    /**
     * Whether a value's text says if it is a number, a word or true, so that none stands for
     * another.
     */
    boolean hasKinds(FrameReader reader);

    /** Gives columns types, beside those that the user gives. */
    void give(FrameReader reader, Schema types);

    /** Has all rows looked at to find the types. */
    void byAllRows(FrameReader reader);
  }

  /** Whether a column of a file has a value. */
  interface Values {
    boolean has(int file, String column) throws IOException;
  }

  private final List<Schema> schemas;
  private final List<@Nullable Schema> given;
  private final Values values;
  private final boolean kinds;
  private final List<List<Field>> overrides = new ArrayList<>();

  /**
   * Settles the types of all columns.
   *
   * @param schemas of the files, as their values say; the types change that others ask for
   * @param given the types that the user gives; null for a file whose format has types
   * @param kinds whether values of a file have a kind, by {@link Access#hasKinds}
   */
  InferredTypes(List<Schema> schemas, List<@Nullable Schema> given, Values values, boolean kinds)
      throws IOException {
    this.schemas = schemas;
    this.given = given;
    this.values = values;
    this.kinds = kinds;
    Set<String> names = new LinkedHashSet<>();
    for (Schema schema : schemas) {
      overrides.add(new ArrayList<>());
      names.addAll(schema.names());
    }
    for (String name : names) {
      settle(name);
    }
  }

  /** The types that columns of a file are to be read as. */
  Schema overrides(int file) {
    return new Schema(overrides.get(file));
  }

  /** The rows of a file with whole numbers as floating point ones where other files have such. */
  DataFrame typed(int file, DataFrame frame) {
    DataFrame typed = frame.slice(0, frame.height());
    for (Field field : frame.schema().fields()) {
      String name = field.name();
      if (schemas.get(file).contains(name)
          && INTEGERS.contains(field.dataType())
          && schemas.get(file).field(name).dataType().equals(DataType.FLOAT64)) {
        try (DataFrame before = typed;
            Series whole = before.column(name);
            Series number = exact(whole)) {
          typed = before.withColumn(number);
        }
      }
    }
    return typed;
  }

  /** Whole numbers as floating point ones; refuses those that would be rounded. */
  private static Series exact(Series whole) {
    Series number = whole.cast(DataType.FLOAT64);
    try (Series back = number.castOrNull(whole.dataType())) {
      long row = whole.firstDifference(back);
      if (row >= 0) {
        throw new InvalidOperationException(
            "column \"%s\": %s is not exact in Float64, the type that other files' values give it"
                .formatted(Shown.cut(whole.name()), whole.get(row)));
      }
      return number;
    } catch (Throwable e) {
      number.close();
      throw e;
    }
  }

  private void settle(String column) throws IOException {
    List<Integer> files = new ArrayList<>();
    Set<DataType> types = new LinkedHashSet<>();
    for (int file = 0; file < schemas.size(); file++) {
      if (schemas.get(file).contains(column)) {
        Schema own = given.get(file);
        if (own == null || own.contains(column)) {
          return; // its type is not found in its values
        }
        files.add(file);
        types.add(typeOf(file, column));
      }
    }
    if (types.size() < 2) {
      return;
    }
    Set<Integer> empty = new HashSet<>();
    types.clear();
    for (int file : files) {
      DataType type = typeOf(file, column);
      if (type.equals(DataType.STRING) && !values.has(file, column)) {
        empty.add(file);
      } else {
        types.add(type);
      }
    }
    DataType all = common(types);
    if (all != null) {
      for (int file : files) {
        change(file, column, all, empty.contains(file));
      }
    }
  }

  /** The type of one file with all these values; null if there is none. */
  private @Nullable DataType common(Set<DataType> types) {
    if (types.size() == 1) {
      return types.iterator().next();
    } else if (INTEGERS.containsAll(types)) {
      return WHOLE;
    }
    Set<DataType> others = new HashSet<>(types);
    others.removeAll(INTEGERS);
    if (others.equals(Set.of(DataType.FLOAT64))) {
      return DataType.FLOAT64;
    }
    boolean nested =
        types.stream()
            .anyMatch(type -> type instanceof DataType.List || type instanceof DataType.Struct);
    boolean mixed =
        kinds
            && (types.contains(DataType.BOOLEAN)
                || types.stream().map(InferredTypes::isWritten).distinct().count() > 1);
    return types.isEmpty() || nested || mixed ? null : DataType.STRING;
  }

  /** Whether values of a type are strings in JSON. */
  private static boolean isWritten(DataType type) {
    return !INTEGERS.contains(type)
        && !type.equals(DataType.FLOAT64)
        && !type.equals(DataType.BOOLEAN);
  }

  private void change(int file, String column, DataType type, boolean empty) {
    DataType own = typeOf(file, column);
    if (own.equals(type)) {
      return;
    }
    List<Field> fields = new ArrayList<>(schemas.get(file).fields());
    fields.replaceAll(field -> field.name().equals(column) ? new Field(column, type) : field);
    schemas.set(file, new Schema(fields));
    if (empty || !type.equals(DataType.FLOAT64)) {
      overrides.get(file).add(new Field(column, type));
    } // as a floating point number, the text of a whole one would be rounded
  }

  private DataType typeOf(int file, String column) {
    return schemas.get(file).field(column).dataType();
  }

  /** The refusal of a value, with its file. */
  static InvalidOperationException in(Object file, InvalidOperationException e) {
    InvalidOperationException told =
        new InvalidOperationException(
            file + ": " + e.getMessage() + " (withReader gives a reader that reads it as String)");
    told.initCause(e);
    return told;
  }
}
