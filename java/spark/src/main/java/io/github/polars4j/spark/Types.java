package io.github.polars4j.spark;

import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.Schema;
import io.github.polars4j.TimeUnit;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.NullType;
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
import org.jspecify.annotations.Nullable;

/** What Spark's types are in a file, and the other way round. */
final class Types {
  /** The key of the schema's metadata under which a file has Spark's schema, as JSON. */
  static final String SPARK_SCHEMA = "org.apache.spark.sql.schema";

  private static final int UINT64_DIGITS = 20;

  private Types() {}

  /** The schema of a file for rows of {@code schema}, whose types {@link #isSupported} knows. */
  static Schema schema(StructType schema) {
    return new Schema(fields(schema));
  }

  /** Whether values of the type can be written and read. */
  static boolean isSupported(org.apache.spark.sql.types.DataType type) {
    return find(type) != null;
  }

  /** The type of a column for values of Spark's {@code type}. */
  static DataType of(org.apache.spark.sql.types.DataType type) {
    DataType found = find(type);
    if (found == null) {
      throw new UnsupportedOperationException(type.catalogString() + " has no Arrow type");
    }
    return found;
  }

  private static @Nullable DataType find(org.apache.spark.sql.types.DataType type) {
    if (type instanceof BooleanType) {
      return DataType.BOOLEAN;
    } else if (type instanceof ByteType) {
      return DataType.INT8;
    } else if (type instanceof ShortType) {
      return DataType.INT16;
    } else if (type instanceof IntegerType || type instanceof YearMonthIntervalType) {
      return DataType.INT32;
    } else if (type instanceof LongType) {
      return DataType.INT64;
    } else if (type instanceof FloatType) {
      return DataType.FLOAT32;
    } else if (type instanceof DoubleType) {
      return DataType.FLOAT64;
    } else if (type instanceof StringType) {
      return DataType.STRING;
    } else if (type instanceof BinaryType) {
      return DataType.BINARY;
    } else if (type instanceof DateType) {
      return DataType.DATE;
    } else if (type instanceof TimestampType) {
      return DataType.datetime(TimeUnit.MICROSECONDS, ZoneOffset.UTC);
    } else if (type instanceof TimestampNTZType) {
      return DataType.datetime(TimeUnit.MICROSECONDS);
    } else if (type instanceof DayTimeIntervalType) {
      return DataType.duration(TimeUnit.MICROSECONDS);
    } else if (type instanceof TimeType) {
      return DataType.TIME;
    } else if (type instanceof NullType) {
      return DataType.NULL;
    } else if (type instanceof DecimalType decimal) {
      // A negative scale is an old setting of Spark's; Arrow has it, polars does not.
      return decimal.scale() < 0 ? null : DataType.decimal(decimal.precision(), decimal.scale());
    } else if (type instanceof VariantType) {
      return Variants.TYPE;
    } else if (type instanceof UserDefinedType<?> user) {
      return find(user.sqlType());
    } else if (type instanceof ArrayType array) {
      DataType inner = find(array.elementType());
      return inner == null ? null : DataType.list(inner);
    } else if (type instanceof MapType map) {
      return find(DataTypes.createArrayType(entries(map)));
    } else if (type instanceof StructType struct && struct.length() > 0) {
      for (StructField field : struct.fields()) {
        if (find(field.dataType()) == null) {
          return null;
        }
      }
      return new DataType.Struct(fields(struct));
    }
    return null;
  }

  /** What a map is a list of. */
  static StructType entries(MapType map) {
    return new StructType()
        .add("key", map.keyType(), false)
        .add("value", map.valueType(), map.valueContainsNull());
  }

  private static List<Field> fields(StructType struct) {
    List<Field> fields = new ArrayList<>();
    for (StructField field : struct.fields()) {
      fields.add(Field.of(field.name(), of(field.dataType())));
    }
    return fields;
  }

  /** Spark's schema of a file; {@code file} is what messages call it. */
  static StructType schema(String file, Schema schema, Map<String, String> metadata) {
    StructType written = written(metadata);
    StructType found = new StructType();
    for (Field field : schema.fields()) {
      StructField known = known(written, field);
      found =
          found.add(
              known != null
                  ? known
                  : new StructField(
                      field.name(),
                      spark(file, field.name(), field.dataType()),
                      true,
                      Metadata.empty()));
    }
    return found;
  }

