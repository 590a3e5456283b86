import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.arrow.adapter.jdbc.ArrowVectorIterator;
import org.apache.arrow.adapter.jdbc.JdbcParameterBinder;
import org.apache.arrow.adapter.jdbc.JdbcToArrow;
import org.apache.arrow.adapter.jdbc.JdbcToArrowConfig;
import org.apache.arrow.adapter.jdbc.JdbcToArrowConfigBuilder;
import org.apache.arrow.adapter.jdbc.JdbcToArrowUtils;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;

public final class ArrowJob {
  static void write(VectorSchemaRoot root) throws IOException {
    try (FileOutputStream out = new FileOutputStream("queried.arrow");
        ArrowFileWriter writer = new ArrowFileWriter(root, null, out.getChannel())) {
      writer.start();
      writer.writeBatch();
      writer.end();
    }
  }

  static void insert(Connection connection, VectorSchemaRoot root) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO copies VALUES (?, ?, ?, ?)")) {
      JdbcParameterBinder row = JdbcParameterBinder.builder(insert, root).bindAll().build();
      while (row.next()) {
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  public static void main(String[] args) throws IOException, SQLException {
    try (BufferAllocator allocator = new RootAllocator();
        Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
        Statement statement = connection.createStatement()) {
      statement.execute(Files.readString(Path.of("orders.sql")));
      JdbcToArrowConfig config =
          new JdbcToArrowConfigBuilder(allocator, JdbcToArrowUtils.getUtcCalendar())
              .setTargetBatchSize(JdbcToArrowConfig.NO_LIMIT_BATCH_SIZE)
              .build();
      try (ResultSet rows = statement.executeQuery("SELECT * FROM orders ORDER BY 1");
          ArrowVectorIterator batches = JdbcToArrow.sqlToArrowVectorIterator(rows, config);
          VectorSchemaRoot root = batches.next()) {
        write(root);
        insert(connection, root);
      }
      try (ResultSet sums =
          statement.executeQuery(
              "SELECT COUNT(*), COUNT(\"customer\"), SUM(\"quantity\") FROM copies")) {
        sums.next();
        System.out.println(sums.getLong(1) + " " + sums.getLong(2) + " " + sums.getLong(3));
      }
    }
  }
}
