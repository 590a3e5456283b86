package io.github.polars4j.internal.column;

import java.math.RoundingMode;

/**
 * How columns take values, where class and type leave it open.
 *
 * @param rounding for points in time and spans that have finer digits than the unit
 * @param records takes records apart, which this room knows nothing of
 */
public record Intake(RoundingMode rounding, Records records) {
  /** Appends records to columns of type Struct. */
  public interface Records {
    /** Appends one struct, or throws. */
    void append(Record value, StructColumn to);
  }
}
