package io.github.polars4j.internal.record;

import io.github.polars4j.InvalidOperationException;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What type variables stand for.
 *
 * @param given variables, and types that hold none of those that are resolved later
 */
record TypeArguments(Map<TypeVariable<?>, Type> given) {
  static final TypeArguments NONE = new TypeArguments(Map.of());

  /** A type that is no variable and no wildcard. */
  Type resolve(Type type) {
    if (type instanceof TypeVariable<?> variable) {
      @Nullable Type known = given.get(variable);
      return known == null ? resolve(variable.getBounds()[0]) : known;
    } else if (type instanceof WildcardType wildcard) {
      return resolve(wildcard.getUpperBounds()[0]);
    }
    return type;
  }

  /** The class of a type that is resolved. */
  Class<?> raw(Type type) {
    if (type instanceof Class<?> raw) {
      return raw;
    } else if (type instanceof ParameterizedType parameterized) {
      return (Class<?>) parameterized.getRawType();
    } else if (type instanceof GenericArrayType array) {
      return raw(resolve(array.getGenericComponentType())).arrayType();
    }
    throw new InvalidOperationException(type.getTypeName() + " is not known");
  }

  /** The same, and what a type gives to the parameters of its class and those above. */
  TypeArguments with(Type type) {
    TypeArguments more = new TypeArguments(new HashMap<>(given));
    more.add(type);
    return more;
  }

  private void add(Type type) {
    Class<?> raw = raw(type);
    TypeVariable<?>[] parameters = raw.getTypeParameters();
    for (int i = 0; i < parameters.length; i++) {
      Type argument =
          type instanceof ParameterizedType parameterized
              ? resolve(parameterized.getActualTypeArguments()[i])
              : Object.class;
      given.put(parameters[i], argument);
    }
    for (Type above : raw.getGenericInterfaces()) {
      add(above);
    }
    if (raw.getGenericSuperclass() != null) {
      add(raw.getGenericSuperclass());
    }
  }
}
