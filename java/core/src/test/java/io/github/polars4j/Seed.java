package io.github.polars4j;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** A file to damage: what it is, its bytes, and the names of its columns. */
record Seed(Kind kind, String name, byte[] bytes, List<String> columns) {
  /** Larger files take too long. */
  private static final long LARGEST = 60_000;

  enum Kind {
    IPC,
    IPC_STREAM,
    PARQUET,
    CSV,
    NDJSON;

    static Kind of(String name) {
      if (name.endsWith(".parquet")) {
        return PARQUET;
      }
      if (name.endsWith(".csv") || name.endsWith(".tsv")) {
        return CSV;
      }
      if (name.contains(".ndjson")) {
        return NDJSON;
      }
      return name.contains("stream") || name.endsWith(".arrows") ? IPC_STREAM : IPC;
    }
  }

  /** Files made here, and those in the folders. */
  static List<Seed> all(List<Path> folders) throws IOException {
    List<Seed> seeds = new ArrayList<>();
    List<DataFrame> frames = new ArrayList<>();
    frames.add(Sample.frame(20, 0));
    for (int seed = 1; seed <= 10; seed++) {
      frames.add(RandomFrame.of(seed, true).frame());
    }
    for (int i = 0; i < frames.size(); i++) {
      try (DataFrame frame = frames.get(i)) {
        made(i, frame, seeds);
      }
    }
    LegacyParquetTest.cases()
        .forEach(file -> seeds.add(new Seed(Kind.PARQUET, file.name(), file.file(), List.of("c"))));
    seeds.add(new Seed(Kind.IPC_STREAM, "bomb", SchemaBomb.stream(9), List.of("a", "b")));
    text(seeds);
    for (Path folder : folders) {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
          String name = path.getFileName().toString();
          if (Files.size(path) < LARGEST && !name.matches(".*\\.(md|py|json|gz|txt)")) {
            seeds.add(new Seed(Kind.of(name), name, Files.readAllBytes(path), List.of()));
          }
        }
      }
    }
    return seeds;
  }

  private interface Write {
    void to(OutputStream out) throws IOException;
  }

  private static void add(
      List<Seed> seeds, Kind kind, String name, List<String> columns, Write write) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      write.to(out);
      seeds.add(new Seed(kind, name, out.toByteArray(), columns));
    } catch (PolarsException | IOException e) {
      return; // a type that this format does not have
    }
  }

  private static void made(int number, DataFrame frame, List<Seed> seeds) {
    List<String> columns = frame.columnNames();
    List<IpcCompression> codecs =
        List.of(IpcCompression.uncompressed(), IpcCompression.lz4(), IpcCompression.zstd());
    for (IpcCompression codec : codecs) {
      for (CompatLevel level : CompatLevel.values()) {
        String name = number + " " + codec + " " + level;
        int rows = number % 2 == 0 ? 7 : 1000;
        add(
            seeds,
            Kind.IPC,
            name,
            columns,
            out ->
                new IpcWriter(out)
                    .withCompression(codec)
                    .withCompatLevel(level)
                    .withRecordBatchSize(rows)
                    .finish(frame));
        add(
            seeds,
            Kind.IPC_STREAM,
            name,
            columns,
            out ->
                new IpcStreamWriter(out)
                    .withCompression(codec)
                    .withCompatLevel(level)
                    .withRecordBatchSize(rows)
                    .finish(frame));
      }
    }
    for (ParquetCompression codec : ParquetTest.codecs().toList()) {
      add(
          seeds,
          Kind.PARQUET,
          number + " " + codec,
          columns,
          out -> new ParquetWriter(out).withCompression(codec).withRowGroupSize(11).finish(frame));
    }
    add(
        seeds,
        Kind.CSV,
        number + " csv",
        columns,
        out -> new CsvWriter(out).withBinaryText(BinaryText.BASE64).finish(frame));
    add(
        seeds,
        Kind.NDJSON,
        number + " ndjson",
        columns,
        out ->
            new NdjsonWriter(out)
                .withBinaryText(BinaryText.HEX)
                .withNonFinite(NonFinite.NULL)
                .finish(frame));
  }

  private static void text(List<Seed> seeds) {
    List<String> ab = List.of("a", "b");
    String csv = "a,b\n1,\"x, y\"\n-2.5,\"he said \"\"no\"\"\"\n\n3e4,2020-01-02\n,é🦜\n";
    String json =
        """
        {"a":1,"b":"x\\u00e9\\ud83e\\udd9c"}
        {"a":-2.5e3,"b":null,"c":[1,{"d":true}]}
        {"a":18446744073709551615,"c":[]}
        """;
    for (String end : List.of("\n", "\r\n", "\r")) {
      byte[] rows = csv.replace("\n", end).getBytes(StandardCharsets.UTF_8);
      seeds.add(new Seed(Kind.CSV, "by hand", rows, ab));
      add(seeds, Kind.CSV, "gzip", ab, out -> gzip(rows, out));
    }
    byte[] rows = json.getBytes(StandardCharsets.UTF_8);
    seeds.add(new Seed(Kind.NDJSON, "by hand", rows, ab));
    add(seeds, Kind.NDJSON, "gzip", ab, out -> gzip(rows, out));
    byte[] array = ("[" + json.strip().replace("\n", ",\n") + "]").getBytes(StandardCharsets.UTF_8);
    seeds.add(new Seed(Kind.NDJSON, "array", array, ab));
  }

  private static void gzip(byte[] bytes, OutputStream out) throws IOException {
    try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
      packed.write(bytes);
    }
  }
}
