package io.github.polars4j;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A PostgreSQL server of this test run, from the binaries on Maven Central. The server refuses to
 * be root; for root it runs in a user namespace, where it isn't.
 */
final class Postgres {
  private static EmbeddedPostgres server;

  private Postgres() {}

  /** Started on first use, ended with the JVM. */
  static synchronized Connection connect() throws SQLException {
    if (server == null) {
      try {
        server = EmbeddedPostgres.builder().start();
      } catch (IOException e) {
        throw new SQLException("PostgreSQL does not start", e);
      }
    }
    return server.getPostgresDatabase().getConnection();
  }
}
