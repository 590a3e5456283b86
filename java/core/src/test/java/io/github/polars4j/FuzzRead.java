package io.github.polars4j;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** One read of a damaged file, in one of all ways, and some use of what was read. */
final class FuzzRead {
  private static final List<DataType> TYPES =
      List.of(
          DataType.STRING,
          DataType.INT64,
          DataType.INT8,
          DataType.FLOAT64,
          DataType.BOOLEAN,
          DataType.DATE,
          DataType.TIME,
          DataType.datetime(TimeUnit.MICROSECONDS, null),
          DataType.duration(TimeUnit.NANOSECONDS),
          DataType.decimal(10, 2),
          DataType.categorical(),
          DataType.enumeration("x", "y"),
          DataType.list(DataType.STRING));

  private final Path file;
  private final Random random;
  private final Seed seed;
  private final byte[] mutant;

  private FuzzRead(Seed seed, byte[] mutant, Path file, Random random) {
    this.seed = seed;
    this.mutant = mutant;
    this.file = file;
    this.random = random;
  }

  /** Reads; {@code file} is where it may be written. Throws what refuses it. */
  static void run(Seed seed, byte[] mutant, Path file, Random random) throws IOException {
    new FuzzRead(seed, mutant, file, random).run();
  }

  private void run() throws IOException {
    try (FrameReader reader = configured(reader())) {
      switch (random.nextInt(8)) {
        case 0 -> describe(reader);
        case 1, 2, 3 -> {
          try (Batches batches = reader.batches(1 + random.nextInt(30))) {
            for (int i = 0; i < 1000 && batches.hasNext(); i++) {
              try (DataFrame frame = batches.next()) {
                use(frame);
              }
            }
          }
        }
        default -> {
          try (DataFrame frame = reader.finish()) {
            use(frame);
          }
        }
      }
    }
  }

  private static void describe(FrameReader reader) throws IOException {
    reader.schema();
    if (reader instanceof IpcReader ipc) {
      ipc.layout();
      ipc.customMetadata();
    } else if (reader instanceof ParquetReader parquet) {
      parquet.customMetadata();
    }
  }

  private FrameReader reader() throws IOException {
    ByteArrayInputStream stream = new ByteArrayInputStream(mutant);
    ByteBuffer direct = ByteBuffer.allocateDirect(mutant.length).put(0, mutant);
    boolean path = random.nextInt(3) == 0;
    if (path) {
      Files.write(file, mutant);
    }
    int from = random.nextInt(3);
    return switch (seed.kind()) {
      case IPC ->
          path
              ? new IpcReader(file).memoryMapped(random.nextInt(3) > 0)
              : from == 0
                  ? new IpcReader(stream)
                  : from == 1 ? new IpcReader(direct) : new IpcReader(mutant);
      case IPC_STREAM ->
          path
              ? new IpcStreamReader(file)
              : from == 0
                  ? new IpcStreamReader(stream)
                  : from == 1 ? new IpcStreamReader(direct) : new IpcStreamReader(mutant);
      case PARQUET ->
          path
              ? new ParquetReader(file)
              : from == 0
                  ? new ParquetReader(stream)
                  : from == 1 ? new ParquetReader(direct) : new ParquetReader(mutant);
      case CSV ->
          path
              ? new CsvReader(file)
              : from == 0
                  ? new CsvReader(stream)
                  : from == 1 ? new CsvReader(direct) : new CsvReader(mutant);
      case NDJSON ->
          path
              ? new NdjsonReader(file)
              : from == 0
                  ? new NdjsonReader(stream)
                  : from == 1 ? new NdjsonReader(direct) : new NdjsonReader(mutant);
    };
  }

