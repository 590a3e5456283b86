package io.github.polars4j;

import static io.github.polars4j.ParquetBytes.INT32;
import static io.github.polars4j.ParquetBytes.OPTIONAL;
import static io.github.polars4j.ParquetBytes.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Sizes and counts in a Parquet file that cannot be are refused by file and column. */
class ParquetDamageTest {
  private static final List<Integer> ROWS =
      IntStream.range(0, 3000).map(i -> i * 7919).boxed().toList();
  private static final byte[] FILE = ParquetBytes.file(leaf(OPTIONAL, INT32, "c"), ROWS);

  private static final long[] NUMBERS =
      LongStream.of(-1, -2, -64, -8000, -1_000_000, 0, 1, 5, 63, 2999, 3001, 8000, 1_000_000)
          .toArray();

  /** What was read, or else the message. */
  private static String read(byte[] file) {
    try (DataFrame frame = new ParquetReader(file).finish();
        Series series = frame.column(0)) {
      return series.toList().equals(ROWS) ? "as it was" : "something else";
    } catch (PolarsPanicException e) {
      throw e;
    } catch (IOException | PolarsException | UncheckedIOException e) {
      return Objects.requireNonNull(e.getMessage());
    }
  }

  /** How long what a footer begins with is: the version and the schema, which is believed. */
  private static final int SCHEMA = 24;

  private static int footer(byte[] file) {
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - 8);
    return file.length - 8 - length;
  }

  @Test
  void noNumberInAPageHeaderGivesOtherValues() {
    int refused = 0;
    for (ThriftPlaces.Place place : ThriftPlaces.of(FILE, 4, new int[1])) {
      for (long number : NUMBERS) {
        byte[] file = FILE.clone();
        if (ThriftPlaces.put(file, place, number)) {
          String read = read(file);
          if (!read.equals("as it was")) {
            assertThat(read).contains("column 'c'").hasSizeLessThan(1000);
            refused++;
          }
        }
      }
    }
    assertThat(refused).isGreaterThan(20);
  }

  @Test
  void noNumberOfTheFooterGivesOtherValues() {
    byte[] metadata = Arrays.copyOf(FILE, FILE.length - 8);
    int refused = 0;
    for (ThriftPlaces.Place place : ThriftPlaces.of(metadata, footer(FILE), new int[1])) {
      for (long number : NUMBERS) {
        byte[] file = FILE.clone();
        boolean schema = place.at() < footer(FILE) + SCHEMA;
        if (!schema && ThriftPlaces.put(file, place, number)) {
          String read = read(file);
          if (!read.equals("as it was")) {
            assertThat(read).startsWith("<byte[]>: ").hasSizeLessThan(1000);
            refused++;
          }
        }
      }
    }
    assertThat(refused).isGreaterThan(50);
  }

  @Test
  void aNegativeNumberOfValuesIsRefusedByBatchesToo() {
    byte[] file = FILE.clone();
    List<ThriftPlaces.Place> numbers =
        ThriftPlaces.of(FILE, 4, new int[1]).stream()
            .filter(place -> place.kind() == ThriftPlaces.Kind.NUMBER)
            .toList();
    assertThat(ThriftPlaces.put(file, numbers.get(3), -3000)).isTrue();
    assertThatThrownBy(
            () -> {
              try (Batches batches = new ParquetReader(file).batches(10)) {
                batches.forEachRemaining(DataFrame::close);
              }
            })
        .isInstanceOf(ComputeException.class)
        .hasMessageContaining("not a valid Parquet file: column 'c': ")
        .hasMessageContaining("-3000");
  }

  private static byte[] gzip(byte[] page, int members) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < members; i++) {
      int from = page.length * i / members;
      int to = page.length * (i + 1) / members;
      try (GZIPOutputStream member = new GZIPOutputStream(out)) {
        member.write(page, from, to - from);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return out.toByteArray();
  }

  @Test
  void gzipOfSeveralMembersIsRefusedInWords() {
    ParquetBytes.Node column = leaf(OPTIONAL, INT32, "c");
    assertThat(read(ParquetBytes.file(column, ROWS, 2, page -> gzip(page, 1))))
        .isEqualTo("as it was");
    assertThat(read(ParquetBytes.file(column, ROWS, 2, page -> gzip(page, 2))))
        .contains("column 'c': ")
        .contains("GZIP of several members");
  }

  @Test
  void lzoIsRefusedByColumn() {
    assertThat(read(ParquetBytes.file(leaf(OPTIONAL, INT32, "c"), ROWS, 3, page -> page)))
        .contains("column 'c': ")
        .contains("LZO");
  }

  /** A block of LZ4 that has nothing but literals. */
  private static byte[] lz4(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(Math.min(bytes.length, 15) << 4);
    for (int left = bytes.length - 15; left >= 0; left -= 255) {
      out.write(Math.min(left, 255));
    }
    out.writeBytes(bytes);
    return out.toByteArray();
  }

  /** The page in blocks that end there, in the framing of Hadoop. */
  private static byte[] hadoop(byte[] page, int... ends) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int from = 0;
    for (int end : ends) {
      byte[] block = lz4(Arrays.copyOfRange(page, from, end));
      out.writeBytes(ByteBuffer.allocate(8).putInt(end - from).putInt(block.length).array());
      out.writeBytes(block);
      from = end;
    }
    return out.toByteArray();
  }

  @Test
  void olderLz4IsReadOrRefused() {
    ParquetBytes.Node column = leaf(OPTIONAL, INT32, "c");
    for (UnaryOperator<byte[]> framing :
        List.<UnaryOperator<byte[]>>of(
            page -> lz4(page),
            page -> hadoop(page, page.length),
            page -> hadoop(page, page.length / 2, page.length))) {
      assertThat(read(ParquetBytes.file(column, ROWS, 5, framing))).isEqualTo("as it was");
    }
    assertThat(
            read(
                ParquetBytes.file(
                    column, ROWS, 5, page -> hadoop(page, page.length - 5, page.length))))
        .contains("column 'c': ")
        .contains("several blocks of Hadoop's framing");
    assertThat(read(ParquetBytes.file(column, ROWS, 7, page -> lz4(page)))).isEqualTo("as it was");
  }

  @Test
  void dictionaryIndicesWithoutADictionaryAreRefused() {
    byte[] file = FILE.clone();
    List<ThriftPlaces.Place> numbers =
        ThriftPlaces.of(FILE, 4, new int[1]).stream()
            .filter(place -> place.kind() == ThriftPlaces.Kind.NUMBER)
            .toList();
    assertThat(ThriftPlaces.put(file, numbers.get(4), 8)).isTrue();
    assertThat(read(file)).contains("column 'c': ").contains("dictionary that is not there");
  }
}
