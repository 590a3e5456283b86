package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArrowCStreamTest {
  private long before;

  @BeforeAll
  static void settle() throws InterruptedException {
    LiveHandles.settle();
  }

  @BeforeEach
  void count() {
    before = NativeMemory.liveHandles();
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(NativeMemory.liveHandles()).isLessThanOrEqualTo(before);
  }

  private static DataFrame frame(long... values) {
    try (Series numbers = Series.of("n", values)) {
      return DataFrame.of(numbers);
    }
  }

  @Test
  void batchesComeAsTheProducerMakesThem() {
    try (DataFrame one = frame(1, 2);
        DataFrame two = frame(3);
        DataFrame none = frame();
        DataFrame three = one.vstack(none);
        DataFrame all = three.vstack(two);
        ArrowCStream stream = ArrowCStream.allocate()) {
      assertThat(stream.isEmpty()).isTrue();
      all.exportTo(stream.address());
      assertThat(stream.isEmpty()).isFalse();
      DataFrame first;
      try (Batches batches = Batches.importFrom(stream.address())) {
        assertThat(stream.isEmpty()).isTrue();
        assertThat(batches.schema()).isEqualTo(all.schema());
        assertThat(batches.progress()).isNaN();
        first = batches.next();
        try (DataFrame second = batches.next()) {
          assertThat(second.contentEquals(two)).isTrue();
        }
        assertThat(batches.hasNext()).isFalse();
      }
      try (first) {
        assertThat(first.contentEquals(one)).isTrue();
      }
    }
  }

  @Test
  void rowsWithoutColumnsAreStillRows() {
    try (DataFrame some = frame(1, 2, 3);
        DataFrame bare = some.select();
        ArrowCStream stream = ArrowCStream.allocate()) {
      assertThat(bare.height()).isEqualTo(3);
      bare.exportTo(stream.address());
      try (DataFrame back = DataFrame.importFrom(stream.address())) {
        assertThat(back.height()).isEqualTo(3);
      }
    }
  }

  @Test
  void metadataOfFieldsComesAlong() {
    Field field = new Field("n", DataType.INT64).withMetadata(Map.of("unit", "m"));
    try (DataFrame plain = frame(1);
        DataFrame told = plain.withSchema(new Schema(List.of(field)));
        ArrowCStream stream = ArrowCStream.allocate()) {
      told.exportTo(stream.address());
      try (Batches batches = Batches.importFrom(stream.address());
          DataFrame back = batches.next()) {
        assertThat(batches.schema().fields()).containsExactly(field);
        assertThat(back.schema().fields()).containsExactly(field);
      }
    }
  }

  /** It would be that of an extension type, if there was one. */
  @Test
  void metadataOfNoExtensionTypeStaysMetadata() {
    Field field =
        new Field("n", DataType.INT64).withMetadata(Map.of("ARROW:extension:metadata", "{}"));
    try (DataFrame plain = frame(1);
        DataFrame told = plain.withSchema(new Schema(List.of(field)));
        ArrowCStream stream = ArrowCStream.allocate()) {
      told.exportTo(stream.address());
      try (DataFrame back = DataFrame.importFrom(stream.address())) {
        assertThat(back.schema().fields()).containsExactly(field);
      }
    }
  }

  /** A consumer would tell it in words of its own. */
  @Test
  void whatDoesNotSuitItsFieldIsRefusedBeforeThereIsAStream() {
    Field field = new Field("n", DataType.INT64).withNullable(false);
    try (Series numbers = Series.of("n", DataType.INT64, Arrays.asList(1L, null));
        DataFrame one = frame(1);
        DataFrame two = DataFrame.of(numbers);
        DataFrame both = one.vstack(two);
        DataFrame told = both.withSchema(new Schema(List.of(field)));
        ArrowCStream stream = ArrowCStream.allocate()) {
      assertThatThrownBy(() -> told.exportTo(stream.address()))
          .isInstanceOf(InvalidOperationException.class)
          .hasMessageContaining("column 'n': its field, or one below it, is not nullable");
      assertThat(stream.isEmpty()).isTrue();
    }
  }

  @Test
  void metadataOfTheSchemaComesAlong() {
    Map<String, String> metadata = Map.of("geo", "{\"version\":\"1.1\"}", "", "größe\0");
    try (DataFrame frame = frame(1);
        ArrowCStream stream = ArrowCStream.allocate()) {
      for (CompatLevel level : CompatLevel.values()) {
        frame.exportTo(stream.address(), level, metadata);
        try (Batches batches = Batches.importFrom(stream.address());
            DataFrame back = batches.next()) {
          assertThat(batches.customMetadata()).isEqualTo(metadata);
          assertThat(back.contentEquals(frame)).isTrue();
        }
      }
      frame.exportTo(stream.address());
      try (Batches batches = Batches.importFrom(stream.address())) {
        assertThat(batches.customMetadata()).isEmpty();
      }
      assertThatThrownBy(
              () -> frame.exportTo(stream.address(), CompatLevel.NEWEST, Map.of("k", "\ud800")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("\"k\"");
    }
  }

  @Test
  void whatNobodyTookOverIsReleased() {
    ArrowCStream stream = ArrowCStream.allocate();
    try (DataFrame frame = frame(1)) {
      frame.exportTo(stream.address());
    }
    stream.close();
    stream.close();
    assertThatThrownBy(stream::address).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void addressesOfNothingAreRefused() {
    assertThatThrownBy(() -> Batches.importFrom(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Batches.importFrom(3)).isInstanceOf(IllegalArgumentException.class);
    try (ArrowCStream stream = ArrowCStream.allocate()) {
      assertThatThrownBy(() -> Batches.importFrom(stream.address()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("released");
    }
  }

  @Test
  void instantsAreShownInAnotherZone() {
    DataType utc = DataType.datetime(TimeUnit.MICROSECONDS, ZoneOffset.UTC);
    DataType berlin = DataType.datetime(TimeUnit.MICROSECONDS, ZoneId.of("Europe/Berlin"));
    Instant instant = Instant.ofEpochSecond(-1);
    try (Series times = Series.of("t", utc, Arrays.asList(instant, null));
        DataFrame frame = DataFrame.of(times);
        DataFrame shown = frame.withSchema(new Schema(List.of(new Field("t", berlin))));
        Series column = shown.column("t")) {
      assertThat(column.dataType()).isEqualTo(berlin);
      assertThat(column.toLongArray(0)).containsExactly(-1_000_000, 0);
    }
  }

  @Test
  void aFrameCrossesByTheClassForAddresses() {
    try (Series n = Series.of("n", 1L, 2L);
        DataFrame frame = DataFrame.of(n);
        ArrowCStream stream = ArrowCStream.allocate()) {
      ArrowCData.exportStream(frame, stream.address(), CompatLevel.OLDEST);
      try (DataFrame back = ArrowCData.importStream(stream.address())) {
        assertThat(back.contentEquals(frame)).isTrue();
      }
      ArrowCData.exportStream(frame, stream.address());
      try (Batches batches = ArrowCData.importBatches(stream.address());
          DataFrame back = batches.next()) {
        assertThat(back.contentEquals(frame)).isTrue();
      }
      assertThatThrownBy(() -> ArrowCData.importArray(0, 0))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> ArrowCData.exportArray(frame, 0, 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
