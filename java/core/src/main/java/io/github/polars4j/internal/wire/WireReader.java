package io.github.polars4j.internal.wire;

import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.Schema;
import io.github.polars4j.TimeUnit;
import io.github.polars4j.internal.time.Zones;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What native code answers: the counterpart of {@link WireWriter}. */
public final class WireReader {
  private static final TimeUnit[] UNITS = TimeUnit.values();
  private static final DataType.Categorical.Physical[] PHYSICALS =
      DataType.Categorical.Physical.values();

  private final ByteBuffer in;

  /** Reads {@code bytes} from their start. */
  public WireReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  /** One byte, unsigned. */
  public int u8() {
    return Byte.toUnsignedInt(in.get());
  }

  /** A byte that is 1 or 0. */
  public boolean bool() {
    return in.get() != 0;
  }

  /** Four bytes. */
  public int i32() {
    return in.getInt();
  }

  /** Eight bytes. */
  public long i64() {
    return in.getLong();
  }

  /** A length in bytes, and UTF-8. */
  public String str() {
    byte[] bytes = new byte[i32()];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A bool; if it is true a count, and each key and value. Immutable, in the order given. */
  public Map<String, String> optMap() {
    Map<String, String> map = new LinkedHashMap<>();
    for (int left = bool() ? i32() : 0; left > 0; left--) {
      map.put(str(), str());
    }
    return Collections.unmodifiableMap(map);
  }

  /** A schema. */
  public Schema schema() {
    List<Field> fields = fields();
    byte[] forms = new byte[i32()];
    in.get(forms);
    return forms.length == 0 ? new Schema(fields) : Forms.schema(fields, forms);
  }

  /** A tag, and the type's parameters. */
  public DataType dataType() {
    TypeTag tag = TypeTag.ofWire(u8());
    return switch (tag) {
      case BOOLEAN -> DataType.BOOLEAN;
      case INT8 -> DataType.INT8;
      case INT16 -> DataType.INT16;
      case INT32 -> DataType.INT32;
      case INT64 -> DataType.INT64;
      case INT128 -> DataType.INT128;
      case UINT8 -> DataType.UINT8;
      case UINT16 -> DataType.UINT16;
      case UINT32 -> DataType.UINT32;
      case UINT64 -> DataType.UINT64;
      case UINT128 -> DataType.UINT128;
      case FLOAT16 -> DataType.FLOAT16;
      case FLOAT32 -> DataType.FLOAT32;
      case FLOAT64 -> DataType.FLOAT64;
      case STRING -> DataType.STRING;
      case BINARY -> DataType.BINARY;
      case DATE -> DataType.DATE;
      case TIME -> DataType.TIME;
      case NULL -> DataType.NULL;
      case DATETIME -> new DataType.Datetime(UNITS[u8()], optZone());
      case DURATION -> new DataType.Duration(UNITS[u8()]);
      case DECIMAL -> new DataType.Decimal(i32(), i32());
      case LIST -> new DataType.List(dataType());
      case ARRAY -> new DataType.Array(dataType(), i32());
      case STRUCT -> new DataType.Struct(fields());
      case CATEGORICAL -> new DataType.Categorical(str(), str(), PHYSICALS[u8()]);
      case ENUM -> new DataType.Enum(strings());
      case EXTENSION -> extension();
      case UNSUPPORTED -> new DataType.Unsupported(str());
    };
  }

  private DataType extension() {
    String name = str();
    String metadata = str();
    return new DataType.Extension(name, dataType(), metadata);
  }

  private List<Field> fields() {
    int count = i32();
    List<Field> fields = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      fields.add(new Field(str(), dataType(), !bool(), optMap()));
    }
    return fields;
  }

  private List<String> strings() {
    int count = i32();
    List<String> strings = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      strings.add(str());
    }
    return strings;
  }

  private @Nullable ZoneId optZone() {
    return bool() ? Zones.named(str()) : null;
  }
}
