import io.github.polars4j.DataFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

public final class Job {
  public static void main(String[] args) throws IOException, SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
        Statement statement = connection.createStatement()) {
      statement.execute(Files.readString(Path.of("orders.sql")));
      try (ResultSet rows = statement.executeQuery("SELECT * FROM orders ORDER BY 1");
          DataFrame orders = DataFrame.fromResultSet(rows)) {
        orders.write("queried.arrow");
        orders.toJdbc(connection, "copies");
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
