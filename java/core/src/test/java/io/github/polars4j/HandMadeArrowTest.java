package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.DictionaryEncoding;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Struct_;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Utf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrow as other or older libraries write it, made message by message. */
class HandMadeArrowTest {
  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
  private final FlatBufferBuilder builder = new FlatBufferBuilder();

  /** A record batch's buffers, one after the other. */
  private static final class Body {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<long[]> buffers = new ArrayList<>();

    Body add(byte... buffer) {
      buffers.add(new long[] {bytes.size(), buffer.length});
      bytes.writeBytes(buffer);
      bytes.writeBytes(new byte[-bytes.size() & 7]);
      return this;
    }
  }

  private static byte[] ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.array();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void message(
      short version, byte kind, ToIntFunction<FlatBufferBuilder> header, Body body, int metadata) {
    int start = header.applyAsInt(builder);
    int message = Message.createMessage(builder, version, kind, start, body.bytes.size(), metadata);
    builder.finish(message);
    byte[] bytes = builder.sizedByteArray();
    int padded = (bytes.length + 7) & ~7;
    stream.writeBytes(ints(-1, padded));
    stream.writeBytes(bytes);
    stream.writeBytes(new byte[padded - bytes.length]);
    stream.writeBytes(body.bytes.toByteArray());
    builder.clear();
  }

  private int batch(Body body, int rows, int nodes) {
    RecordBatch.startBuffersVector(builder, body.buffers.size());
    for (int i = body.buffers.size() - 1; i >= 0; i--) {
      Buffer.createBuffer(builder, body.buffers.get(i)[0], body.buffers.get(i)[1]);
    }
    int buffers = builder.endVector();
    RecordBatch.startNodesVector(builder, nodes);
    for (int i = 0; i < nodes; i++) {
      FieldNode.createFieldNode(builder, rows, 0);
    }
    int vector = builder.endVector();
    RecordBatch.startRecordBatch(builder);
    RecordBatch.addLength(builder, rows);
    RecordBatch.addNodes(builder, vector);
    RecordBatch.addBuffers(builder, buffers);
    return RecordBatch.endRecordBatch(builder);
  }

  private int schema(int... fields) {
    int vector = Schema.createFieldsVector(builder, fields);
    return Schema.createSchema(builder, (short) 0, vector, 0, 0);
  }

  private int field(String name, byte type, int of, int dictionary, int... children) {
    int text = name == null ? 0 : builder.createString(name);
    int vector = Field.createChildrenVector(builder, children);
    return Field.createField(builder, text, true, type, of, dictionary, vector, 0);
  }

  private int int32(String name) {
    return field(name, Type.Int, Int.createInt(builder, 32, true), 0);
  }

  private int text(String name) {
    Utf8.startUtf8(builder);
    return field(name, Type.Utf8, Utf8.endUtf8(builder), 0);
  }

  private DataFrame read() throws Exception {
    stream.writeBytes(ints(-1, 0));
    return new IpcStreamReader(stream.toByteArray()).finish();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lz4", "LZ4_FRAME", "zstd", "ZSTD", "snappy"})
  void buffersCompressedInTheWayOfArrow017(String name) throws Exception {
    String long_ = "abc ".repeat(50);
    message(
        MetadataVersion.V4,
        MessageHeader.Schema,
        b -> schema(int32("i"), text("t")),
        new Body(),
        0);
    Body body = new Body().add();
    body.add(compressed(name, ints(1, 2))).add();
    body.add(compressed(name, ints(0, 1, 1 + long_.length())));
    body.add(compressed(name, utf8("x" + long_)));
    int entry =
        KeyValue.createKeyValue(
            builder,
            builder.createString("ARROW:experimental_compression"),
            builder.createString(name));
    int metadata = Message.createCustomMetadataVector(builder, new int[] {entry});
    message(MetadataVersion.V4, MessageHeader.RecordBatch, b -> batch(body, 2, 2), body, metadata);
    if (name.equals("snappy")) {
      assertThatThrownBy(this::read).hasMessageContaining("0.17").hasMessageContaining("snappy");
      return;
    }
    try (DataFrame read = read()) {
      assertThat(read.row(0).values()).containsExactly(1, "x");
      assertThat(read.row(1).values()).containsExactly(2, long_);
    }
  }

  /** The length, and a frame of the codec: what is short gets longer. */
  private static byte[] compressed(String name, byte[] bytes) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    IpcCompression codec =
        name.toLowerCase(java.util.Locale.ROOT).startsWith("lz4")
            ? IpcCompression.lz4()
            : IpcCompression.zstd();
    try (Series series = Series.of("b", DataType.UINT8, boxed(bytes));
        DataFrame frame = series.toFrame()) {
      new IpcStreamWriter(out).withCompression(codec).finish(frame);
    }
    ByteBuffer written = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    int schema = written.getInt(4);
    int start = 8 + schema;
    int length = written.getInt(start + 4);
    Message message =
        Message.getRootAsMessage(written.slice(start + 8, length).order(ByteOrder.LITTLE_ENDIAN));
    RecordBatch batch = (RecordBatch) message.header(new RecordBatch());
    Buffer values = batch.buffers(batch.buffersLength() - 1);
    byte[] buffer = new byte[(int) values.length()];
    written.get(start + 8 + length + (int) values.offset(), buffer);
    return buffer;
  }

  private static List<Object> boxed(byte[] bytes) {
    List<Object> boxed = new ArrayList<>();
    for (byte one : bytes) {
      boxed.add((short) (one & 0xff));
    }
    return boxed;
  }

