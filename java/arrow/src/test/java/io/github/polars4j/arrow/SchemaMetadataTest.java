package io.github.polars4j.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polars4j.Batches;
import io.github.polars4j.CompatLevel;
import io.github.polars4j.ComputeException;
import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.IpcReader;
import io.github.polars4j.IpcWriter;
import io.github.polars4j.NdjsonReader;
import io.github.polars4j.Series;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.c.CDataDictionaryProvider;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a schema says of itself goes to Arrow Java and comes from there. */
class SchemaMetadataTest {
  private static final Map<String, String> METADATA = Map.of("pandas", "{}", "geo", "größe");

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingLeaked() {
    allocator.close(); // throws if anything is left
  }

  private static DataFrame frame(String... texts) {
    DataType categories = DataType.categorical();
    try (Series numbers = Series.of("n", texts);
        Series labels = Series.of("c", categories, List.of(texts))) {
      return DataFrame.of(numbers, labels);
    }
  }

  @Test
  void aFrameGoesWithTheMetadataThatIsGiven() throws IOException {
    try (DataFrame frame = frame("a", "b");
        CDataDictionaryProvider dictionaries = new CDataDictionaryProvider();
        VectorSchemaRoot root =
            ArrowFrames.toRoot(allocator, frame, dictionaries, CompatLevel.NEWEST, METADATA);
        ArrowReader reader = ArrowFrames.toReader(allocator, frame, CompatLevel.NEWEST, METADATA)) {
      assertThat(root.getSchema().getCustomMetadata()).isEqualTo(METADATA);
      assertThat(reader.getVectorSchemaRoot().getSchema().getCustomMetadata()).isEqualTo(METADATA);
      try (Batches batches = ArrowFrames.batches(allocator, reader);
          DataFrame back = batches.next()) {
        assertThat(batches.customMetadata()).isEqualTo(METADATA);
        assertThat(back.contentEquals(frame)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(CompatLevel.class)
  void batchesOfAFileGoWithItsOwn(CompatLevel level) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (DataFrame one = frame("a", "b");
        DataFrame two = frame("c");
        DataFrame both = one.vstack(two)) {
      new IpcWriter(file).withMetadata(METADATA).withRecordBatchSize(2).finish(both);
      Batches batches = new IpcReader(file.toByteArray()).batches();
      List<Object> texts = new ArrayList<>();
      try (ArrowReader reader = ArrowFrames.toReader(allocator, batches, level);
          Batches back = ArrowFrames.batches(allocator, reader)) {
        assertThat(back.customMetadata()).isEqualTo(METADATA);
        while (back.hasNext()) {
          try (DataFrame frame = back.next();
              Series n = frame.column("n");
              Series c = frame.column("c")) {
            assertThat(c.dataType()).isInstanceOf(DataType.Categorical.class);
            texts.addAll(n.toList());
            texts.addAll(c.toList());
          }
        }
      }
      assertThat(texts).containsExactly("a", "b", "a", "b", "c", "c");
    }
  }

  @Test
  void aReaderOfBatchesThatIsClosedEarlyClosesThem() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (DataFrame frame = frame("a", "b")) {
      new IpcWriter(file).finish(frame);
    }
    Batches batches = new IpcReader(file.toByteArray()).batches();
    try (ArrowReader reader = ArrowFrames.toReader(allocator, batches, CompatLevel.NEWEST)) {
      assertThat(reader.getVectorSchemaRoot().getSchema().getFields()).hasSize(2);
    }
    assertThatThrownBy(batches::hasNext).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatAnInputThrowsComesThrough() throws IOException {
    IOException broken = new IOException("unplugged");
    InputStream first = new ByteArrayInputStream("{\"n\":1}\n{\"n\":2}\n".repeat(9).getBytes());
    InputStream input =
        new InputStream() {
          private boolean read;

          @Override
          public int read() {
            throw new AssertionError();
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            if (read) {
              throw broken;
            }
            read = true;
            return first.read(bytes, offset, length);
          }
        };
    assertThatThrownBy(
            () -> {
              Batches batches = new NdjsonReader(input).batches(2);
              try (ArrowReader reader =
                  ArrowFrames.toReader(allocator, batches, CompatLevel.NEWEST)) {
                while (reader.loadNextBatch()) {
                  assertThat(reader.getVectorSchemaRoot().getRowCount()).isPositive();
                }
              }
            })
        .isSameAs(broken);
  }

  @Test
  void damageIsToldInTheWordsOfTheReader() throws IOException {
    Batches batches =
        new NdjsonReader(new ByteArrayInputStream("{\"n\":1}\n{\"n\":".getBytes())).batches(1);
    try (ArrowReader reader = ArrowFrames.toReader(allocator, batches, CompatLevel.NEWEST)) {
      assertThatThrownBy(
              () -> {
                while (reader.loadNextBatch()) {
                  assertThat(reader.getVectorSchemaRoot().getRowCount()).isPositive();
                }
              })
          .isInstanceOf(ComputeException.class)
          .hasMessageContaining("line 2");
    }
  }
}
