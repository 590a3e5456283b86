package io.github.polars4j.benchmarks.peer;

import io.github.polars4j.BatchedWriter;
import io.github.polars4j.Batches;
import io.github.polars4j.CompatLevel;
import io.github.polars4j.IpcReader;
import io.github.polars4j.IpcWriter;
import io.github.polars4j.JdbcFrames;
import io.github.polars4j.JdbcWriter;
import io.github.polars4j.Schema;
import io.github.polars4j.duckdb.DuckFrames;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Properties;
import org.apache.arrow.adapter.jdbc.ArrowVectorIterator;
import org.apache.arrow.adapter.jdbc.JdbcToArrow;
import org.apache.arrow.adapter.jdbc.JdbcToArrowConfig;
import org.apache.arrow.adapter.jdbc.JdbcToArrowConfigBuilder;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.jspecify.annotations.Nullable;

/** A table in a database in memory, which is read by JDBC and written to a file. */
final class DatabasePeer extends Peer {
  private static final int BATCH = 65_536;

  private final BufferAllocator allocator = new RootAllocator();
  private @Nullable Connection connection;
  private static volatile long sum;

  @Override
  String name() {
    String arrow = JdbcToArrow.class.getPackage().getImplementationVersion();
    return "arrow-jdbc" + (arrow == null ? "" : " " + arrow);
  }

  @Override
  void load(String way, Path file) throws IOException {
    Properties properties = new Properties();
    String url = "jdbc:h2:mem:benchmark";
    if (way.equals("duckdb")) {
      url = "jdbc:duckdb:";
      properties.setProperty("jdbc_stream_results", "true");
    }
    try {
      connection = DriverManager.getConnection(url, properties);
      try (Statement statement = connection.createStatement();
          Batches batches = new IpcReader(file).batches(BATCH)) {
        if (way.equals("duckdb")) {
          DuckFrames.createTable(connection, "data", batches);
        } else {
          statement.execute("CREATE TABLE data(" + columns(batches.schema()) + ")");
          new JdbcWriter(connection, "data").writeAll(batches);
        }
      }
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  @Override
  void write(String way, Path file, String codec, String compat) throws IOException {
    if (connection == null) {
      throw new IllegalStateException("nothing is loaded");
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM data")) {
      switch (way) {
        case "frames" -> writeFrames(rows, file, codec);
        case "bridge" -> writeBridge(rows, file, codec);
        case "arrow" -> writeArrow(rows, file, codec);
        case "iterate" -> iterate(rows);
        default -> throw new IllegalArgumentException(way);
      }
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private static IpcWriter ipc(Path file, String codec) {
    return new IpcWriter(file)
        .withCompatLevel(CompatLevel.OLDEST)
        .withCompression(Compressions.of(codec));
  }

  private static void writeFrames(ResultSet rows, Path file, String codec)
      throws SQLException, IOException {
    try (JdbcFrames frames = JdbcFrames.stream(rows, BATCH);
        BatchedWriter writer = ipc(file, codec).batched(frames.schema())) {
      frames.writeTo(writer);
      writer.finish();
    }
  }

  private static void writeBridge(ResultSet rows, Path file, String codec)
      throws SQLException, IOException {
    try (var frames = DuckFrames.stream(rows, BATCH);
        BatchedWriter writer = ipc(file, codec).batched(frames.schema())) {
      frames.writeTo(writer);
      writer.finish();
    }
  }

  /** A root is filled again and again, and its vectors go to the writer's. */
  private void writeArrow(ResultSet rows, Path file, String codec)
      throws SQLException, IOException {
    JdbcToArrowConfig config =
        new JdbcToArrowConfigBuilder(allocator, null).setTargetBatchSize(BATCH).build();
    try (ArrowVectorIterator batches = JdbcToArrow.sqlToArrowVectorIterator(rows, config);
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      @Nullable VectorSchemaRoot written = null;
      @Nullable ArrowFileWriter writer = null;
      while (batches.hasNext()) {
        try (VectorSchemaRoot batch = batches.next()) {
          if (writer == null) {
            written = VectorSchemaRoot.create(batch.getSchema(), allocator);
            DictionaryProvider none = new DictionaryProvider.MapDictionaryProvider();
            writer = ArrowFiles.writer(written, none, channel, codec);
            writer.start();
          }
          try (ArrowRecordBatch part = new VectorUnloader(batch).getRecordBatch()) {
            new VectorLoader(written).load(part);
          }
          writer.writeBatch();
        }
      }
      if (writer != null) {
        writer.end();
        writer.close();
        written.close();
      }
    }
  }

  /** Asks for each value once, by the getter that makes the least of it. */
  private static void iterate(ResultSet rows) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    int count = columns.getColumnCount();
    int[] types = new int[count + 1];
    for (int i = 1; i <= count; i++) {
      types[i] = columns.getColumnType(i);
    }
    long total = 0;
    while (rows.next()) {
      for (int i = 1; i <= count; i++) {
        switch (types[i]) {
          case Types.BIGINT -> total += rows.getLong(i);
          case Types.INTEGER -> total += rows.getInt(i);
          case Types.DOUBLE -> total += (long) rows.getDouble(i);
          case Types.BOOLEAN, Types.BIT -> total += rows.getBoolean(i) ? 1 : 0;
          case Types.VARCHAR -> total += rows.getString(i).length();
          default -> total += rows.getObject(i).hashCode();
        }
        if (rows.wasNull()) {
          total++;
        }
      }
    }
    sum = total;
  }

  private static String columns(Schema schema) {
    return String.join(
        ", ",
        schema.fields().stream()
            .map(
                field ->
                    '"'
                        + field.name()
                        + "\" "
                        + switch (field.dataType().toString()) {
                          case "Int64" -> "BIGINT";
                          case "Int32" -> "INTEGER";
                          case "Float64" -> "DOUBLE PRECISION";
                          case "Boolean" -> "BOOLEAN";
                          case "String" -> "VARCHAR";
                          default -> "TIMESTAMP(6)";
                        })
            .toList());
  }
}
