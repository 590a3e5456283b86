package io.github.polars4j.internal.record;

import io.github.polars4j.DataType;
import io.github.polars4j.PolarsException;
import io.github.polars4j.Schema;
import io.github.polars4j.ValueOptions;
import io.github.polars4j.internal.column.Intake;
import io.github.polars4j.internal.column.StructColumn;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What columns do with values by some options: with records as this room does elsewhere. */
public final class Intakes implements Intake.Records {
  private final ValueOptions options;

  /** The last codec that each column used. */
  private final Map<StructColumn, RecordCodec> codecs = new HashMap<>();

  private Intakes(ValueOptions options) {
    this.options = options;
  }

  /** For the columns that one thread builds. */
  public static Intake of(ValueOptions options) {
    return new Intake(options.timeRounding(), new Intakes(options));
  }

  @Override
  public void append(Record value, StructColumn to) {
    @Nullable RecordCodec codec = codecs.get(to);
    if (codec == null || codec.shape().type() != value.getClass()) {
      codec = find(value, to);
      codecs.put(to, codec);
    }
    codec.append(value, to);
  }

  private RecordCodec find(Record value, StructColumn to) {
    Schema fields = new Schema(((DataType.Struct) to.type).fields());
    try {
      return RecordCodec.writing(value.getClass(), fields, options);
    } catch (PolarsException e) {
      throw to.refused(new IllegalArgumentException(e.getMessage(), e));
    }
  }
}
