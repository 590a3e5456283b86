package io.github.polars4j.spark;

import io.github.polars4j.Series;
import java.util.BitSet;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.unsafe.types.VariantVal;
import org.jspecify.annotations.Nullable;

/** Variants: the bytes of their metadata and of their values, neither of which is ever null. */
final class VariantBlock extends Block {
  private static final byte[] NOTHING = {};

  private final VarBlock metadata = new VarBlock(false);
  private final VarBlock values = new VarBlock(false);

  @Override
  void addValue(SpecializedGetters from, int ordinal) {
    VariantVal variant = from.getVariant(ordinal);
    metadata.addBytes(variant.getMetadata());
    values.addBytes(variant.getValue());
  }

  @Override
  void addMissing() {
    metadata.addBytes(NOTHING);
    values.addBytes(NOTHING);
  }

  @Override
  Series series(String name, @Nullable BitSet validity) {
    try (Series first = metadata.finish(Variants.METADATA);
        Series second = values.finish(Variants.VALUE)) {
      return Series.ofStruct(name, List.of(first, second), validity);
    }
  }

  @Override
  void clear() {
    // The fields have done so.
  }

  @Override
  long bytes() {
    return metadata.bytes() + values.bytes();
  }
}
