import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.SortKey;
import java.io.IOException;

public final class Job {
  public static void main(String[] args) throws IOException {
    try (DataFrame orders = DataFrame.read("orders.arrow");
        DataFrame many = orders.filter("quantity", quantity -> quantity.ge(5));
        DataFrame added = many.withColumn("twice", "quantity", quantity -> quantity.mul(2));
        DataFrame sorted = added.sort(SortKey.descending("quantity"), SortKey.ascending("id"));
        DataFrame cast = sorted.cast("quantity", DataType.FLOAT64)) {
      cast.write("sorted.arrow");
    }
  }
}
