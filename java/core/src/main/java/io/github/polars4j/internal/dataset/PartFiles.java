package io.github.polars4j.internal.dataset;

import io.github.polars4j.BatchedWriter;
import io.github.polars4j.ColumnNotFoundException;
import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.FileFormat;
import io.github.polars4j.FrameWriter;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.ProgressListener;
import io.github.polars4j.Schema;
import io.github.polars4j.SchemaMismatchException;
import io.github.polars4j.internal.io.FolderSync;
import io.github.polars4j.internal.wire.Missing;
import io.github.polars4j.internal.wire.Plain;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of an output, some of which are open. */
public final class PartFiles implements AutoCloseable {
  /** How many files are open at once: each holds memory of the threads that encode. */
  private static final int MOST_OPEN = 64;

  /** Types whose values have names that give them back. */
  private static final Set<DataType> NAMED =
      Set.of(
          DataType.INT8,
          DataType.INT16,
          DataType.INT32,
          DataType.INT64,
          DataType.UINT8,
          DataType.UINT16,
          DataType.UINT32,
          DataType.UINT64,
          DataType.BOOLEAN,
          DataType.STRING,
          DataType.DATE);

  private final Path root;
  private final FileFormat format;
  private final Function<Path, FrameWriter> writer;
  private final boolean sync;
  private final @Nullable ProgressListener listener;
  private final List<String> partitions;
  private final long mostRows;
  private final long mostBytes;

  /** Those that are open by their folder, the one that was longest not written to first. */
  private final Map<Path, Part> open = new LinkedHashMap<>(16, 0.75f, true);

  /** How many files each folder has so far. */
  private final Map<Path, Integer> counts = new HashMap<>();

  private final List<Path> complete = new ArrayList<>();

  /** Names and types, which all frames have. */
  private Schema plain = new Schema(List.of());

  /** The first frame's columns as files have them, with what Arrow says of them. */
  private Schema schema = new Schema(List.of());

  private String prefix = "part-";
  private long completeBytes;
  private long toldRows;
  private long toldBytes;

  /**
   * Writes below {@code root}.
   *
   * @param sync whether folders outlast a crash, as the files of such writers do
   * @param listener is told of all files together
   */
  public PartFiles(
      Path root,
      FileFormat format,
      Function<Path, FrameWriter> writer,
      boolean sync,
      @Nullable ProgressListener listener,
      List<String> partitions,
      long mostRows,
      long mostBytes) {
    this.root = root;
    this.format = format;
    this.writer = writer;
    this.sync = sync;
    this.listener = listener;
    this.partitions = partitions;
    this.mostRows = mostRows;
    this.mostBytes = mostBytes;
  }

  /** A file under way. */
  private static final class Part implements AutoCloseable {
    final Path path;
    final FrameWriter writer;
    final BatchedWriter batched;
    long rows;
    long bytes;

    Part(Path path, FrameWriter writer, Schema schema) throws IOException {
      this.path = path;
      this.writer = writer;
      this.batched = writer.batched(schema);
    }

    @Override
    public void close() throws IOException {
      try (writer) {
        batched.close();
      }
    }
  }

  /** Checks columns and folder before anything is written. */
  public void begin(Schema schema, boolean adds) throws IOException {
    List<Field> left = new ArrayList<>(schema.fields());
    for (String name : partitions) {
      if (!schema.contains(name)) {
        throw new ColumnNotFoundException(Missing.column(name, schema));
      }
      checkType(schema.field(name));
      left.remove(schema.field(name));
    }
    if (left.isEmpty()) {
      throw new InvalidOperationException(
          "partition columns " + partitions + ": no column is left for the files");
    }
    if (Files.exists(root)) {
      if (!Files.isDirectory(root)) {
        throw new NotDirectoryException(root.toString());
      }
      try (Stream<Path> found = Files.list(root)) {
        if (!adds && found.findAny().isPresent()) {
          throw new FileAlreadyExistsException(
              root.toString(), null, "the folder is not empty: withExisting(ADD) adds files to it");
        }
      }
    }
    if (adds) {
      String own = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
      prefix = "part-" + own + "-";
    }
    make(root);
    this.plain = Plain.of(schema);
    try (DataFrame all = DataFrame.empty(schema);
        DataFrame rest = all.drop(partitions.toArray(String[]::new))) {
      this.schema = rest.schema();
    }
  }

