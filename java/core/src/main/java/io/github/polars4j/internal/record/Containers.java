package io.github.polars4j.internal.record;

import io.github.polars4j.internal.wire.Shown;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes collections and maps of the class that a record's component has. */
final class Containers {
  private Containers() {}

  /** Makes one of an immutable list of elements, or null; null if the class cannot be made. */
  static @Nullable UnaryOperator<@Nullable Object> collection(Class<?> type) {
    if (type.isAssignableFrom(List.class)) {
      return UnaryOperator.identity();
    }
    @Nullable Supplier<?> maker = maker(type, LinkedHashSet.class, TreeSet.class, LinkedList.class);
    if (maker == null) {
      return null;
    }
    return list -> {
      if (list == null) {
        return null;
      }
      @SuppressWarnings("unchecked")
      Collection<@Nullable Object> made = (Collection<@Nullable Object>) maker.get();
      for (Object element : (List<?>) list) {
        if (!add(made, element)) {
          throw new IllegalArgumentException(
              "a value is twice in "
                  + shown(list)
                  + ", which no "
                  + name(type)
                  + " can hold: "
                  + shown(element));
        }
      }
      return type == Set.class ? Collections.unmodifiableSet((Set<?>) made) : made;
    };
  }

  /** Makes one of a list of entries, or null; null if the class cannot be made. */
  static @Nullable UnaryOperator<@Nullable Object> map(Class<?> type) {
    @Nullable Supplier<?> maker =
        maker(type, LinkedHashMap.class, TreeMap.class, ConcurrentHashMap.class);
    if (maker == null) {
      return null;
    }
    return list -> {
      if (list == null) {
        return null;
      }
      @SuppressWarnings("unchecked")
      Map<@Nullable Object, @Nullable Object> made =
          (Map<@Nullable Object, @Nullable Object>) maker.get();
      int count = 0;
      for (Object entry : (List<?>) list) {
        if (entry == null) {
          throw new IllegalArgumentException(
              "an entry is null, which no " + name(type) + " can hold");
        }
        put(made, (Map.Entry<?, ?>) entry);
        if (made.size() != ++count) {
          throw new IllegalArgumentException(
              "the key "
                  + shown(((Map.Entry<?, ?>) entry).getKey())
                  + " is twice in a list, which no "
                  + name(type)
                  + " can hold");
        }
      }
      return type == Map.class ? Collections.unmodifiableMap(made) : made;
    };
  }

  private static boolean add(Collection<@Nullable Object> to, @Nullable Object element) {
    try {
      return to.add(element);
    } catch (NullPointerException | ClassCastException e) {
      throw unfit(to, element, e);
    }
  }

  private static void put(Map<@Nullable Object, @Nullable Object> to, Map.Entry<?, ?> entry) {
    try {
      to.put(entry.getKey(), entry.getValue());
    } catch (NullPointerException | ClassCastException e) {
      throw unfit(to, entry, e);
    }
  }

  private static IllegalArgumentException unfit(
      Object made, @Nullable Object element, RuntimeException e) {
    return new IllegalArgumentException(
        name(made.getClass()) + " does not take " + shown(element), e);
  }

  /** Makes empty ones: of an interface the first that is one, else by a public constructor. */
  private static @Nullable Supplier<?> maker(Class<?> type, Class<?>... known) {
    @Nullable Class<?> made = type;
    if (type.isInterface()) {
      made = null;
      for (Class<?> one : known) {
        made = made == null && type.isAssignableFrom(one) ? one : made;
      }
    }
    if (made == null || Modifier.isAbstract(made.getModifiers())) {
      return null;
    }
    try {
      Constructor<?> constructor = made.getConstructor();
      return constructor.trySetAccessible() ? () -> make(constructor) : null;
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  private static Object make(Constructor<?> constructor) {
    try {
      return constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e); // it is public, and trySetAccessible said yes
    }
  }

  private static String name(Class<?> type) {
    return type.getSimpleName();
  }

  private static String shown(@Nullable Object value) {
    return Shown.cut(String.valueOf(value));
  }
}
