package io.github.polars4j;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.ArrowReader;

/** The values that Arrow Java reads, as {@link PlainJson} has them. */
final class ArrowJson {
  private final ArrowReader reader;

  private ArrowJson(ArrowReader reader) {
    this.reader = reader;
  }

  /** A string a column. */
  static List<String> read(ArrowReader reader) throws IOException {
    ArrowJson json = new ArrowJson(reader);
    List<List<String>> columns = new ArrayList<>();
    reader.getVectorSchemaRoot().getFieldVectors().forEach(v -> columns.add(new ArrayList<>()));
    while (reader.loadNextBatch()) {
      List<FieldVector> vectors = reader.getVectorSchemaRoot().getFieldVectors();
      for (int c = 0; c < vectors.size(); c++) {
        for (int i = 0; i < vectors.get(c).getValueCount(); i++) {
          columns.get(c).add(json.value(vectors.get(c), i));
        }
      }
    }
    return columns.stream().map(values -> "[" + String.join(", ", values) + "]").toList();
  }

  private String value(FieldVector vector, int i) throws IOException {
    if (vector.isNull(i)) {
      return "null";
    }
    if (vector.getField().getDictionary() != null) {
      long id = vector.getField().getDictionary().getId();
      FieldVector words = reader.getDictionaryVectors().get(id).getVector();
      return value(words, (int) ((BaseIntVector) vector).getValueAsLong(i));
    } else if (vector instanceof LargeListVector list) {
      return list(list.getDataVector(), list.getElementStartIndex(i), list.getElementEndIndex(i));
    } else if (vector instanceof FixedSizeListVector list) {
      return list(list.getDataVector(), list.getElementStartIndex(i), list.getElementEndIndex(i));
    } else if (vector instanceof StructVector struct) {
      List<String> fields = new ArrayList<>();
      for (FieldVector field : struct.getChildrenFromFields()) {
        fields.add(PlainJson.text(field.getName()) + ": " + value(field, i));
      }
      return "{" + String.join(", ", fields) + "}";
    } else if (vector instanceof UInt1Vector v) {
      return Short.toString(v.getObjectNoOverflow(i));
    } else if (vector instanceof UInt2Vector v) {
      return Integer.toString(v.get(i));
    } else if (vector instanceof UInt4Vector v) {
      return Long.toString(v.getObjectNoOverflow(i));
    } else if (vector instanceof UInt8Vector v) {
      return Long.toUnsignedString(v.get(i));
    } else if (vector instanceof BigIntVector v) {
      return Long.toString(v.get(i));
    } else if (vector instanceof Float2Vector v) {
      return Double.toString(v.getValueAsFloat(i));
    } else if (vector instanceof DateDayVector v) {
      return Integer.toString(v.get(i));
    } else if (vector instanceof TimeNanoVector v) {
      return Long.toString(v.get(i));
    } else if (vector instanceof TimeStampVector v) {
      return Long.toString(v.get(i));
    } else if (vector instanceof DurationVector v) {
      return Long.toString(DurationVector.get(v.getDataBuffer(), i));
    }
    Object value = vector.getObject(i);
    if (value instanceof BigDecimal decimal) {
      return PlainJson.text(decimal.toPlainString());
    } else if (value instanceof Float || value instanceof Double) {
      return Double.toString(((Number) value).doubleValue());
    } else if (value instanceof byte[] bytes) {
      return PlainJson.text(HexFormat.of().formatHex(bytes));
    }
    return value instanceof Number || value instanceof Boolean
        ? value.toString()
        : PlainJson.text(value.toString());
  }

  private String list(FieldVector values, long start, long end) throws IOException {
    List<String> elements = new ArrayList<>();
    for (long i = start; i < end; i++) {
      elements.add(value(values, (int) i));
    }
    return "[" + String.join(", ", elements) + "]";
  }
}
