package io.github.polars4j.spark;

/** A row of every type that can be written, and one of nulls. */
final class EveryType {
  static final String QUERY =
      """
      SELECT IF(full, true, NULL) AS boolean, IF(full, 1Y, NULL) AS byte, IF(full, 2S, NULL) AS short,
        IF(full, 3, NULL) AS int, IF(full, 4L, NULL) AS long, IF(full, 1.5F, NULL) AS float,
        IF(full, 2.5D, NULL) AS double, IF(full, 'tëxt', NULL) AS string,
        IF(full, x'00ff', NULL) AS binary, IF(full, date'1582-10-04', NULL) AS date,
        IF(full, timestamp'2026-01-02 03:04:05.678901 UTC', NULL) AS timestamp,
        IF(full, timestamp_ntz'0001-01-01 00:00:00.000001', NULL) AS ntz,
        IF(full, cast(-12.34 AS decimal(5, 2)), NULL) AS small,
        IF(full, cast('-12345678901234567890123456789012345678' AS decimal(38, 0)), NULL) AS large,
        IF(full, interval '1 02:03:04.000005' day to second, NULL) AS days,
        IF(full, interval '1-2' year to month, NULL) AS months,
        IF(full, array(1, NULL, 3), NULL) AS list,
        IF(full, map('a', 1L, 'b', NULL), NULL) AS map,
        IF(full, named_struct('x', 1, 'y', array(named_struct('z', 'deep'))), NULL) AS struct,
        IF(full, time'12:34:56.123456', NULL) AS time, NULL AS nothing
      FROM VALUES (true), (false) AS t(full) ORDER BY full DESC
      """;

  static final String SCHEMA =
      "{boolean: Boolean, byte: Int8, short: Int16, int: Int32, long: Int64, float: Float32, "
          + "double: Float64, string: String, binary: Binary, date: Date, "
          + "timestamp: Datetime(MICROSECONDS, UTC), ntz: Datetime(MICROSECONDS), "
          + "small: Decimal(5, 2), large: Decimal(38, 0), days: Duration(MICROSECONDS), "
          + "months: Int32, list: List(Int32), map: List(Struct(key: String, value: Int64)), "
          + "struct: Struct(x: Int32, y: List(Struct(z: String))), time: Time, nothing: Null}";

  static final String FIRST =
      "{boolean=true, byte=1, short=2, int=3, long=4, float=1.5, double=2.5, string=tëxt, "
          + "date=1582-10-04, timestamp=2026-01-02T03:04:05.678901Z[UTC], "
          + "ntz=0001-01-01T00:00:00.000001, small=-12.34, "
          + "large=-12345678901234567890123456789012345678, days=PT26H3M4.000005S, months=14, "
          + "list=[1, null, 3], map=[{key=a, value=1}, {key=b, value=null}], "
          + "struct={x=1, y=[{z=deep}]}, time=12:34:56.123456, nothing=null}";

  private EveryType() {}
}
