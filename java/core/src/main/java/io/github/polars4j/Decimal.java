package io.github.polars4j;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The {@link DataType.Decimal} that a record component's {@code BigDecimal}, at any depth, becomes;
 * without it that is {@code Decimal(38, 9)}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Decimal {
  /** How many digits at most, 1 to 38. */
  int precision() default 38;

  /** How many of them are fractional, 0 to the precision. */
  int scale();
}
