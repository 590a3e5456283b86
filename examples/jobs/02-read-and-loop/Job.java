import io.github.polars4j.Cursor;
import io.github.polars4j.DataFrame;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

public final class Job {
  public static void main(String[] args) throws IOException {
    Map<String, BigDecimal> totals = new TreeMap<>();
    LocalDate last = LocalDate.MIN;
    try (DataFrame orders = DataFrame.read("orders.arrow");
        Cursor row = orders.cursor()) {
      while (row.next()) {
        if (!row.isNull("customer") && !row.isNull("total")) {
          totals.merge(row.getString("customer"), row.getBigDecimal("total"), BigDecimal::add);
        }
        if (row.getLocalDate("day").isAfter(last)) {
          last = row.getLocalDate("day");
        }
      }
    }
    totals.forEach((customer, total) -> System.out.println(customer + " " + total));
    System.out.println(last);
  }
}
