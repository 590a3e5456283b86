package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Damaged Parquet files are read, or refused in words: page headers, pages and footers are damaged
 * where numbers are. {@code -Dtest.mutations} says how many, {@code -Dtest.seed} which, {@code
 * -Dtest.parquet} a folder with more files to begin with.
 */
class ParquetMutationTest {
  private static final int MUTATIONS = Integer.getInteger("test.mutations", 1500);
  private static final long SEED = Long.getLong("test.seed", 1);
  private static final List<Whole> FILES = new ArrayList<>();

  /** A file as it should be, and where its numbers are. */
  record Whole(
      byte[] bytes, int footer, List<ThriftPlaces.Place> pages, List<ThriftPlaces.Place> meta) {
    static Whole of(byte[] bytes) {
      int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
      int footer = bytes.length - 8 - length;
      int[] end = {0};
      byte[] all = Arrays.copyOf(bytes, bytes.length - 8);
      List<ThriftPlaces.Place> meta = ThriftPlaces.of(all, footer, end);
      assertThat(end[0]).isEqualTo(all.length);
      List<ThriftPlaces.Place> pages = new ArrayList<>();
      byte[] data = Arrays.copyOf(bytes, footer);
      for (int at = 4; at > 0 && at < footer; ) {
        List<ThriftPlaces.Place> header = ThriftPlaces.of(data, at, end);
        List<ThriftPlaces.Place> numbers =
            header.stream().filter(place -> place.kind() == ThriftPlaces.Kind.NUMBER).toList();
        if (end[0] < 0 || numbers.size() < 3) {
          break; // an index of pages
        }
        pages.addAll(header);
        at = (int) (end[0] + ThriftPlaces.number(data, numbers.get(2)));
      }
      return new Whole(bytes, footer, pages, meta);
    }

    byte[] mutate(Random random) {
      byte[] mutant = bytes.clone();
      int changes = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
      for (int i = 0; i < changes; i++) {
        change(mutant, random);
      }
      return mutant;
    }

    void change(byte[] mutant, Random random) {
      switch (random.nextInt(6)) {
        case 0, 1 -> change(mutant, pages, random);
        case 2 -> change(mutant, meta, random);
        case 3 -> ThriftPlaces.flip(mutant, footer + random.nextInt(bytes.length - footer), random);
        default -> ThriftPlaces.flip(mutant, random.nextInt(footer), random);
      }
    }

    private static void change(byte[] bytes, List<ThriftPlaces.Place> places, Random random) {
      if (!places.isEmpty()) {
        ThriftPlaces.change(bytes, places.get(random.nextInt(places.size())), random);
      }
    }
  }

  @BeforeAll
  static void files() throws IOException {
    for (ParquetCompression codec : ParquetTest.codecs().toList()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (DataFrame frame = Sample.frame(50, 0)) {
        new ParquetWriter(out).withCompression(codec).withRowGroupSize(20).finish(frame);
      }
      FILES.add(Whole.of(out.toByteArray()));
    }
    LegacyParquetTest.cases().forEach(legacy -> FILES.add(Whole.of(legacy.file())));
    String folder = System.getProperty("test.parquet");
    if (folder != null) {
      try (Stream<Path> more = Files.list(Path.of(folder))) {
        for (Path path : more.sorted().toList()) {
          FILES.add(Whole.of(Files.readAllBytes(path)));
        }
      }
    }
  }

  private static void read(byte[] mutant, Random random) throws IOException {
    if (random.nextInt(4) == 0) {
      try (Batches batches = new ParquetReader(mutant).batches(7)) {
        batches.forEachRemaining(DataFrame::close);
      }
      return;
    }
    try (DataFrame frame = new ParquetReader(mutant).finish()) {
      if (random.nextInt(4) == 0) {
        assertThat(frame.toString()).isNotEmpty();
      }
      frame.contentEquals(frame);
    }
  }

  @Test
  void damagedFilesAreReadOrRefusedInWords() {
    int whole = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      Random random = new Random(SEED * 1_000_003 + i);
      byte[] mutant = FILES.get(random.nextInt(FILES.size())).mutate(random);
      try {
        read(mutant, random);
        whole++;
      } catch (PolarsPanicException e) {
        fail("mutation " + i + " of seed " + SEED, e);
      } catch (IOException | PolarsException | OutOfMemoryError e) {
        assertThat(e.getMessage()).as("mutation %s", i).hasSizeLessThan(1000);
        assertThat(e.getMessage()).as("mutation %s", i).doesNotContain(".rs:");
      } catch (RuntimeException e) {
        if (!(e.getCause() instanceof IOException || e instanceof PolarsException)) {
          fail("mutation " + i + " of seed " + SEED, e);
        }
      }
    }
    // some damage is not seen, and much is
    assertThat(whole).isBetween(MUTATIONS / 50, MUTATIONS * 9 / 10);
  }
}
