package io.github.polars4j.spark;

import io.github.polars4j.spark.ArrowBatch.ArrowColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.execution.vectorized.ConstantColumnVector;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimeType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.UserDefinedType;
import org.apache.spark.sql.types.VariantType;
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.jspecify.annotations.Nullable;

/** Makes the vector through which Spark sees a column of a file as values of its type. */
final class Vectors {
  private static final int DIGITS_OF_NANOS = 9;

  private final boolean caseSensitive;

  /** {@code caseSensitive} is how the names of fields are compared. */
  Vectors(boolean caseSensitive) {
    this.caseSensitive = caseSensitive;
  }

  /**
   * One of Spark's {@code type}; {@code where} names file and column.
   *
   * @throws IllegalArgumentException if the column's values are no such
   */
  ColumnVector of(DataType type, ArrowColumn column, String where) {
    return of(type, column, 0, where);
  }

  private ColumnVector of(DataType type, ArrowColumn column, long shift, String where) {
    if (type instanceof UserDefinedType<?> user) {
      return of(user.sqlType(), column, shift, where);
    }
    String format = column.format();
    if (format.equals("n")) {
      return nulls(type, column.length());
    }
    ColumnVector made = scalar(type, column, shift, format, where);
    if (made == null) {
      made = nested(type, column, shift, format, where);
    }
    if (made == null) {
      throw new IllegalArgumentException(
          where
              + " has values of Arrow's format \""
              + format
              + "\", which are not "
              + type.catalogString()
              + "; read the column by the type that the file has, and cast it");
    }
    return made;
  }

  private @Nullable ColumnVector scalar(
      DataType type, ArrowColumn column, long shift, String format, String where) {
    if (type instanceof BooleanType) {
      return format.equals("b") ? new FixedVectors.Booleans(type, column, shift) : null;
    } else if (type instanceof ByteType) {
      return whole("c", type, column, shift, format);
    } else if (type instanceof ShortType) {
      return whole("csC", type, column, shift, format);
    } else if (type instanceof IntegerType || type instanceof YearMonthIntervalType) {
      return whole("csCSi", type, column, shift, format);
    } else if (type instanceof LongType) {
      return whole("csCSiIl", type, column, shift, format);
    } else if (type instanceof FloatType) {
      return format.equals("f") ? new FixedVectors.Floats(type, column, shift) : null;
    } else if (type instanceof DoubleType) {
      return format.equals("f")
          ? new FixedVectors.Floats(type, column, shift)
          : format.equals("g") ? new FixedVectors.Doubles(type, column, shift) : null;
    } else if (type instanceof StringType) {
      return text(type, column, shift, format, where);
    } else if (type instanceof BinaryType) {
      return bytes("zZ", type, column, shift, format);
    } else if (type instanceof DateType) {
      return format.equals("tdD") ? new FixedVectors.Ints(type, column, shift) : null;
    } else if (type instanceof DecimalType decimal) {
      return decimal(decimal, column, shift, format);
    }
    return temporal(type, column, shift, format, where);
  }

  private static @Nullable ColumnVector whole(
      String allowed, DataType type, ArrowColumn column, long shift, String format) {
    if (format.length() != 1 || allowed.indexOf(format.charAt(0)) < 0) {
      return null;
    }
    char kind = format.charAt(0);
    return switch (kind) {
      case 'l' -> new FixedVectors.Longs(type, column, shift);
      case 'i' -> new FixedVectors.Ints(type, column, shift);
      case 'I' -> new FixedVectors.Small(type, column, shift, kind, 4);
      case 's', 'S' -> new FixedVectors.Small(type, column, shift, kind, 2);
      default -> new FixedVectors.Small(type, column, shift, kind, 1);
    };
  }

  private @Nullable ColumnVector text(
      DataType type, ArrowColumn column, long shift, String format, String where) {
    ArrowColumn dictionary = column.dictionary();
    if (dictionary != null && "CSI".contains(format)) {
      ColumnVector categories = of(type, dictionary, 0, where);
      return new VarVectors.Categories(type, column, shift, format.charAt(0), categories);
    }
    return bytes("uU", type, column, shift, format);
  }

