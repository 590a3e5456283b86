package io.github.polars4j.internal.wire;

import io.github.polars4j.Field;
import io.github.polars4j.Schema;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the fields of a schema are stored, beside their types: bytes that native code wrote and alone
 * reads. A {@link Schema} keeps them, so that what was read in one form is written in it.
 */
public final class Forms {
  private static volatile @Nullable BiFunction<List<Field>, byte[], Schema> open;
  private static volatile @Nullable Function<Schema, byte[]> forms;

  private Forms() {}

  /** Registers how a schema is made with such bytes, and what its bytes are. */
  public static void register(
      BiFunction<List<Field>, byte[], Schema> open, Function<Schema, byte[]> forms) {
    Forms.forms = forms;
    Forms.open = open;
  }

  /** Makes a schema of fields that are stored so. */
  static Schema schema(List<Field> fields, byte[] bytes) {
    BiFunction<List<Field>, byte[], Schema> known = open;
    while (known == null) {
      try {
        MethodHandles.lookup().ensureInitialized(Schema.class);
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
      known = open;
    }
    return known.apply(fields, bytes);
  }

  /** Whether a schema says how a field is stored. */
  public static boolean areIn(Schema schema) {
    return of(schema).length > 0;
  }

  /** The bytes of a schema, none where it says nothing. */
  static byte[] of(Schema schema) {
    Function<Schema, byte[]> known = forms;
    return known == null ? new byte[0] : known.apply(schema); // a schema has registered
  }
}
