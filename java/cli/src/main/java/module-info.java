/** The command line. */
module io.github.polars4j.cli {
  requires io.github.polars4j;
  requires io.github.polars4j.duckdb;
  requires info.picocli;
  requires me.tongfei.progressbar;
  requires java.sql;
  requires static org.jspecify;

  uses java.sql.Driver;

  opens io.github.polars4j.cli to
      info.picocli;
}