  /** The other columns are read. */
  @Test
  void aNameThatIsNoTextClosesItsColumnOnly() throws Exception {
    message(
        MetadataVersion.V5,
        MessageHeader.Schema,
        b -> schema(int32("i"), int32("\u00ff\u00ff"), struct("s", int32("\u00ff"))),
        new Body(),
        0);
    Body body = new Body().add().add(ints(1)).add().add(ints(2)).add().add().add(ints(3));
    message(MetadataVersion.V5, MessageHeader.RecordBatch, b -> batch(body, 1, 4), body, 0);
    byte[] bytes = stream.toByteArray();
    for (int i = 1; i < bytes.length; i++) {
      if (bytes[i - 1] == (byte) 0xC3 && bytes[i] == (byte) 0xBF) {
        bytes[i - 1] = (byte) 0xFF; // which UTF-8 does not have
      }
    }
    stream.reset();
    stream.writeBytes(bytes);
    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContainingAll("'\ufffd'", "its name is not UTF-8", "withColumns");
    try (IpcStreamReader reader = new IpcStreamReader(stream.toByteArray())) {
      assertThat(reader.schema().names()).containsExactly("i", "\ufffd", "s");
      assertThatThrownBy(() -> reader.withColumns("s").finish())
          .hasMessageContainingAll("column 's'", "its part '\ufffd': its name is not UTF-8");
    }
    try (DataFrame frame = new IpcStreamReader(stream.toByteArray()).withColumns("i").finish()) {
      assertThat(frame.row(0).values()).containsExactly(1);
    }
  }

  private int struct(String name, int field) {
    Struct_.startStruct_(builder);
    return field(name, Type.Struct_, Struct_.endStruct_(builder), 0, field);
  }

  @Test
  void keysWithoutATypeHave32Bits() throws Exception {
    message(
        MetadataVersion.V5,
        MessageHeader.Schema,
        b -> {
          Utf8.startUtf8(builder);
          int type = Utf8.endUtf8(builder);
          int dictionary = DictionaryEncoding.createDictionaryEncoding(b, 3, 0, false, (short) 0);
          return schema(field("d", Type.Utf8, type, dictionary));
        },
        new Body(),
        0);
    Body values = new Body().add().add(ints(0, 1, 3)).add(utf8("abb"));
    message(
        MetadataVersion.V5,
        MessageHeader.DictionaryBatch,
        b -> DictionaryBatch.createDictionaryBatch(b, 3, batch(values, 2, 1), false),
        values,
        0);
    Body keys = new Body().add().add(ints(1, 0, 1));
    message(MetadataVersion.V5, MessageHeader.RecordBatch, b -> batch(keys, 3, 1), keys, 0);
    try (DataFrame read = read();
        Series d = read.column("d")) {
      assertThat(d.toList()).isEqualTo(List.of("bb", "a", "bb"));
    }
  }

  @Test
  void aChildMayHaveNoName() throws Exception {
    message(
        MetadataVersion.V5,
        MessageHeader.Schema,
        b -> {
          int child = int32(null);
          org.apache.arrow.flatbuf.List.startList(b);
          int list = org.apache.arrow.flatbuf.List.endList(b);
          return schema(field("l", Type.List, list, 0, child), int32(null));
        },
        new Body(),
        0);
    Body body = new Body().add().add(ints(0, 2, 3)).add().add(ints(1, 2, 3)).add().add(ints(4, 5));
    message(
        MetadataVersion.V5,
        MessageHeader.RecordBatch,
        b -> {
          RecordBatch.startBuffersVector(b, 6);
          for (int i = 5; i >= 0; i--) {
            Buffer.createBuffer(b, body.buffers.get(i)[0], body.buffers.get(i)[1]);
          }
          int buffers = b.endVector();
          RecordBatch.startNodesVector(b, 3);
          FieldNode.createFieldNode(b, 2, 0);
          FieldNode.createFieldNode(b, 3, 0);
          FieldNode.createFieldNode(b, 2, 0);
          int nodes = b.endVector();
          RecordBatch.startRecordBatch(b);
          RecordBatch.addLength(b, 2);
          RecordBatch.addNodes(b, nodes);
          RecordBatch.addBuffers(b, buffers);
          return RecordBatch.endRecordBatch(b);
        },
        body,
        0);
    try (DataFrame read = read()) {
      assertThat(read.columnNames()).containsExactly("l", "");
      assertThat(read.row(0).values()).containsExactly(List.of(1, 2), 4);
      assertThat(read.row(1).values()).containsExactly(List.of(3), 5);
    }
  }

  @Test
  void featherOfBeforeArrowFilesIsToldByName() {
    byte[] feather = utf8("FEA1 and columns, metadata and FEA1");
    for (FrameReader reader : List.of(new IpcReader(feather), new IpcStreamReader(feather))) {
      assertThatThrownBy(reader::finish)
          .isInstanceOf(PolarsException.class)
          .hasMessageContaining("Feather V1")
          .hasMessageContaining("write_feather");
    }
  }

  @Test
  void parquetIsToldByName() {
    byte[] parquet = utf8("PAR1 and columns, metadata and PAR1");
    for (FrameReader reader : List.of(new IpcReader(parquet), new IpcStreamReader(parquet))) {
      assertThatThrownBy(reader::finish)
          .isInstanceOf(ComputeException.class)
          .hasMessageContaining("it is a Parquet file, which ParquetReader reads");
    }
  }
}