  private static @Nullable StructType written(Map<String, String> metadata) {
    String json = metadata.get(SPARK_SCHEMA);
    try {
      return json != null
              && org.apache.spark.sql.types.DataType.fromJson(json) instanceof StructType struct
          ? struct
          : null;
    } catch (RuntimeException e) {
      return null; // of another Spark: the file's own types count
    }
  }

  /** The field as it was written, if it still is of that type. */
  private static @Nullable StructField known(@Nullable StructType written, Field field) {
    if (written != null) {
      for (StructField candidate : written.fields()) {
        if (candidate.name().equals(field.name())
            && field.dataType().equals(find(candidate.dataType()))) {
          return candidate;
        }
      }
    }
    return null;
  }

  private static org.apache.spark.sql.types.DataType spark(
      String file, String column, DataType type) {
    if (type instanceof DataType.Boolean) {
      return DataTypes.BooleanType;
    } else if (type instanceof DataType.Int8) {
      return DataTypes.ByteType;
    } else if (type instanceof DataType.Int16 || type instanceof DataType.UInt8) {
      return DataTypes.ShortType;
    } else if (type instanceof DataType.Int32 || type instanceof DataType.UInt16) {
      return DataTypes.IntegerType;
    } else if (type instanceof DataType.Int64 || type instanceof DataType.UInt32) {
      return DataTypes.LongType;
    } else if (type instanceof DataType.UInt64) {
      return DataTypes.createDecimalType(UINT64_DIGITS, 0);
    } else if (type instanceof DataType.Float32) {
      return DataTypes.FloatType;
    } else if (type instanceof DataType.Float64) {
      return DataTypes.DoubleType;
    } else if (type instanceof DataType.String
        || type instanceof DataType.Categorical
        || type instanceof DataType.Enum) {
      return DataTypes.StringType;
    } else if (type instanceof DataType.Binary) {
      return DataTypes.BinaryType;
    } else if (type instanceof DataType.Date) {
      return DataTypes.DateType;
    } else if (type instanceof DataType.Time) {
      return new TimeType(TimeType.MAX_PRECISION()); // 6 in Spark 4.2, 9 in 4.3
    } else if (type instanceof DataType.Datetime time) {
      return time.zone() == null ? DataTypes.TimestampNTZType : DataTypes.TimestampType;
    } else if (type instanceof DataType.Duration) {
      return DataTypes.createDayTimeIntervalType();
    } else if (type instanceof DataType.Decimal decimal) {
      return DataTypes.createDecimalType(decimal.precision(), decimal.scale());
    } else if (type instanceof DataType.Null) {
      return DataTypes.NullType;
    } else if (type instanceof DataType.Extension extension) {
      return extension(file, column, extension);
    } else if (type instanceof DataType.List list) {
      return DataTypes.createArrayType(spark(file, column + "[]", list.inner()));
    } else if (type instanceof DataType.Array array) {
      return DataTypes.createArrayType(spark(file, column + "[]", array.inner()));
    } else if (type instanceof DataType.Struct struct) {
      StructType made = new StructType();
      for (Field field : struct.fields()) {
        String name = field.name();
        made = made.add(name, spark(file, column + "." + name, field.dataType()), true);
      }
      return made;
    }
    throw new UnsupportedOperationException(
        file
            + ": column \""
            + column
            + "\" is of type "
            + type
            + ", which Spark does not have; give a schema without it to read the others");
  }

  private static org.apache.spark.sql.types.DataType extension(
      String file, String column, DataType.Extension type) {
    if (!Variants.is(type)) {
      return spark(file, column, type.storage());
    } else if (Variants.isWhole(type)) {
      return DataTypes.VariantType;
    }
    throw new UnsupportedOperationException(
        file
            + ": column \""
            + column
            + "\" is a shredded variant, "
            + type.storage()
            + "; read it by a schema as what it is stored as, such as "
            + "v struct<metadata: binary, value: binary, typed_value: …>");
  }
}
