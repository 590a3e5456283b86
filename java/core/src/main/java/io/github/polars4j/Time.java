package io.github.polars4j;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.RoundingMode;

/**
 * The unit of the {@link DataType.Datetime} or {@link DataType.Duration} that a record component's
 * points in time and spans, at any depth but in other records, become; without it that is what
 * {@link ValueOptions} say. Where a {@link Schema} is given, its unit holds.
 *
 * <pre>{@code
 * record Event(@Time(unit = TimeUnit.MICROSECONDS, rounding = RoundingMode.FLOOR) Instant at) {}
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Time {
  /** What is counted. */
  TimeUnit unit();

  /**
   * What becomes of digits that are finer than the unit: {@code UNNECESSARY} refuses them, {@code
   * FLOOR} takes the earlier one.
   */
  RoundingMode rounding() default RoundingMode.UNNECESSARY;
}
