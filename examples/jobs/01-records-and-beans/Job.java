import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.Decimal;
import io.github.polars4j.RowMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

public final class Job {
  record Order(
      long id,
      String customer,
      @Decimal(precision = 12, scale = 2) BigDecimal total,
      LocalDate day) {}

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

  public static void main(String[] args) throws IOException {
    List<Order> orders =
        List.of(
            new Order(1, "Ann", new BigDecimal("12.50"), LocalDate.of(2026, 1, 31)),
            new Order(2, null, new BigDecimal("99.99"), LocalDate.of(2026, 2, 1)),
            new Order(3, "Bob", null, LocalDate.of(2026, 2, 2)));
    List<Customer> customers = List.of(customer(1, "Ann"), customer(2, null));

    RowMapper<Customer> mapper =
        RowMapper.of(Customer.class)
            .column("id", DataType.INT64, Customer::getId, Customer::setId)
            .column("name", DataType.STRING, Customer::getName, Customer::setName)
            .withConstructor(Customer::new);
    try (DataFrame frame = DataFrame.fromRecords(Order.class, orders)) {
      frame.write("records.arrow");
    }
    try (DataFrame frame = DataFrame.fromRows(customers, mapper)) {
      frame.write("beans.arrow");
    }

    try (DataFrame frame = DataFrame.read("records.arrow")) {
      System.out.println(frame.toRecords(Order.class).equals(orders) ? "equal" : "different");
    }
    try (DataFrame frame = DataFrame.read("beans.arrow")) {
      for (Customer customer : frame.toRows(mapper)) {
        System.out.println(customer.getId() + " " + customer.getName());
      }
    }
  }
}
