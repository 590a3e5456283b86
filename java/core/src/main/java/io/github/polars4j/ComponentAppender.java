package io.github.polars4j;

import java.lang.invoke.MethodHandle;

/** Appends one component of records to a column; a primitive is not boxed on the way. */
final class ComponentAppender {
  private final RecordType.Component component;
  private final MethodHandle getter;
  private final Codec codec;
  private final Class<?> kind;

  ComponentAppender(RecordType.Component component, Codec codec) {
    this.component = component;
    this.getter = component.getter();
    this.codec = codec;
    Class<?> type = component.source().getType();
    boolean direct =
        codec instanceof PrimitiveCodec && codec.type().equals(ScalarCodec.typeOf(boxed(type)));
    this.kind = direct ? type : Object.class;
  }

  /** Appends those of the first {@code count} records. */
  void appendAll(Object[] records, int count, Series.Builder to) {
    try {
      if (kind == long.class) {
        for (int i = 0; i < count; i++) {
          to.appendLong((long) getter.invokeExact(records[i]));
        }
      } else if (kind == int.class) {
        for (int i = 0; i < count; i++) {
          to.appendInt((int) getter.invokeExact(records[i]));
        }
      } else if (kind == double.class) {
        for (int i = 0; i < count; i++) {
          to.appendDouble((double) getter.invokeExact(records[i]));
        }
      } else if (kind == boolean.class) {
        for (int i = 0; i < count; i++) {
          to.appendBoolean((boolean) getter.invokeExact(records[i]));
        }
      } else {
        for (int i = 0; i < count; i++) {
          appendOne(records[i], to);
        }
      }
    } catch (Throwable e) {
      throw RecordType.unchecked(e);
    }
  }

  /** Appends that of one record. */
  void append(Object record, Series.Builder to) {
    try {
      appendOne(record, to);
    } catch (Throwable e) {
      throw RecordType.unchecked(e);
    }
  }

  private void appendOne(Object record, Series.Builder to) throws Throwable {
    if (kind == Object.class) {
      codec.append(
          getter.type().returnType().isPrimitive()
              ? component.get(record)
              : (Object) getter.invokeExact(record),
          to);
    } else if (kind == long.class) {
      to.appendLong((long) getter.invokeExact(record));
    } else if (kind == int.class) {
      to.appendInt((int) getter.invokeExact(record));
    } else if (kind == double.class) {
      to.appendDouble((double) getter.invokeExact(record));
    } else if (kind == boolean.class) {
      to.appendBoolean((boolean) getter.invokeExact(record));
    } else if (kind == float.class) {
      to.appendFloat((float) getter.invokeExact(record));
    } else if (kind == short.class) {
      to.appendShort((short) getter.invokeExact(record));
    } else {
      to.appendByte((byte) getter.invokeExact(record));
    }
  }

  static Class<?> boxed(Class<?> type) {
    return java.lang.invoke.MethodType.methodType(type).wrap().returnType();
  }
}