  private FrameReader configured(FrameReader reader) {
    if (random.nextInt(4) == 0 && !seed.columns().isEmpty()) {
      List<String> names = seed.columns();
      reader.withColumns(names.get(random.nextInt(names.size())));
    }
    if (random.nextInt(6) == 0) {
      reader.withNRows(random.nextInt(12));
    }
    if (random.nextInt(8) == 0) {
      boolean rechunk = random.nextBoolean();
      if (reader instanceof IpcReader ipc) {
        ipc.withRechunk(rechunk).withRowIndex("index");
      } else if (reader instanceof IpcStreamReader ipc) {
        ipc.withRechunk(rechunk).withRowIndex("index");
      } else if (reader instanceof ParquetReader parquet) {
        parquet.withRowIndex("index");
      }
    }
    if (reader instanceof CsvReader csv) {
      csv(csv);
    } else if (reader instanceof NdjsonReader ndjson) {
      ndjson(ndjson);
    }
    return reader;
  }

  private boolean once(int in) {
    return random.nextInt(in) == 0;
  }

  private Schema overrides() {
    String name = seed.columns().isEmpty() ? "a" : seed.columns().get(0);
    return Schema.of(new Field(name, TYPES.get(random.nextInt(TYPES.size()))));
  }

  private void csv(CsvReader csv) {
    if (once(6)) {
      csv.withSeparator(";\t|".charAt(random.nextInt(3)));
    }
    if (once(6)) {
      csv.withHeader(false);
    }
    if (once(6)) {
      csv.withSchemaOverrides(overrides());
    }
    if (once(4)) {
      csv.withTryParseDates(true);
    }
    if (once(6)) {
      csv.withIgnoreErrors(true).withTruncateRaggedLines(true);
    }
    if (once(6)) {
      csv.withNullValues("null", "NA", "");
    }
    if (once(8)) {
      csv.withEscapeChar('\\');
    }
    if (once(8)) {
      csv.withoutQuoting();
    }
    if (once(8)) {
      csv.withLossyUtf8(true);
    }
    if (once(8)) {
      csv.withCommentPrefix("#");
    }
    if (once(8)) {
      csv.withSkipRows(random.nextInt(3)).withSkipRowsAfterHeader(random.nextInt(3));
    }
    if (once(8)) {
      csv.withSeparator(';').withDecimalComma(true);
    }
    if (once(10)) {
      csv.withEncoding(
          random.nextBoolean() ? StandardCharsets.UTF_16 : StandardCharsets.ISO_8859_1);
    }
    if (once(10)) {
      csv.withDateFormat("%d.%m.%Y").withDatetimeFormat("%Y-%m-%d %H:%M:%S%.f");
    }
    if (once(5)) {
      csv.withInferSchemaLength(random.nextInt(5));
    } else if (once(5)) {
      csv.withInferSchemaAll();
    }
  }

  private void ndjson(NdjsonReader ndjson) {
    if (once(6)) {
      ndjson.withSchemaOverrides(overrides());
    }
    if (once(6)) {
      ndjson.withIgnoreErrors(true);
    }
    if (once(4)) {
      ndjson.withLastDuplicateKey(true).withLossyEscapes(true);
    }
    if (once(5)) {
      ndjson.withInferSchemaLength(1 + random.nextInt(5));
    } else if (once(5)) {
      ndjson.withInferSchemaAll();
    }
  }

  /** Does something that looks at the values. */
  private void use(DataFrame frame) throws IOException {
    OutputStream nowhere = OutputStream.nullOutputStream();
    switch (random.nextInt(10)) {
      case 0 -> frame.toString();
      case 1 -> {
        try (DataFrame one = frame.rechunk()) {
          one.contentEquals(frame);
        }
      }
      case 2 ->
          new IpcWriter(nowhere)
              .withCompatLevel(CompatLevel.values()[random.nextInt(2)])
              .withParallel(random.nextBoolean())
              .finish(frame);
      case 3 -> new ParquetWriter(nowhere).finish(frame);
      case 4 -> new CsvWriter(nowhere).withBinaryText(BinaryText.HEX).finish(frame);
      case 5 ->
          new NdjsonWriter(nowhere)
              .withBinaryText(BinaryText.HEX)
              .withNonFinite(NonFinite.NULL)
              .finish(frame);
      case 6 -> {
        for (Series column : frame.columns()) {
          try (column) {
            column.toList();
          }
        }
      }
      default -> frame.contentEquals(frame);
    }
  }
}
