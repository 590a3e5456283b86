package io.github.polars4j.internal.io;

import io.github.polars4j.FileFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells the format of a file by its name or its content. */
public final class FormatFinder {
  private static final List<String> PACKED = List.of(".gz", ".zst");

  /** With the zeros that fill its eight bytes, so that it is no header of CSV. */
  private static final String IPC = "ARROW1\0\0";

  /** What patterns of many files have in them. */
  private static final Pattern PATTERN = Pattern.compile("[*?\\[{]");

  private static final String IPC_STREAM = "\u00ff\u00ff\u00ff\u00ff";

  /** Stands at the beginning and at the end. */
  private static final String PARQUET = "PAR1";

  /** The bytes of a Parquet file beside its footer: the mark twice, and the footer's length. */
  private static final int FRAME = 12;

  private FormatFinder() {}

  /** The format that the extension stands for. */
  public static Optional<FileFormat> ofName(String name) {
    String bare = withoutPacking(name);
    boolean packed = isPacked(name);
    return Arrays.stream(FileFormat.values())
        .filter(format -> format.extensions().stream().anyMatch(e -> bare.endsWith("." + e)))
        .filter(format -> !packed || format.isText())
        .findFirst();
  }

  /** Whether the name says that the file is compressed as a whole. */
  public static boolean isPacked(String name) {
    return !withoutPacking(name).equals(name.toLowerCase(Locale.ROOT));
  }

  /** The format of a file that is read: of binary formats its content tells, else its name. */
  public static FileFormat of(Path path) throws IOException {
    Optional<FileFormat> content = ofContent(path);
    Optional<FileFormat> found = content.isPresent() ? content : ofName(path.toString());
    if (content.isEmpty() && !Files.isRegularFile(path)) {
      checkFile(path, found.isEmpty());
    }
    return found.orElseThrow(
        () ->
            new IllegalArgumentException(
                unknown(path)
                    + ", and it does not begin as Arrow IPC or Parquet does: name it to a"
                    + " FileFormat's reader, such as FileFormat."
                    + (path.toString().endsWith(".json") ? "NDJSON" : "CSV")
                    + ".reader(path)"));
  }

  /** Refuses a folder, and what is not there, as far as nobody else does. */
  private static void checkFile(Path path, boolean all) throws NoSuchFileException {
    if (Files.isDirectory(path)) {
      throw new IllegalArgumentException(
          path + " is a folder: Dataset.in(path) reads the files in it");
    }
    boolean pattern = PATTERN.matcher(path.toString()).find();
    if ((all || pattern) && !Files.exists(path)) {
      String what = "no file has this name: Dataset.glob reads the files of a pattern";
      throw new NoSuchFileException(path.toString(), null, pattern ? what : null);
    }
  }

  /** The format of a file that is to be written. */
  public static FileFormat ofTarget(Path path) {
    String name = path.toString();
    if (isPacked(name) && ofName(name).isPresent()) {
      throw new IllegalArgumentException(
          name
              + ": text that is compressed as a whole is read, but not written: write to a"
              + " GZIPOutputStream by FileFormat.CSV.writer(stream), or one of its like");
    }
    return ofName(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    unknown(path)
                        + ": give it one, or use a FileFormat's writer, such as"
                        + " FileFormat.CSV.writer(path)"));
  }

  /** The binary format that a regular file begins and ends as. */
  public static Optional<FileFormat> ofContent(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    try (SeekableByteChannel file = Files.newByteChannel(path)) {
      String start = text(file, 0, IPC.length());
      if (start.equals(IPC)) {
        return Optional.of(FileFormat.IPC);
      }
      if (start.startsWith(IPC_STREAM)) {
        return Optional.of(FileFormat.IPC_STREAM);
      }
      boolean parquet = start.startsWith(PARQUET) && endsAsParquet(file);
      return parquet ? Optional.of(FileFormat.PARQUET) : Optional.empty();
    }
  }

  /** Whether the footer, its length and the mark stand at the end. */
  private static boolean endsAsParquet(SeekableByteChannel file) throws IOException {
    long room = file.size() - FRAME;
    if (room <= 0) {
      return false;
    }
    byte[] end = text(file, file.size() - 8, 8).getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer footer = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN);
    int length = footer.getInt();
    return length > 0
        && length <= room
        && new String(end, 4, 4, StandardCharsets.ISO_8859_1).equals(PARQUET);
  }

  private static String text(SeekableByteChannel file, long from, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    file.position(from);
    while (bytes.hasRemaining() && file.read(bytes) >= 0) {}
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
  }

  private static String unknown(Path path) {
    String name = path.toString();
    if (isPacked(name) && ofName(withoutPacking(name)).isPresent()) {
      return name + " is compressed as a whole, which only CSV, TSV and NDJSON may be";
    }
    String all =
        Arrays.stream(FileFormat.values())
            .flatMap(format -> format.extensions().stream())
            .map(extension -> "." + extension)
            .collect(Collectors.joining(", "));
    return name + " has none of the extensions " + all;
  }

  private static String withoutPacking(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (String packing : PACKED) {
      if (lower.endsWith(packing)) {
        return lower.substring(0, lower.length() - packing.length());
      }
    }
    return lower;
  }
}
