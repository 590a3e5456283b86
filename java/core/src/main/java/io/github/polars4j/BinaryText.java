package io.github.polars4j;

/** How text says bytes, in CSV and NDJSON. */
public enum BinaryText {
  /** Base64 with padding, by the alphabet that has {@code +} and {@code /}: RFC 4648. */
  BASE64,
  /** Two hexadecimal digits a byte. Lower case is written; both are read. */
  HEX
}
