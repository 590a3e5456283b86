package io.github.polars4j.spark;

import io.github.polars4j.DataType;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;
import org.apache.spark.sql.types.VariantType;

/** Makes the blocks that collect the values of each type. */
final class Blocks {
  private Blocks() {}

  /** One for values of Spark's type. */
  static Block of(org.apache.spark.sql.types.DataType spark) {
    if (spark instanceof UserDefinedType<?> user) {
      return of(user.sqlType());
    } else if (spark instanceof ArrayType array) {
      return new ListBlock(of(array.elementType()));
    } else if (spark instanceof MapType map) {
      return new MapBlock(of(map.keyType()), of(map.valueType()));
    } else if (spark instanceof VariantType) {
      return new VariantBlock();
    } else if (spark instanceof StructType struct) {
      return new StructBlock(struct.fieldNames(), of(struct.fields()));
    }
    DataType type = Types.of(spark);
    if (type instanceof DataType.Boolean) {
      return new BooleanBlock();
    } else if (type instanceof DataType.String || type instanceof DataType.Binary) {
      return new VarBlock(type instanceof DataType.String);
    } else if (type instanceof DataType.Null) {
      return new NullBlock();
    } else if (type instanceof DataType.Decimal decimal) {
      return FixedBlock.decimals(decimal);
    } else if (type instanceof DataType.Int8) {
      return new FixedBlock(type, 1, (to, at, from, i) -> to.put(at, from.getByte(i)));
    } else if (type instanceof DataType.Int16) {
      return new FixedBlock(type, 2, (to, at, from, i) -> to.putShort(at, from.getShort(i)));
    } else if (type instanceof DataType.Int32 || type instanceof DataType.Date) {
      return new FixedBlock(type, 4, (to, at, from, i) -> to.putInt(at, from.getInt(i)));
    } else if (type instanceof DataType.Float32) {
      return new FixedBlock(type, 4, (to, at, from, i) -> to.putFloat(at, from.getFloat(i)));
    } else if (type instanceof DataType.Float64) {
      return new FixedBlock(type, 8, (to, at, from, i) -> to.putDouble(at, from.getDouble(i)));
    }
    // Whole numbers, points in time, spans and times of day: Spark counts them as the file does.
    return new FixedBlock(type, 8, (to, at, from, i) -> to.putLong(at, from.getLong(i)));
  }

  /** One for each field. */
  static Block[] of(StructField[] fields) {
    Block[] blocks = new Block[fields.length];
    for (int i = 0; i < fields.length; i++) {
      blocks[i] = of(fields[i].dataType());
    }
    return blocks;
  }
}
