package io.github.polars4j.benchmarks.peer;

import io.github.polars4j.CompatLevel;
import io.github.polars4j.DataFrame;
import io.github.polars4j.IpcReader;
import io.github.polars4j.IpcWriter;
import io.github.polars4j.RowWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.jspecify.annotations.Nullable;

/** A list of records, which is written to a file. */
final class RecordsPeer extends Peer {
  /** A row of the mixed frame. */
  record Mixed(
      long id,
      double price,
      int qty,
      boolean flag,
      LocalDateTime ts,
      String sym,
      String note,
      @Nullable Double price_n) {}

  private static final int BATCH = 65_536;
  private static volatile long sum;

  private final BufferAllocator allocator = new RootAllocator();
  private List<Mixed> rows = List.of();

  @Override
  String name() {
    return "records of JDK " + Runtime.version();
  }

  @Override
  void load(String way, Path file) throws IOException {
    try (IpcReader reader = new IpcReader(file);
        DataFrame frame = reader.finish()) {
      rows = frame.toRecords(Mixed.class);
    }
  }

  @Override
  void write(String way, Path file, String codec, String compat) throws IOException {
    switch (way) {
      case "polars4j" -> writeRows(file, codec);
      case "arrow" -> writeArrow(file, codec);
      case "iterate" -> iterate();
      default -> throw new IllegalArgumentException(way);
    }
  }

  private void writeRows(Path file, String codec) throws IOException {
    IpcWriter to =
        new IpcWriter(file)
            .withCompatLevel(CompatLevel.OLDEST)
            .withCompression(Compressions.of(codec));
    try (RowWriter<Mixed> writer = to.rows(Mixed.class)) {
      writer.writeAll(rows);
      writer.finish();
    }
  }

  private void iterate() {
    long total = 0;
    for (Mixed row : rows) {
      total += row.id() + (long) row.price() + row.qty() + (row.flag() ? 1 : 0);
      total += row.ts().getNano() + row.sym().length() + row.note().length();
      total += row.price_n() == null ? 0 : row.price_n().longValue();
    }
    sum = total;
  }

  private void writeArrow(Path file, String codec) throws IOException {
    try (BigIntVector id = new BigIntVector("id", allocator);
        Float8Vector price = new Float8Vector("price", allocator);
        IntVector qty = new IntVector("qty", allocator);
        BitVector flag = new BitVector("flag", allocator);
        TimeStampMicroVector ts = new TimeStampMicroVector("ts", allocator);
        VarCharVector sym = new VarCharVector("sym", allocator);
        VarCharVector note = new VarCharVector("note", allocator);
        Float8Vector priceOrNull = new Float8Vector("price_n", allocator);
        VectorSchemaRoot root =
            VectorSchemaRoot.of(id, price, qty, flag, ts, sym, note, priceOrNull);
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ArrowFileWriter writer =
            ArrowFiles.writer(
                root, new DictionaryProvider.MapDictionaryProvider(), channel, codec)) {
      writer.start();
      for (int from = 0; from < rows.size(); from += BATCH) {
        int count = Math.min(BATCH, rows.size() - from);
        for (int i = 0; i < count; i++) {
          Mixed row = rows.get(from + i);
          id.setSafe(i, row.id());
          price.setSafe(i, row.price());
          qty.setSafe(i, row.qty());
          flag.setSafe(i, row.flag() ? 1 : 0);
          ts.setSafe(i, micros(row.ts()));
          sym.setSafe(i, row.sym().getBytes(StandardCharsets.UTF_8));
          note.setSafe(i, row.note().getBytes(StandardCharsets.UTF_8));
          if (row.price_n() == null) {
            priceOrNull.setNull(i);
          } else {
            priceOrNull.setSafe(i, row.price_n());
          }
        }
        root.setRowCount(count);
        writer.writeBatch();
      }
      writer.end();
    }
  }

  private static long micros(LocalDateTime time) {
    return time.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + time.getNano() / 1_000;
  }
}
