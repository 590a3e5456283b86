package io.github.polars4j.internal.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * Arrays of PostgreSQL's domains. The driver names the base type of a domain, but not of one within
 * an array, so the server is asked.
 */
final class PgDomain {
  /** What arrays mostly have; nothing is to be found out of these. */
  private static final Set<String> PLAIN =
      Set.of("_text", "_varchar", "_bpchar", "_uuid", "_json", "_jsonb", "_timetz", "_interval");

  /** A domain may be over a domain; the innermost modifier counts, as the outer have none. */
  private static final String BASE =
      """
      with recursive base(oid, modifier) as (
        select e.typbasetype, e.typtypmod from pg_catalog.pg_type a
        join pg_catalog.pg_type e on e.oid = a.typelem and e.typtype = 'd'
        where a.oid = cast(? as regtype)
        union all
        select t.typbasetype, t.typtypmod from base
        join pg_catalog.pg_type t on t.oid = base.oid and t.typtype = 'd')
      select case when t.typcategory = 'A' then format_type(t.oid, null) else t.typname end,
        base.modifier from base
      join pg_catalog.pg_type t on t.oid = base.oid and t.typtype <> 'd'""";

  /** What the modifier of a numeric is greater by. */
  private static final int HEADER = 4;

  private PgDomain() {}

  /** The column as an array of the base type, if its elements are of a domain. */
  @SuppressWarnings("ConstantValue") // Drivers are not null-marked.
  static Described resolved(Described array, ResultSet rows) throws SQLException {
    Statement statement = rows.getStatement();
    if (statement == null || PLAIN.contains(array.sqlType())) {
      return array;
    }
    try (PreparedStatement query = statement.getConnection().prepareStatement(BASE)) {
      query.setString(1, quoted(array.sqlType()));
      try (ResultSet found = query.executeQuery()) {
        return found.next() ? of(array, "_" + found.getString(1), found.getInt(2)) : array;
      }
    }
  }

  private static Described of(Described array, String name, int modifier) {
    int digits = modifier < 0 ? 0 : modifier - HEADER >> Short.SIZE;
    int scale = modifier < 0 ? 0 : modifier - HEADER & 0x7ff;
    return new Described(array.name(), name, array.code(), digits, scale, array.javaClass());
  }

  /** Names of schemas that aren't searched come quoted. */
  private static String quoted(String name) {
    return name.startsWith("\"") ? name : "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
