import java.io.FileInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;

public final class ArrowJob {
  public static void main(String[] args) throws IOException {
    Map<String, BigDecimal> totals = new TreeMap<>();
    LocalDate last = LocalDate.MIN;
    try (BufferAllocator allocator = new RootAllocator();
        FileInputStream in = new FileInputStream("orders.arrow");
        ArrowFileReader reader = new ArrowFileReader(in.getChannel(), allocator)) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      while (reader.loadNextBatch()) {
        VarCharVector customer = (VarCharVector) root.getVector("customer");
        DecimalVector total = (DecimalVector) root.getVector("total");
        DateDayVector day = (DateDayVector) root.getVector("day");
        for (int row = 0; row < root.getRowCount(); row++) {
          if (!customer.isNull(row) && !total.isNull(row)) {
            String name = new String(customer.get(row), StandardCharsets.UTF_8);
            totals.merge(name, total.getObject(row), BigDecimal::add);
          }
          LocalDate date = LocalDate.ofEpochDay(day.get(row));
          if (date.isAfter(last)) {
            last = date;
          }
        }
      }
    }
    totals.forEach((customer, total) -> System.out.println(customer + " " + total));
    System.out.println(last);
  }
}
