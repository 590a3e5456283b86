package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java blocks of some pages and the Javadoc of this module compile and run. */
class CodeBlocksTest {
  private static final Path ROOT = Path.of(System.getProperty("test.root"));

  private static final List<String> PAGES = List.of("README.md", "docs/index.md", "docs/verbs.md");

  private static final String FRAME =
      """
      DataFrame frame = DataFrame.of(Series.of("id", 1L, 2L), Series.of("amount", 5L, 6L),
          Series.of("price", 1.5, 2.5), Series.of("dest", "BOS", "ORD"),
          Series.of("year", 2013, 2014), Series.of("month", 1, 2));
      """;

  private static final String CUSTOMERS =
      """
      Path path = Path.of("customers");
      record Customer(long id, String name) {}
      List<Customer> customers = List.of(new Customer(1, "Ann"), new Customer(2, null));
      """;

  private static final String SCHEMA =
      """
      Schema schema = Schema.of(Field.of("id", DataType.INT64), Field.of("name", DataType.STRING));
      """;

  private static final String STORE =
      """
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      class Upload {
        OutputStream stream() { return bytes; }
        void complete() {}
        void abort() {}
      }
      class Store {
        Upload upload(String key) { return new Upload(); }
        long size(String key) { return bytes.size(); }
        byte[] range(String key, long from, int count) {
          return Arrays.copyOfRange(bytes.toByteArray(), (int) from, (int) from + count);
        }
      }
      Store store = new Store();
      String key = "orders";
      """;

  private static final String ROWS =
      """
      ResultSet rows = DriverManager.getConnection("jdbc:h2:mem:").createStatement()
          .executeQuery("select 1 as id, timestamp with time zone '2026-01-02 03:04:05Z' as placed_at,"
              + " cast(1.50 as decimal(12, 2)) as total");
      """;

  /** What is there before a block: pages have several, which follow each other. */
  private static final Map<String, String> GIVEN =
      Map.ofEntries(
          Map.entry("Appender", CUSTOMERS + SCHEMA),
          Map.entry(
              "ArrowCStream",
              FRAME
                  + """
                  class Consumer {
                    void read(long address) { ArrowCData.importStream(address).close(); }
                  }
                  Consumer consumer = new Consumer();
                  """),
          Map.entry(
              "Batches",
              """
              InputStream in = new ByteArrayInputStream("id\\n1\\n2\\n".getBytes());
              OutputStream out = new ByteArrayOutputStream();
              """),
          Map.entry("Cursor", FRAME + "long total = 0;\n"),
          Map.entry("DataFrame", SCHEMA),
          Map.entry(
              "Dataset",
              FRAME
                  + """
                  Files.createDirectory(Path.of("flights"));
                  frame.write(Path.of("flights/a.parquet"));
                  Path out = Path.of("out");
                  """),
          Map.entry("DatasetWriter", FRAME),
          Map.entry("FrameColumns", FRAME),
          Map.entry(
              "InputFile",
              FRAME.replace("frame", "written")
                  + STORE
                  + "new ParquetWriter(bytes).finish(written);\n"),
          Map.entry("JdbcFrames", ROWS + "Path path = Path.of(\"rows\");\n"),
          Map.entry("OutputFile", FRAME + STORE),
          Map.entry(
              "README.md",
              ROWS
                  + """
                  ResultSet resultSet = rows;
                  Files.writeString(Path.of("larger-than-memory.csv"), "id\\n1\\n");
                  """),
          Map.entry(
              "RowMapper",
              """
              class Customer {
                private long id;
                private String name;
                long getId() { return id; }
                void setId(long id) { this.id = id; }
                String getName() { return name; }
                void setName(String name) { this.name = name; }
              }
              List<Customer> list = List.of(new Customer());
              """),
          Map.entry("RowWriter", CUSTOMERS));

  /** A declaration in a block, and what stands behind it for the rest. */
  private static final Map<String, String> AFTER =
      Map.of(
          "BigDecimal total) {}\n",
          "List<Order> list = List.of(new Order(1, Instant.EPOCH, new BigDecimal(\"1.50\")));\n");

  /** Blocks by what they are of. */
  private static Map<String, List<String>> blocks() throws IOException {
    Map<String, List<String>> blocks = new LinkedHashMap<>();
    for (String page : PAGES) {
      blocks.put(page, JavaBlocks.ofPage(Files.readString(ROOT.resolve(page))));
    }
    for (Path source : sources(ROOT.resolve("java/core/src/main/java"))) {
      String text = Files.readString(source);
      List<String> found = JavaBlocks.ofJavadoc(text);
      assertThat(text.split("<pre>|@snippet", -1)).as(source.toString()).hasSize(found.size() + 1);
      if (!found.isEmpty()) {
        blocks.put(source.getFileName().toString().replace(".java", ""), found);
      }
    }
    return blocks;
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  @Test
  void everyBlockRuns(@TempDir Path folder) throws Exception {
    JavaBlocks all = new JavaBlocks(folder);
    Map<String, List<String>> blocks = blocks();
    assertThat(blocks.keySet()).containsAll(GIVEN.keySet());
    for (Map.Entry<String, List<String>> entry : blocks.entrySet()) {
      int count = 0;
      for (String block : entry.getValue()) {
        String text = block;
        for (Map.Entry<String, String> after : AFTER.entrySet()) {
          text = text.replace(after.getKey(), after.getKey() + after.getValue());
        }
        String name = entry.getKey().replaceAll("\\W", "_") + "_" + count++;
        Path own = Files.createDirectory(folder.resolve(name));
        all.add(name, "", GIVEN.getOrDefault(entry.getKey(), ""), text, own);
      }
    }
    all.compile(List.of());
    all.run();
  }

  /** No block is left out: a test runs those of each of these. */
  @Test
  void everyPageAndSourceWithBlocksHasATest() throws IOException {
    Set<String> tested = new TreeSet<>(PAGES);
    CookbookTest.PAGES.forEach(page -> tested.add("docs/" + page));
    tested.addAll(
        Set.of(
            "docs/duckdb.md", // DuckPageTest, as is DuckFrames
            "docs/from-parquet-avro.md", // ParquetAvroPageTest
            "docs/jobs.md", // JobsPageTest
            "docs/operations.md", // OperationsPageTest
            "docs/spark.md", // PageTest of polars4j-spark, as is PolarsIpcFormat
            "docs/stores.md")); // S3Test
    List<Path> pages = new ArrayList<>();
    for (String folder : List.of("", "docs", "docs/benchmarks", "examples")) {
      try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
      }
    }
    Set<String> found = new TreeSet<>();
    for (Path page : pages) {
      if (Files.readString(page).contains("```java\n")) {
        found.add(ROOT.relativize(page).toString().replace('\\', '/'));
      }
    }
    assertThat(found).isEqualTo(tested);

    Set<String> classes = new TreeSet<>();
    for (String module : List.of("arrow", "cli", "duckdb", "spark", "test")) {
      for (Path source : sources(ROOT.resolve("java/" + module + "/src/main/java"))) {
        if (Files.readString(source).contains("<pre>")) {
          classes.add(source.getFileName().toString());
        }
      }
    }
    assertThat(classes).containsExactly("DuckFrames.java", "PolarsIpcFormat.java");
  }
}
