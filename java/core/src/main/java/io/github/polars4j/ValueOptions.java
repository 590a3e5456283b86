package io.github.polars4j;

import java.math.RoundingMode;
import java.util.Objects;

/**
 * How Java values become values of columns: what records, maps, rows, lists and builders take.
 *
 * <p>The table holds for them all: for {@link DataFrame#fromRecords(Class, Iterable) fromRecords},
 * {@link DataFrame#fromMaps(Iterable) fromMaps}, {@link DataFrame#fromRows(Schema, Iterable)
 * fromRows}, {@link DataFrame#builder(Schema) DataFrame.builder}, {@link Series#of(String,
 * java.util.List) Series.of} and {@link Series#builder(String, DataType) Series.builder}. The first
 * column names what goes in, the second the type that follows from it, the third what other types
 * take it, as far as the value fits. What is not here is refused.
 *
 * <table>
 *   <caption>Java classes and the types of columns</caption>
 *   <tr><th>Java</th><th>by itself</th><th>in a given type</th></tr>
 *   <tr><td>Boolean</td><td>Boolean</td><td></td></tr>
 *   <tr><td>Byte</td><td>Int8</td><td>integers, Decimal, Float32, Float64</td></tr>
 *   <tr><td>Short</td><td>Int16</td><td>integers, Decimal, Float32, Float64</td></tr>
 *   <tr><td>Integer</td><td>Int32</td><td>integers, Decimal, Float64</td></tr>
 *   <tr><td>Long</td><td>Int64</td><td>integers, Decimal</td></tr>
 *   <tr><td>BigInteger</td><td>Decimal(38, 0)</td><td>integers, Decimal</td></tr>
 *   <tr><td>Float</td><td>Float32</td><td>Float16, Float64</td></tr>
 *   <tr><td>Double</td><td>Float64</td><td></td></tr>
 *   <tr><td>BigDecimal</td><td>Decimal</td><td></td></tr>
 *   <tr><td>String</td><td>String</td><td>Categorical, Enum</td></tr>
 *   <tr><td>Character</td><td>String</td><td>Categorical, Enum</td></tr>
 *   <tr><td>UUID</td><td>String</td><td>Categorical, Enum</td></tr>
 *   <tr><td>Enum</td><td>Enum</td><td>String, Categorical</td></tr>
 *   <tr><td>byte[]</td><td>Binary</td><td>List, Array</td></tr>
 *   <tr><td>LocalDate</td><td>Date</td><td></td></tr>
 *   <tr><td>LocalTime</td><td>Time</td><td></td></tr>
 *   <tr><td>LocalDateTime</td><td>Datetime</td><td></td></tr>
 *   <tr><td>Instant</td><td>Datetime in UTC</td><td>Datetime in a zone</td></tr>
 *   <tr><td>OffsetDateTime</td><td>Datetime in UTC</td><td>Datetime in a zone</td></tr>
 *   <tr><td>ZonedDateTime</td><td>Datetime in UTC</td><td>Datetime in its zone</td></tr>
 *   <tr><td>Duration</td><td>Duration</td><td></td></tr>
 *   <tr><td>Optional, OptionalInt, OptionalLong, OptionalDouble</td><td>what is in it</td>
 *       <td>what is in it</td></tr>
 *   <tr><td>Collection</td><td>List</td><td>Array</td></tr>
 *   <tr><td>other arrays</td><td>List</td><td>Array</td></tr>
 *   <tr><td>Map</td><td>List(Struct(key, value))</td><td>Struct, by String keys</td></tr>
 *   <tr><td>Record</td><td>Struct</td><td></td></tr>
 *   <tr><td>Row</td><td>Struct</td><td></td></tr>
 * </table>
 *
 * <ul>
 *   <li>Null, and an empty {@code Optional}, is null in every type.
 *   <li>Integers are Int8 to Int128 and UInt8 to UInt128. A {@code BigInteger} never makes an
 *       Int128 by itself, which only polars reads.
 *   <li>A {@code BigDecimal} makes Decimal(38, 9) in a record, unless {@link Decimal} says
 *       otherwise, which holds for {@code BigInteger} as well; elsewhere a Decimal that holds all
 *       values.
 *   <li>Datetime and Duration count nanoseconds unless {@link #withTimeUnit} or {@link Time} says
 *       otherwise. What is too far, or too fine, is refused; {@link #withTimeRounding} and {@link
 *       Time} round.
 *   <li>A {@code ZonedDateTime} keeps its instant. In maps and lists whose values are all in one
 *       zone, the column is in that zone; a given type in UTC takes those of every zone.
 *   <li>A {@code Map} among values (in maps and lists), whose keys are {@code String}s, makes a
 *       Struct of all keys. In a record every {@code Map} makes a list of its entries, and so does
 *       one with other keys elsewhere.
 *   <li>A record makes what {@link DataFrame#schemaOf(Class)} says, at any depth.
 * </ul>
 *
 * <p>{@link DataFrame#toRecords} gives all of them back where a component's class is one of these:
 * a {@code Collection}'s interface or a class with a constructor of no arguments, and likewise for
 * {@code Map}. Other ways out give what {@link Series#toList} says.
 *
 * @param timeUnit of Datetime and Duration columns, where no type is given
 * @param timeRounding what becomes of a point in time or span whose digits are finer than the unit:
 *     {@code UNNECESSARY} refuses it, {@code FLOOR} takes the earlier one
 */
public record ValueOptions(TimeUnit timeUnit, RoundingMode timeRounding) {
  /** Nanoseconds, exactly or not at all. */
  public static final ValueOptions DEFAULT =
      new ValueOptions(TimeUnit.NANOSECONDS, RoundingMode.UNNECESSARY);

  /** Checks that both are there. */
  public ValueOptions {
    Objects.requireNonNull(timeUnit, "timeUnit");
    Objects.requireNonNull(timeRounding, "timeRounding");
  }

  /** Sets the unit: {@code MICROSECONDS} reach all years from -9999 to 9999, and far more. */
  public ValueOptions withTimeUnit(TimeUnit timeUnit) {
    return new ValueOptions(timeUnit, timeRounding);
  }

  /** Sets the rounding, as {@link java.math.BigDecimal#setScale} rounds the count of units. */
  public ValueOptions withTimeRounding(RoundingMode timeRounding) {
    return new ValueOptions(timeUnit, timeRounding);
  }
}