  /** Of views, or of what only extension types and bytes of a fixed width are stored as. */
  private static @Nullable ColumnVector bytes(
      String allowed, DataType type, ArrowColumn column, long shift, String format) {
    if (format.equals("v" + allowed.charAt(0))) {
      return new VarVectors.Views(type, column, shift);
    }
    boolean fits =
        format.length() == 1 && allowed.contains(format)
            || type instanceof BinaryType && format.startsWith("w:");
    return fits ? new VarVectors.Runs(type, column, shift, format) : null;
  }

  private static @Nullable ColumnVector decimal(
      DecimalType type, ArrowColumn column, long shift, String format) {
    if (format.equals("L")) {
      return type.scale() == 0 && type.precision() >= 20
          ? new FixedVectors.Unsigned(type, column, shift)
          : null;
    }
    if (!format.matches("d:\\d+,\\d+")) {
      return null;
    }
    int comma = format.indexOf(',');
    boolean fits =
        Integer.parseInt(format.substring(2, comma)) <= type.precision()
            && Integer.parseInt(format.substring(comma + 1)) == type.scale();
    return fits ? new FixedVectors.Decimals(type, column, shift) : null;
  }

  private static @Nullable ColumnVector temporal(
      DataType type, ArrowColumn column, long shift, String format, String where) {
    if (type instanceof TimeType time) {
      if (!format.equals("ttn")) {
        return null;
      }
      long step = (long) Math.pow(10, DIGITS_OF_NANOS - time.precision());
      return new FixedVectors.Times(type, column, shift, step, where);
    }
    boolean suits =
        type instanceof TimestampType && format.matches("ts.:.+")
            || type instanceof TimestampNTZType && format.matches("ts.:")
            || type instanceof DayTimeIntervalType && format.matches("tD.");
    if (!suits) {
      return null;
    }
    return switch (format.charAt(2)) {
      case 'u' -> new FixedVectors.Longs(type, column, shift);
      case 'm' -> new FixedVectors.Scaled(type, column, shift, 1_000, 1, where);
      case 'n' -> new FixedVectors.Scaled(type, column, shift, 1, 1_000, where);
      default -> null;
    };
  }

  private @Nullable ColumnVector nested(
      DataType type, ArrowColumn column, long shift, String format, String where) {
    if (type instanceof StructType struct && format.equals("+s")) {
      return struct(struct, column, shift, where);
    } else if (type instanceof VariantType variant && format.equals("+s")) {
      return Variants.vector(variant, column, shift, where);
    } else if (type instanceof ArrayType array) {
      int width = format.startsWith("+w:") ? Integer.parseInt(format.substring(3)) : -1;
      if (width >= 0 || format.equals("+L")) {
        ColumnVector inner = of(array.elementType(), column.child(0), 0, where + "[]");
        return new NestedVectors.Lists(type, column, shift, width, inner);
      }
    } else if (type instanceof MapType map && format.equals("+L")) {
      ArrowColumn entries = column.child(0);
      if (entries.format().equals("+s") && entries.children() == 2) {
        long inner = entries.offset();
        ColumnVector[] fields = {
          of(map.keyType(), entries.child(0), inner, where + ".key"),
          of(map.valueType(), entries.child(1), inner, where + ".value")
        };
        return new NestedVectors.Maps(
            type,
            column,
            shift,
            new NestedVectors.Structs(Types.entries(map), entries, 0, fields),
            where);
      }
    }
    return null;
  }

  private ColumnVector struct(StructType type, ArrowColumn column, long shift, String where) {
    long inner = column.offset() + shift;
    ColumnVector[] fields = new ColumnVector[type.length()];
    for (int i = 0; i < fields.length; i++) {
      StructField field = type.fields()[i];
      String path = where + "." + field.name();
      ArrowColumn child = child(column, field.name(), path);
      fields[i] =
          child == null
              ? nulls(field.dataType(), column.length())
              : of(field.dataType(), child, inner, path);
    }
    return new NestedVectors.Structs(type, column, shift, fields);
  }

  private @Nullable ArrowColumn child(ArrowColumn struct, String name, String where) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < struct.children(); i++) {
      names.add(struct.child(i).name());
    }
    int place = Names.find(names, name, caseSensitive, where);
    return place < 0 ? null : struct.child(place);
  }

  static ColumnVector nulls(DataType type, long rows) {
    ConstantColumnVector nulls = new ConstantColumnVector((int) rows, type);
    nulls.setNull();
    return nulls;
  }
}
