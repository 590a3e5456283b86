package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polars4j.examples.S3Object;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The class for S3 that docs/stores.md shows, against an S3 API that runs here. */
@EnabledIfEnvironmentVariable(
    named = "POLARS4J_PYTHON",
    matches = ".+",
    disabledReason = "POLARS4J_PYTHON names a Python with what .ci/requirements.txt has")
class S3Test {
  private static final String BUCKET = "orders";

  private static Process server;
  private static S3Client s3;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    Path script = folder.resolve("s3_server.py");
    try (InputStream in = S3Test.class.getResourceAsStream("s3_server.py")) {
      Files.copy(in, script);
    }
    server =
        new ProcessBuilder(System.getenv("POLARS4J_PYTHON"), script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String port =
        new BufferedReader(
                new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII))
            .readLine();
    s3 =
        S3Client.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + port))
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
            .forcePathStyle(true)
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    s3.createBucket(
        r ->
            r.bucket(BUCKET)
                .createBucketConfiguration(c -> c.locationConstraint(Region.EU_CENTRAL_1.id())));
  }

  @AfterAll
  static void stop() throws Exception {
    if (s3 != null) {
      s3.close();
    }
    if (server != null) {
      server.getOutputStream().close();
      if (!server.waitFor(10, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    }
  }

  /** 10 MB: more than a part. */
  private static DataFrame large() {
    SplittableRandom random = new SplittableRandom(1);
    try (Series a = Series.of("a", random.longs(625_000).toArray());
        Series b = Series.of("b", random.doubles(625_000).toArray())) {
      return DataFrame.of(a, b);
    }
  }

  private static DataFrame small() {
    try (Series id = Series.of("id", 1, 2, 3);
        Series text = Series.of("text", "a", "b", null)) {
      return DataFrame.of(id, text);
    }
  }

  private static int uploads() {
    return s3.listMultipartUploads(r -> r.bucket(BUCKET)).uploads().size();
  }

  @ParameterizedTest
  @EnumSource
  void everyFormatIsWrittenAndRead(FileFormat format) throws IOException {
    String key = "day/all." + format.extensions().get(0);
    try (DataFrame frame = small()) {
      format.writer(new S3Object(s3, BUCKET, key)).write(frame);
      try (DataFrame read = format.reader(new S3Object(s3, BUCKET, key)).read()) {
        assertThat(read.toMaps().toString()).isEqualTo(frame.toMaps().toString());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IPC", "PARQUET"})
  void anObjectOfSeveralPartsIsReadInRanges(FileFormat format) throws IOException {
    String key = "large." + format;
    try (DataFrame frame = large();
        DataFrame half = frame.select("b")) {
      format.writer(new S3Object(s3, BUCKET, key)).write(frame);
      assertThat(s3.headObject(r -> r.bucket(BUCKET).key(key)).eTag()).endsWith("-2\"");
      S3Object object = new S3Object(s3, BUCKET, key);
      try (FrameReader reader =
              format == FileFormat.IPC ? new IpcReader(object) : new ParquetReader(object);
          DataFrame read = reader.withColumns("b").read()) {
        assertThat(read.contentEquals(half)).isTrue();
      }
    }
    assertThat(uploads()).isZero();
  }

  @Test
  void whatIsNotFinishedLeavesNothing() throws IOException {
    try (DataFrame frame = large();
        IpcWriter writer = new IpcWriter(new S3Object(s3, BUCKET, "half"));
        BatchedWriter batches = writer.batched(frame.schema())) {
      batches.writeBatch(frame);
      batches.flush();
      assertThat(uploads()).isOne();
    }
    assertThat(uploads()).isZero();
    S3Object none = new S3Object(s3, BUCKET, "half");
    assertThatThrownBy(() -> new IpcReader(none).finish()).isInstanceOf(NoSuchKeyException.class);
  }

  @Test
  void anObjectThatChangesMeanwhileIsRefused() throws IOException {
    try (DataFrame frame = large();
        DataFrame small = small()) {
      new IpcWriter(new S3Object(s3, BUCKET, "changes")).finish(frame);
      try (IpcReader reader = new IpcReader(new S3Object(s3, BUCKET, "changes"));
          Batches batches = reader.batches()) {
        batches.next().close();
        new IpcWriter(new S3Object(s3, BUCKET, "changes")).finish(small);
        assertThatThrownBy(
                () -> {
                  while (batches.hasNext()) {
                    batches.next().close();
                  }
                })
            .isInstanceOfSatisfying(
                S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
      }
    }
  }

  @Test
  void theLinesOfThePageRun(@TempDir Path folder) throws Exception {
    Path page = Path.of(System.getProperty("test.root"), "docs/stores.md");
    List<String> blocks = JavaBlocks.ofPage(Files.readString(page));
    assertThat(blocks).hasSize(2); // the first one is the class
    String given =
        """
        var client = Class.forName("io.github.polars4j.S3Test").getDeclaredField("s3");
        client.setAccessible(true);
        var s3 = (software.amazon.awssdk.services.s3.S3Client) client.get(null);
        DataFrame frame = DataFrame.of(Series.of("id", 1), Series.of("name", "Ann"));
        """;
    JavaBlocks all = new JavaBlocks(folder);
    String check = "\nif (!ids.columnNames().equals(List.of(\"id\"))) throw new Error();";
    String imports = "import io.github.polars4j.examples.S3Object;\n";
    all.add("Stores", "", given, imports + blocks.get(1) + check, folder);
    all.compile(
        List.of(),
        S3Object.class,
        S3Client.class,
        AwsClient.class,
        SdkClient.class,
        SdkAutoCloseable.class);
    all.run();
  }

  @Test
  void thePageShowsTheClass() throws IOException {
    Path root = Path.of(System.getProperty("test.root"));
    String source =
        Files.readString(
            root.resolve("java/core/src/test/java/io/github/polars4j/examples/S3Object.java"));
    assertThat(Files.readString(root.resolve("docs/stores.md")))
        .contains("```java\n" + source.substring(source.indexOf("import ")) + "```\n");
  }
}
