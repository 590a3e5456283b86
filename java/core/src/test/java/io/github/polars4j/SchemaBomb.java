package io.github.polars4j;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Struct_;
import org.apache.arrow.flatbuf.Type;

/** A stream of a few kilobytes whose schema takes for ever to walk through. */
final class SchemaBomb {
  private SchemaBomb() {}

  /** Two fields in each level hold the same children: there are two to the power of the levels. */
  static byte[] stream(int levels) {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    int children = 0;
    for (int depth = 0; depth < levels; depth++) {
      Struct_.startStruct_(builder);
      int struct = Struct_.endStruct_(builder);
      int[] fields = new int[2];
      for (int i = 0; i < 2; i++) {
        int name = builder.createString(i == 0 ? "a" : "b");
        Field.startField(builder);
        Field.addName(builder, name);
        Field.addNullable(builder, true);
        Field.addTypeType(builder, Type.Struct_);
        Field.addType(builder, struct);
        if (depth > 0) {
          Field.addChildren(builder, children);
        }
        fields[i] = Field.endField(builder);
      }
      children = Field.createChildrenVector(builder, fields);
    }
    int schema =
        org.apache.arrow.flatbuf.Schema.createSchema(builder, Endianness.Little, children, 0, 0);
    builder.finish(
        Message.createMessage(builder, MetadataVersion.V5, MessageHeader.Schema, schema, 0, 0));
    byte[] message = builder.sizedByteArray();
    int length = (message.length + 7) / 8 * 8;
    return ByteBuffer.allocate(8 + length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(-1)
        .putInt(length)
        .put(message)
        .array();
  }
}
