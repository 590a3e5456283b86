package io.github.polars4j.internal.record;

import io.github.polars4j.Column;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.internal.wire.Shown;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record class: its components and how to make one of columns, found out once a class.
 *
 * @param type the class
 * @param components what it is made of, in order
 * @param maker {@code (Object[], int)Object}: makes a record of the elements at one position of
 *     arrays, one for each component: of a primitive type if that is, else of objects
 * @param splitter {@code (Object[], int, Object)void}: writes a record's components there
 */
public record RecordType(
    Class<?> type, List<Component> components, MethodHandle maker, MethodHandle splitter) {
  private static final ClassValue<RecordType> TYPES =
      new ClassValue<>() {
        @Override
        protected RecordType computeValue(Class<?> type) {
          return find(type);
        }
      };

  /**
   * The same, kept with the class.
   *
   * @throws InvalidOperationException if this library may not access it
   */
  public static RecordType of(Class<?> type) {
    if (!type.isRecord()) {
      throw new IllegalArgumentException(type.getTypeName() + " is no record class");
    }
    return TYPES.get(type);
  }

  /** What messages call the class. */
  public String name() {
    return Shown.cut(type.getTypeName());
  }

  /** Whether nobody can change what is in a record, and reading it calls no code but the JDK's. */
  public boolean isImmutable() {
    return components.stream()
        .map(component -> component.source().getType())
        .allMatch(JavaTypes::immutable);
  }

  /** A record of the elements at {@code index} of {@code columns}. */
  public Object make(Object[] columns, int index) {
    try {
      return (Object) maker.invokeExact(columns, index);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** Writes the components of the first records to arrays such as {@link #make} reads. */
  public void split(Object[] records, int count, Object[] columns) {
    try {
      for (int i = 0; i < count; i++) {
        splitter.invokeExact(columns, i, records[i]);
      }
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** Arrays for {@code count} records. */
  public Object[] arrays(int count) {
    return components.stream()
        .map(component -> Array.newInstance(component.element(), count))
        .toArray();
  }

  /** What records throw, which cannot declare checked exceptions. */
  public static RuntimeException unchecked(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException fine ? fine : new UndeclaredThrowableException(e);
  }

  private static RecordType find(Class<?> type) {
    RecordComponent[] found = type.getRecordComponents();
    Class<?>[] types = Arrays.stream(found).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = accessible(type, type.getDeclaredConstructor(types));
      MethodHandle make = MethodHandles.lookup().unreflectConstructor(constructor);
      List<Component> components =
          Arrays.stream(found).map(component -> Component.of(type, component)).toList();
      MethodHandle split =
          types.length == 0 ? make : splitter(components, 0, types.length); // unused without any
      return new RecordType(type, components, maker(make.asFixedArity(), types), split);
    } catch (ReflectiveOperationException e) {
      throw inaccessible(type, e);
    }
  }

  /** Feeds each parameter from its array, and shares the arrays and the position among them. */
  private static MethodHandle maker(MethodHandle constructor, Class<?>[] types) {
    MethodHandle make =
        MethodHandles.dropArguments(constructor, types.length, Object[].class, int.class);
    for (int i = types.length - 1; i >= 0; i--) {
      make = MethodHandles.collectArguments(make, i, element(types[i], i));
      MethodType wanted = MethodType.methodType(make.type().returnType(), Arrays.copyOf(types, i));
      wanted = wanted.appendParameterTypes(Object[].class, int.class);
      int[] order = new int[i + 4];
      for (int p = 0; p < i + 2; p++) {
        order[p] = p;
      }
      order[i + 2] = i;
      order[i + 3] = i + 1;
      make = MethodHandles.permuteArguments(make, wanted, order);
    }
    return make.asType(MethodType.methodType(Object.class, Object[].class, int.class));
  }

  /** Of some components, as a balanced tree: the JVM inlines only so deep. */
  private static MethodHandle splitter(List<Component> components, int from, int to) {
    if (to - from > 1) {
      int middle = (from + to) / 2;
      return MethodHandles.foldArguments(
          splitter(components, middle, to), splitter(components, from, middle));
    }
    Component component = components.get(from);
    Class<?> array = component.element().arrayType();
    MethodHandle setter = MethodHandles.arrayElementSetter(array);
    setter = MethodHandles.filterArguments(setter, 0, column(array, from));
    return MethodHandles.filterArguments(setter, 2, component.getter());
  }

  /** {@code (Object[], int)type}: an element of the array at {@code position}. */
  private static MethodHandle element(Class<?> type, int position) {
    Class<?> array = type.isPrimitive() ? type.arrayType() : Object[].class;
    MethodHandle element = MethodHandles.arrayElementGetter(array);
    return MethodHandles.filterArguments(element, 0, column(array, position))
        .asType(MethodType.methodType(type, Object[].class, int.class));
  }

  /** {@code (Object[])array}: the array at {@code position}. */
  private static MethodHandle column(Class<?> array, int position) {
    return MethodHandles.insertArguments(
            MethodHandles.arrayElementGetter(Object[].class), 1, position)
        .asType(MethodType.methodType(array, Object[].class));
  }

  private static <T extends AccessibleObject> T accessible(Class<?> type, T member) {
    if (!member.trySetAccessible()) {
      throw inaccessible(type, null);
    }
    return member;
  }

  private static InvalidOperationException inaccessible(Class<?> type, @Nullable Throwable cause) {
    InvalidOperationException failure =
        new InvalidOperationException(
            "record "
                + type.getTypeName()
                + " cannot be accessed: its module must open its package to polars4j");
    if (cause != null) {
      failure.initCause(cause);
    }
    return failure;
  }

  /**
   * A component.
   *
   * @param source what it is, to see its type and the annotations
   * @param column the name of its column
   * @param getter {@code (Object)T} with T its type if that is primitive, else Object
   */
  public record Component(RecordComponent source, String column, MethodHandle getter) {
    static Component of(Class<?> type, RecordComponent source) {
      try {
        MethodHandle getter =
            MethodHandles.lookup().unreflect(accessible(type, source.getAccessor()));
        Class<?> result = source.getType().isPrimitive() ? source.getType() : Object.class;
        Column named = source.getAnnotation(Column.class);
        return new Component(
            source,
            named == null ? source.getName() : named.value(),
            getter.asType(MethodType.methodType(result, Object.class)));
      } catch (IllegalAccessException e) {
        throw inaccessible(type, e);
      }
    }

    /** What an array of its values holds. */
    Class<?> element() {
      return getter.type().returnType();
    }

    /** The component's value, boxed. */
    @Nullable Object get(Object record) {
      try {
        return getter.invoke(record);
      } catch (Throwable e) {
        throw unchecked(e);
      }
    }

    @Override
    public String toString() {
      return "component \""
          + Shown.cut(source.getName())
          + "\" of "
          + Shown.cut(source.getDeclaringRecord().getTypeName());
    }
  }
}