  private static void checkType(Field field) {
    DataType type = field.dataType();
    boolean fits =
        NAMED.contains(type)
            || type instanceof DataType.Categorical
            || type instanceof DataType.Enum;
    if (!fits) {
      throw new InvalidOperationException(
          "partition column '"
              + field.name()
              + "' is of the type "
              + type
              + ": integers, Boolean, String, Date, Categorical and Enum have names of folders;"
              + " cast it to one of them");
    }
  }

  /** Writes a frame of the names and types that all have. */
  public void write(DataFrame frame) throws IOException {
    if (!Plain.of(frame.schema()).equals(plain)) {
      throw new SchemaMismatchException(
          "the frame has the columns "
              + Plain.of(frame.schema())
              + ", where the first one had "
              + plain);
    }
    if (frame.height() == 0) {
      return;
    }
    if (partitions.isEmpty()) {
      append(root, frame);
      return;
    }
    String[] names = partitions.toArray(String[]::new);
    List<DataFrame> parts = frame.partitionBy(names);
    try {
      for (DataFrame part : parts) {
        List<@Nullable Object> values = new ArrayList<>();
        for (String name : names) {
          values.add(part.row(0).get(name));
        }
        try (DataFrame rows = part.drop(names)) {
          append(HivePartitions.folder(root, partitions, values), rows);
        }
      }
    } finally {
      parts.forEach(DataFrame::close);
    }
  }

  /** Adds rows to the file of a folder, and to as many more as they need. */
  private void append(Path folder, DataFrame rows) throws IOException {
    long height = rows.height();
    long row = Math.max(1, rows.estimatedSize() / height);
    for (long done = 0; done < height; ) {
      Part part = part(folder);
      long room = Math.min(mostRows - part.rows, Math.max(0, (mostBytes - part.bytes) / row));
      long some = Math.min(height - done, Math.max(room, part.rows == 0 ? 1 : 0));
      if (some > 0) {
        try (DataFrame slice = rows.slice(done, some)) {
          part.batched.writeBatch(slice);
        }
        part.rows += some;
        part.bytes += some * row;
        done += some;
      }
      if (done < height || part.rows >= mostRows || part.bytes >= mostBytes) {
        complete(folder);
      }
    }
  }

  private Part part(Path folder) throws IOException {
    Part part = open.get(folder);
    if (part == null) {
      if (open.size() == MOST_OPEN) {
        complete(open.keySet().iterator().next());
      }
      int number = counts.merge(folder, 1, Integer::sum) - 1;
      make(folder);
      Path path = folder.resolve(prefix + number + "." + format.extensions().get(0));
      if (Files.exists(path)) { // a folder that differs from another one by upper and lower case
        throw new FileAlreadyExistsException(path.toString());
      }
      part = new Part(path, told(writer.apply(path)), schema);
      open.put(folder, part);
    }
    return part;
  }

  /** Makes a folder, if it is not there. */
  private void make(Path folder) throws IOException {
    List<Path> parents = new ArrayList<>();
    Path above = folder.toAbsolutePath();
    while (sync && above != null && !Files.exists(above)) {
      above = above.getParent();
      parents.add(above);
    }
    Files.createDirectories(folder);
    for (Path parent : parents) {
      FolderSync.sync(parent);
    }
  }

  /** Adds what a file's writer tells to what is told of all. */
  private FrameWriter told(FrameWriter file) {
    ProgressListener all = listener;
    if (all == null) {
      return file;
    }
    long[] before = new long[2];
    return file.withProgress(
        (rows, bytes) -> {
          toldRows += rows - before[0];
          toldBytes += bytes - before[1];
          before[0] = rows;
          before[1] = bytes;
          all.onProgress(toldRows, toldBytes);
        });
  }

  private void complete(Path folder) throws IOException {
    try (Part part = open.remove(folder)) {
      part.batched.finish();
      completeBytes += part.batched.bytesWritten();
      complete.add(part.path);
    }
  }

  /** Completes all. Without a row, one file says what the columns are. */
  public void finish() throws IOException {
    if (counts.isEmpty() && partitions.isEmpty()) {
      part(root);
    }
    while (!open.isEmpty()) {
      complete(open.keySet().iterator().next());
    }
  }

  /** Writes all rows so far to those that are open. */
  public void flush() throws IOException {
    for (Part part : open.values()) {
      part.batched.flush();
    }
  }

  /** How many bytes were written to all. */
  public long bytes() {
    return completeBytes
        + open.values().stream().mapToLong(part -> part.batched.bytesWritten()).sum();
  }

  /** Those that are complete. */
  public List<Path> complete() {
    return List.copyOf(complete);
  }

  /** Removes what is not complete. */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (Part part : open.values()) {
      try {
        part.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    open.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
