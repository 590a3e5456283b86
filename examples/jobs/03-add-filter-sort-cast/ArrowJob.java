import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;

public final class ArrowJob {
  // Copies the rows of all batches that have a quantity of at least 5.
  static void filter(ArrowFileReader reader, VectorSchemaRoot many) throws IOException {
    VectorSchemaRoot batch = reader.getVectorSchemaRoot();
    int rows = 0;
    while (reader.loadNextBatch()) {
      BigIntVector quantity = (BigIntVector) batch.getVector("quantity");
      for (int row = 0; row < batch.getRowCount(); row++) {
        if (!quantity.isNull(row) && quantity.get(row) >= 5) {
          for (int c = 0; c < batch.getFieldVectors().size(); c++) {
            many.getVector(c).copyFromSafe(row, rows, batch.getVector(c));
          }
          rows++;
        }
      }
    }
    many.setRowCount(rows);
  }

  static int[] sorted(VectorSchemaRoot many) {
    BigIntVector quantity = (BigIntVector) many.getVector("quantity");
    BigIntVector id = (BigIntVector) many.getVector("id");
    Comparator<Integer> order = Comparator.comparingLong(quantity::get);
    return IntStream.range(0, many.getRowCount())
        .boxed()
        .sorted(order.reversed().thenComparingLong(id::get))
        .mapToInt(row -> row)
        .toArray();
  }

  public static void main(String[] args) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        FileInputStream in = new FileInputStream("orders.arrow");
        ArrowFileReader reader = new ArrowFileReader(in.getChannel(), allocator);
        VectorSchemaRoot many =
            VectorSchemaRoot.create(reader.getVectorSchemaRoot().getSchema(), allocator)) {
      filter(reader, many);
      int[] order = sorted(many);
      BigIntVector quantity = (BigIntVector) many.getVector("quantity");
      Float8Vector cast = new Float8Vector("quantity", allocator);
      BigIntVector twice = new BigIntVector("twice", allocator);
      List<FieldVector> columns = new ArrayList<>();
      for (FieldVector from : many.getFieldVectors()) {
        FieldVector to = from == quantity ? cast : from.getField().createVector(allocator);
        columns.add(to);
        if (from != quantity) {
          for (int row = 0; row < order.length; row++) {
            to.copyFromSafe(order[row], row, from);
          }
        }
      }
      columns.add(twice);
      try (VectorSchemaRoot result = new VectorSchemaRoot(columns)) {
        for (int row = 0; row < order.length; row++) {
          long value = quantity.get(order[row]);
          if ((long) (double) value != value) {
            throw new ArithmeticException("quantity " + value + " is no double");
          }
          cast.setSafe(row, value);
          twice.setSafe(row, Math.multiplyExact(value, 2L));
        }
        result.setRowCount(order.length);
        try (FileOutputStream out = new FileOutputStream("sorted.arrow");
            ArrowFileWriter writer = new ArrowFileWriter(result, null, out.getChannel())) {
          writer.start();
          writer.writeBatch();
          writer.end();
        }
      }
    }
  }
}
