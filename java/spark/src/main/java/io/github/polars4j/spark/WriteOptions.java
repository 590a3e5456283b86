package io.github.polars4j.spark;

import io.github.polars4j.CompatLevel;
import io.github.polars4j.IpcCompression;
import io.github.polars4j.IpcWriter;
import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.types.StructType;

/**
 * The options of a write, checked.
 *
 * @param codec {@code none}, {@code lz4} or {@code zstd}
 * @param level of zstd
 * @param recordBatchSize rows, or 0 for some megabytes
 * @param metadata of the schema
 */
record WriteOptions(
    String codec,
    int level,
    CompatLevel compatLevel,
    int recordBatchSize,
    TreeMap<String, String> metadata)
    implements Serializable {
  private static final String METADATA = "metadata.";
  private static final int DEFAULT_LEVEL = 3;
  private static final int MAX_LEVEL = 22;

  /**
   * Reads them out of all options of a write; other names are of Spark.
   *
   * @throws IllegalArgumentException if a value is not allowed; the message says what is
   */
  static WriteOptions of(Map<String, String> options, StructType schema) {
    String codec = "none";
    int level = DEFAULT_LEVEL;
    CompatLevel compatLevel = CompatLevel.NEWEST;
    int batchSize = 0;
    TreeMap<String, String> metadata = new TreeMap<>();
    metadata.put(Types.SPARK_SCHEMA, schema.json());
    for (Map.Entry<String, String> option : options.entrySet()) {
      String name = option.getKey();
      String value = option.getValue().toLowerCase(Locale.ROOT).strip();
      if (name.equalsIgnoreCase("compression")) {
        codec = codec(option.getValue(), value);
        level = value.indexOf(':') < 0 ? DEFAULT_LEVEL : level(option.getValue(), value);
      } else if (name.equalsIgnoreCase("compatLevel")) {
        compatLevel =
            switch (value) {
              case "newest" -> CompatLevel.NEWEST;
              case "oldest" -> CompatLevel.OLDEST;
              default -> throw refused(name, option.getValue(), "newest or oldest");
            };
      } else if (name.equalsIgnoreCase("recordBatchSize")) {
        batchSize = rows(name, value);
      } else if (name.regionMatches(true, 0, METADATA, 0, METADATA.length())) {
        String key = name.substring(METADATA.length());
        if (key.equals(Types.SPARK_SCHEMA)) {
          throw new IllegalArgumentException("option " + name + ": Spark's schema is kept there");
        }
        metadata.put(key, option.getValue());
      }
    }
    return new WriteOptions(codec, level, compatLevel, batchSize, metadata);
  }

  /** Gives them to a writer. */
  IpcWriter applyTo(IpcWriter writer) {
    if (recordBatchSize > 0) {
      writer.withRecordBatchSize(recordBatchSize);
    }
    return writer
        .withCompression(
            switch (codec) {
              case "lz4" -> IpcCompression.lz4();
              case "zstd" -> IpcCompression.zstd(level);
              default -> IpcCompression.uncompressed();
            })
        .withCompatLevel(compatLevel)
        .withMetadata(metadata);
  }

  private static String codec(String shown, String value) {
    return switch (value) {
      case "none", "uncompressed" -> "none";
      case "lz4" -> "lz4";
      case "zstd" -> "zstd";
      default -> {
        if (value.startsWith("zstd:")) {
          yield "zstd";
        }
        throw refusedCodec(shown);
      }
    };
  }

  private static int level(String shown, String value) {
    try {
      int level = Integer.parseInt(value.substring(value.indexOf(':') + 1).strip());
      if (level >= 1 && level <= MAX_LEVEL) {
        return level;
      }
    } catch (NumberFormatException e) {
      throw refusedCodec(shown);
    }
    throw refusedCodec(shown);
  }

  private static int rows(String name, String value) {
    try {
      int rows = Integer.parseInt(value);
      if (rows >= 1) {
        return rows;
      }
    } catch (NumberFormatException e) {
      throw refused(name, value, "a number of rows, 1 or more");
    }
    throw refused(name, value, "a number of rows, 1 or more");
  }

  private static IllegalArgumentException refusedCodec(String value) {
    return refused("compression", value, "none, lz4, zstd or zstd:N with N from 1 to 22");
  }

  private static IllegalArgumentException refused(String name, String value, String allowed) {
    return new IllegalArgumentException("option " + name + ": \"" + value + "\" is not " + allowed);
  }
}
