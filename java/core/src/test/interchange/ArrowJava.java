import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * ArrowJava FOLDER FROM: what Arrow Java sees in the files of FOLDER/files.json, from that one on;
 * as readers.py says it. Made for version 12 and newer.
 */
public class ArrowJava {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ArrowReader reader;

  private ArrowJava(ArrowReader reader) {
    this.reader = reader;
  }

  public static void main(String[] args) throws IOException {
    String jar =
        ArrowReader.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    say(JSON.createObjectNode().put("version", jar.replaceAll(".*-([0-9.]+)\\.jar", "$1")));
    JsonNode entries = JSON.readTree(Path.of(args[0], "files.json").toFile());
    for (int number = Integer.parseInt(args[1]); number < entries.size(); number++) {
      Path path = Path.of(args[0], entries.get(number).get("file").textValue());
      if (!entries.get(number).get("refused").isNull()) {
        continue;
      }
      ObjectNode line = JSON.createObjectNode().put("number", number);
      say(line);
      if (path.toString().endsWith(".parquet")) {
        continue;
      }
      try (RootAllocator allocator = new RootAllocator();
          ArrowReader reader = open(path, allocator)) {
        line.set("values", new ArrowJava(reader).values());
      } catch (Exception | LinkageError e) {
        line.put("error", e.toString());
      }
      say(line);
    }
  }

  private static void say(JsonNode line) {
    System.out.println(line);
  }

  private static ArrowReader open(Path path, RootAllocator allocator) throws IOException {
    CommonsCompressionFactory codecs = CommonsCompressionFactory.INSTANCE;
    return path.toString().endsWith(".arrows")
        ? new ArrowStreamReader(Files.newInputStream(path), allocator, codecs)
        : new ArrowFileReader(FileChannel.open(path), allocator, codecs);
  }

  private ObjectNode values() throws IOException {
    ObjectNode values = JSON.createObjectNode();
    for (FieldVector vector : reader.getVectorSchemaRoot().getFieldVectors()) {
      values.putArray(vector.getName());
    }
    while (reader.loadNextBatch()) {
      for (FieldVector vector : reader.getVectorSchemaRoot().getFieldVectors()) {
        for (int row = 0; row < vector.getValueCount(); row++) {
          ((ArrayNode) values.get(vector.getName())).add(value(vector, row));
        }
      }
    }
    return values;
  }

  private JsonNode value(FieldVector vector, int i) throws IOException {
    if (vector.isNull(i)) {
      return JSON.nullNode();
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
      ObjectNode fields = JSON.createObjectNode();
      for (FieldVector field : struct.getChildrenFromFields()) {
        fields.set(field.getName(), value(field, i));
      }
      return fields;
    }
    return JSON.valueToTree(flat(vector, i));
  }

  private JsonNode list(FieldVector values, long start, long end) throws IOException {
    ArrayNode list = JSON.createArrayNode();
    for (long i = start; i < end; i++) {
      list.add(value(values, (int) i));
    }
    return list;
  }

  private static Object flat(FieldVector vector, int i) {
    ArrowType type = vector.getField().getType();
    if (vector instanceof UInt1Vector v) {
      return v.getObjectNoOverflow(i);
    } else if (vector instanceof UInt2Vector v) {
      return (int) v.get(i);
    } else if (vector instanceof UInt4Vector v) {
      return v.getObjectNoOverflow(i);
    } else if (vector instanceof UInt8Vector v) {
      return v.getObjectNoOverflow(i);
    } else if (vector instanceof DateDayVector v) {
      return v.get(i);
    } else if (vector instanceof TimeStampVector v) {
      return nanos(v.get(i), ((ArrowType.Timestamp) type).getUnit());
    } else if (vector instanceof DurationVector v) {
      return nanos(
          DurationVector.get(v.getDataBuffer(), i), ((ArrowType.Duration) type).getUnit());
    }
    Object value = vector.getObject(i);
    if (type instanceof ArrowType.FloatingPoint && value instanceof Short) {
      try { // a vector that version 12 lacks
        value = vector.getClass().getMethod("getValueAsFloat", int.class).invoke(vector, i);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    } else if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    } else if (value instanceof Float number) {
      return number.doubleValue();
    }
    return value instanceof Number || value instanceof Boolean ? value : value.toString();
  }

  private static long nanos(long value, TimeUnit unit) {
    return switch (unit) {
      case SECOND -> value * 1_000_000_000;
      case MILLISECOND -> value * 1_000_000;
      case MICROSECOND -> value * 1_000;
      case NANOSECOND -> value;
    };
  }
}
