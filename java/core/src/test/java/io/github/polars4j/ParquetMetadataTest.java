package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetMetadataTest {
  /** Two rows by pyarrow, with key-value metadata and the Arrow schema among it. */
  private static final String FILE =
      "UEFSMRUAFSwVLCwVBBUAFQYVBhwAAAACAAAABAEBAAAAAAAAAAIAAAAAAAAAFQQZLDUAGAZzY2hlbWEV"
          + "AgAVBCUCGAFhABYEGRwZHCYAHBUEGSUGABkYAWEVABYEFlIWUiYISRwVABUAFQIAPCkGGSYABAAAABZS"
          + "FgQmCBZSABk8GAdtYWRlIGJ5GAdweWFycm93ABgGc291cmNlGAROT0FBABgMQVJST1c6c2NoZW1hGLgC"
          + "Ly8vLy8rQUFBQUFRQUFBQUFBQUtBQTRBQmdBRkFBZ0FDZ0FBQUFBQkJBQVFBQUFBQUFBS0FBd0FBQUFF"
          + "QUFnQUNnQUFBR1FBQUFBRUFBQUFBZ0FBQURRQUFBQUVBQUFBM1AvLy94UUFBQUFFQUFBQUJBQUFBRTVQ"
          + "UVVFQUFBQUFCZ0FBQUhOdmRYSmpaUUFBQ0FBTUFBUUFDQUFJQUFBQUZBQUFBQVFBQUFBSEFBQUFjSGxo"
          + "Y25KdmR3QUhBQUFBYldGa1pTQmllUUFCQUFBQUZBQUFBQkFBRkFBSUFBWUFCd0FNQUFBQUVBQVFBQUFB"
          + "QUFBQkFoQUFBQUFjQUFBQUJBQUFBQUFBQUFBQkFBQUFZUUFBQUFnQURBQUlBQWNBQ0FBQUFBQUFBQUZB"
          + "QUFBQUFBQUFBQT09ABggcGFycXVldC1jcHAtYXJyb3cgdmVyc2lvbiAyNi4wLjEZHBwAAADoAQAAUEFS"
          + "MQ==";

  @TempDir private Path folder;

  @Test
  void readsWhatAnotherWriterPutThere() throws IOException {
    byte[] file = Base64.getDecoder().decode(FILE);

    try (ParquetReader reader = new ParquetReader(new ByteArrayInputStream(file));
        DataFrame frame = read(reader)) {
      assertThat(frame.height()).isEqualTo(2);
    }
  }

  private static DataFrame read(ParquetReader reader) throws IOException {
    assertThat(reader.customMetadata()).isEqualTo(Map.of("made by", "pyarrow", "source", "NOAA"));
    return reader.finish();
  }

  @Test
  void hasNoneOfItsOwn() throws IOException {
    Path path = folder.resolve("none.parquet");
    try (DataFrame frame = DataFrame.of(Series.of("a", new long[] {1}))) {
      new ParquetWriter(path).finish(frame);
    }

    try (ParquetReader reader = new ParquetReader(path)) {
      assertThat(reader.customMetadata()).isEmpty();
    }
  }
}
