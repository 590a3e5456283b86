import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;

public final class ArrowJob {
  record Order(long id, String customer, BigDecimal total, LocalDate day) {}

  public static class Customer {
    private long id;
    private String name;

    public long getId() {
      return id;
    }

    public void setId(long id) {
      this.id = id;
    }

    public String getName() {
      return name;
    }

    public void setName(String name) {
      this.name = name;
    }
  }

  static Customer customer(long id, String name) {
    Customer customer = new Customer();
    customer.setId(id);
    customer.setName(name);
    return customer;
  }

  static void set(VarCharVector vector, int row, String text) {
    if (text == null) {
      vector.setNull(row);
    } else {
      vector.setSafe(row, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  static String get(VarCharVector vector, int row) {
    return vector.isNull(row) ? null : new String(vector.get(row), StandardCharsets.UTF_8);
  }

  static void write(VectorSchemaRoot root, int rows, String file) throws IOException {
    root.setRowCount(rows);
    try (FileOutputStream out = new FileOutputStream(file);
        ArrowFileWriter writer = new ArrowFileWriter(root, null, out.getChannel())) {
      writer.start();
      writer.writeBatch();
      writer.end();
    }
  }

  static void writeOrders(BufferAllocator allocator, List<Order> orders) throws IOException {
    try (BigIntVector id = new BigIntVector("id", allocator);
        VarCharVector customer = new VarCharVector("customer", allocator);
        DecimalVector total = new DecimalVector("total", allocator, 12, 2);
        DateDayVector day = new DateDayVector("day", allocator);
        VectorSchemaRoot root = VectorSchemaRoot.of(id, customer, total, day)) {
      for (int row = 0; row < orders.size(); row++) {
        Order order = orders.get(row);
        id.setSafe(row, order.id());
        set(customer, row, order.customer());
        if (order.total() == null) {
          total.setNull(row);
        } else {
          total.setSafe(row, order.total().setScale(2));
        }
        if (order.day() == null) {
          day.setNull(row);
        } else {
          day.setSafe(row, Math.toIntExact(order.day().toEpochDay()));
        }
      }
      write(root, orders.size(), "records.arrow");
    }
  }

  static void writeCustomers(BufferAllocator allocator, List<Customer> customers)
      throws IOException {
    try (BigIntVector id = new BigIntVector("id", allocator);
        VarCharVector name = new VarCharVector("name", allocator);
        VectorSchemaRoot root = VectorSchemaRoot.of(id, name)) {
      for (int row = 0; row < customers.size(); row++) {
        id.setSafe(row, customers.get(row).getId());
        set(name, row, customers.get(row).getName());
      }
      write(root, customers.size(), "beans.arrow");
    }
  }

  static List<Order> readOrders(BufferAllocator allocator) throws IOException {
    List<Order> orders = new ArrayList<>();
    try (FileInputStream in = new FileInputStream("records.arrow");
        ArrowFileReader reader = new ArrowFileReader(in.getChannel(), allocator)) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      while (reader.loadNextBatch()) {
        BigIntVector id = (BigIntVector) root.getVector("id");
        VarCharVector customer = (VarCharVector) root.getVector("customer");
        DecimalVector total = (DecimalVector) root.getVector("total");
        DateDayVector day = (DateDayVector) root.getVector("day");
        for (int row = 0; row < root.getRowCount(); row++) {
          orders.add(
              new Order(
                  id.get(row),
                  get(customer, row),
                  total.getObject(row),
                  day.isNull(row) ? null : LocalDate.ofEpochDay(day.get(row))));
        }
      }
    }
    return orders;
  }

  static List<Customer> readCustomers(BufferAllocator allocator) throws IOException {
    List<Customer> customers = new ArrayList<>();
    try (FileInputStream in = new FileInputStream("beans.arrow");
        ArrowFileReader reader = new ArrowFileReader(in.getChannel(), allocator)) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      while (reader.loadNextBatch()) {
        BigIntVector id = (BigIntVector) root.getVector("id");
        VarCharVector name = (VarCharVector) root.getVector("name");
        for (int row = 0; row < root.getRowCount(); row++) {
          customers.add(customer(id.get(row), get(name, row)));
        }
      }
    }
    return customers;
  }

  public static void main(String[] args) throws IOException {
    List<Order> orders =
        List.of(
            new Order(1, "Ann", new BigDecimal("12.50"), LocalDate.of(2026, 1, 31)),
            new Order(2, null, new BigDecimal("99.99"), LocalDate.of(2026, 2, 1)),
            new Order(3, "Bob", null, LocalDate.of(2026, 2, 2)));
    List<Customer> customers = List.of(customer(1, "Ann"), customer(2, null));

    try (BufferAllocator allocator = new RootAllocator()) {
      writeOrders(allocator, orders);
      writeCustomers(allocator, customers);
      System.out.println(readOrders(allocator).equals(orders) ? "equal" : "different");
      for (Customer customer : readCustomers(allocator)) {
        System.out.println(customer.getId() + " " + customer.getName());
      }
    }
  }
}
