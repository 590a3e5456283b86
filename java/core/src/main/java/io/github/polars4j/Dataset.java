package io.github.polars4j;

import io.github.polars4j.internal.dataset.DatasetFiles;
import io.github.polars4j.internal.dataset.DatasetSource;
import io.github.polars4j.internal.dataset.FileFinder;
import io.github.polars4j.internal.dataset.InferredTypes;
import io.github.polars4j.internal.io.RowIndex;
import io.github.polars4j.internal.wire.Checks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads many files as one: those of a folder, of a pattern, or of a list.
 *
 * <pre>{@code
 * try (Batches batches = Dataset.in(Path.of("flights")).withColumns("year", "dest").batches(100_000);
 *     BatchedWriter writer = new ParquetWriter(out).batched(batches.schema())) {
 *   batches.writeTo(writer);
 *   writer.finish();
 * }
 * }</pre>
 *
 * <p>The files may be of different formats, on any file system, and differ in their columns: those
 * of all files are brought together by their names, in the order in which they first appear. A
 * column that a file lacks is null in its rows. Where types differ, the column gets the type that
 * holds the values of all as they are, as {@link ConcatHow#DIAGONAL_WIDENING} says; where there is
 * none, the error names the column and both files. Files of text, whose types are those of their
 * values, get the types that one file with all values would have; a whole number that is not exact
 * in {@code Float64} is refused then.
 *
 * <p>Names of folders such as {@code year=2024} (Hive's) are columns too, behind those of the
 * files: {@link #withHivePartitions}.
 *
 * <p>Files are read in the order of their names. An object of this class keeps no file open and
 * needs no close. It takes one call at a time.
 */
public final class Dataset {
  /** Lists the files, when they are asked for. */
  private interface Finder {
    List<Path> find() throws IOException;
  }

  private static final InferredTypes.Access TEXT =
      new InferredTypes.Access() {
        @Override
        public @Nullable Schema given(FrameReader reader) {
          if (reader instanceof CsvReader csv) {
            return csv.given();
          }
          return reader instanceof NdjsonReader json ? json.given() : null;
        }

        @Override
        public boolean hasKinds(FrameReader reader) {
          return reader instanceof NdjsonReader;
        }

        @Override
        public void give(FrameReader reader, Schema types) {
          if (reader instanceof CsvReader csv) {
            csv.withSchemaOverrides(both(csv.given(), types));
          } else if (reader instanceof NdjsonReader json) {
            json.withSchemaOverrides(both(json.given(), types));
          }
        }

        @Override
        public void byAllRows(FrameReader reader) {
          if (reader instanceof CsvReader csv) {
            csv.withInferSchemaAll();
          } else if (reader instanceof NdjsonReader json) {
            json.withInferSchemaAll();
          }
        }
      };

  private final Finder finder;

  /** Where folders begin to say something of the rows; null for a list of files. */
  private final @Nullable Path root;

  private boolean hive;
  private Schema partitionTypes = new Schema(List.of());
  private @Nullable Function<? super Path, ? extends FrameReader> reader;
  private @Nullable List<String> columns;
  private @Nullable String fileColumn;
  private long nRows = Long.MAX_VALUE;
  private @Nullable RowIndex rowIndex;
  private @Nullable ReadLimits limits;
  private @Nullable ProgressListener listener;

  private Dataset(Finder finder, @Nullable Path root) {
    this.finder = finder;
    this.root = root;
    this.hive = root != null;
  }

  /**
   * Returns the dataset of all files below a folder. Files and folders whose names begin with a dot
   * or an underscore are left out, as others leave them out.
   */
  public static Dataset in(Path folder) {
    return new Dataset(() -> FileFinder.below(folder), folder);
  }

  /**
   * Returns the dataset of the files that a pattern matches, such as {@code "data/year=*}{@code
   * /*.parquet"} or {@code "logs/**}{@code /*.ndjson.gz"}. {@code *} and {@code ?} stand for
   * characters of a name, <code>{a,b}</code> for one of several, {@code **} for any number of
   * folders, none too. Parts are separated by a slash.
   */
  public static Dataset glob(String pattern) {
    FileFinder.Pattern split = FileFinder.split(pattern);
    return glob(split.folder(), split.rest());
  }

  /** Returns the dataset of the files below a folder that a pattern matches, as {@link #glob}. */
  public static Dataset glob(Path folder, String pattern) {
    Objects.requireNonNull(pattern, "pattern");
    return new Dataset(() -> FileFinder.matching(folder, pattern), folder);
  }

  /**
   * Returns the dataset of some files, in that order; their folders say nothing.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Dataset of(List<Path> files) {
    List<Path> all = List.copyOf(files);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("files: there must be at least one");
    }
    return new Dataset(() -> all, null);
  }

  /** Returns the dataset of some files, in that order; their folders say nothing. */
  public static Dataset of(Path... files) {
    return of(List.of(files));
  }

  /**
   * Sets whether folders below the first one that are named {@code name=value} are a column of that
   * name for all rows in them: true if not set, but for a list of files, whose folders say nothing.
   * Names and values may be encoded as in URLs; {@code __HIVE_DEFAULT_PARTITION__} is null. The
   * type is the narrowest that gives the values of all files back: {@code Int64}, {@code Date},
   * {@code Boolean} or {@code String}.
   *
   * @throws IllegalArgumentException if it is true for a list of files
   */
  public Dataset withHivePartitions(boolean hive) {
    if (hive && root == null) {
      throw new IllegalArgumentException(
          "withHivePartitions: a list of files has no folder to begin at; use in or glob");
    }
    this.hive = hive;
    return this;
  }

  /** Sets the types of columns that folders have: {@link #withHivePartitions}. */
  public Dataset withPartitionTypes(Schema types) {
    this.partitionTypes = Objects.requireNonNull(types, "types");
    return this;
  }

  /**
   * Sets what reads each file, with options such as {@code path -> new
   * CsvReader(path).withSeparator(';')}. If it is not set, {@link FrameReader#of(Path)} does. It is
   * called several times for a file, and by other threads too.
   */
  public Dataset withReader(Function<? super Path, ? extends FrameReader> reader) {
    this.reader = Objects.requireNonNull(reader, "reader");
    return this;
  }

  /** Reads only these columns, in this order. They must exist in some file and be distinct. */
  public Dataset withColumns(String... names) {
    List<String> wanted = new ArrayList<>();
    for (String name : names) {
      if (wanted.contains(name)) {
        throw new DuplicateException("column '" + name + "' is asked for twice");
      }
      wanted.add(name);
    }
    this.columns = wanted;
    return this;
  }

  /**
   * Reads only the first rows.
   *
   * @throws IllegalArgumentException if {@code rows} is negative
   */
  public Dataset withNRows(long rows) {
    this.nRows = Checks.atLeast("number of rows", rows, 0);
    return this;
  }

  /** Puts a {@code UInt32} column before the others that counts the rows of all files from 0. */
  public Dataset withRowIndex(String name) {
    return withRowIndex(name, 0);
  }

  /**
   * Puts a {@code UInt32} column before the others that counts the rows of all files from {@code
   * offset}.
   *
   * @throws IllegalArgumentException if the offset does not fit 32 bits
   */
  public Dataset withRowIndex(String name, long offset) {
    this.rowIndex = new RowIndex(name, offset);
    return this;
  }

  /** Sets what is taken of each file at most, whatever {@link #withReader} says of that. */
  public Dataset withLimits(ReadLimits limits) {
    this.limits = Objects.requireNonNull(limits, "limits");
    return this;
  }

  /**
   * Sets the progress listener. The thread that reads calls it after each frame, with the number of
   * rows that were read so far of all files, and about how many bytes of the files.
   */
  public Dataset withProgress(ProgressListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /** Adds a column of that name behind all others, with the path of each row's file. */
  public Dataset withFileColumn(String name) {
    this.fileColumn = Objects.requireNonNull(name, "name");
    return this;
  }

  /**
   * Returns the files, in the order in which they are read.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws IOException if a folder cannot be listed
   */
  public List<Path> files() throws IOException {
    return List.copyOf(finder.find());
  }

  /**
   * Returns the columns of all files. It asks each file for its schema.
   *
   * @throws IOException if there is no file, or one cannot be read
   * @throws SchemaMismatchException if no type holds a column's values of two files
   * @throws PolarsException if a file is not valid; the message names it
   */
  public Schema schema() throws IOException {
    return open(false).schema();
  }

  /**
   * Returns the key-value metadata that all files have alike, with the same values; immutable.
   * {@link Batches#customMetadata} gives the same.
   *
   * @throws IOException if there is no file, or one cannot be read
   * @throws SchemaMismatchException if no type holds a column's values of two files
   * @throws PolarsException if a file is not valid; the message names it
   */
  public Map<String, String> customMetadata() throws IOException {
    return open(false).metadata();
  }

  /**
   * Reads frames of up to {@code rows} rows each, of one file after the other. The beginning of the
   * next file is read while the caller has the frames of the one before. A row of text that asks
   * for a wider type than the first rows of its file is refused: {@code withReader(path -> new
   * CsvReader(path).withInferSchemaAll())} looks at all.
   *
   * @throws IllegalArgumentException if {@code rows} is less than 1
   * @throws IOException if there is no file, or one cannot be read
   * @throws SchemaMismatchException if no type holds a column's values of two files
   * @throws PolarsException if a file is not valid; the message names it
   */
  public Batches batches(int rows) throws IOException {
    Checks.atLeast("rows", rows, 1);
    return batches(open(false), rows);
  }

  /**
   * Reads all rows into a frame, which the caller must close. Where a row of text asks for a wider
   * type than the first rows of its file, all is read again, with the types that all rows have.
   *
   * @throws IOException if there is no file, or one cannot be read
   * @throws SchemaMismatchException if no type holds a column's values of two files
   * @throws PolarsException if a file is not valid; the message names it
   */
  public DataFrame read() throws IOException {
    DatasetFiles files = open(false);
    try {
      return read(files);
    } catch (SchemaMismatchException e) {
      return read(open(true));
    }
  }

  private DataFrame read(DatasetFiles files) throws IOException {
    List<DataFrame> frames = new ArrayList<>();
    try (Batches batches = batches(files, Integer.MAX_VALUE)) {
      frames.add(DataFrame.empty(batches.schema()));
      while (batches.hasNext()) {
        frames.add(batches.next());
      }
      return DataFrame.concat(frames, ConcatHow.VERTICAL);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      frames.forEach(DataFrame::close);
    }
  }

  private Batches batches(DatasetFiles files, int rows) throws IOException {
    return Batches.of(new DatasetSource(files, rows, nRows), listener);
  }

  private static Schema both(Schema given, Schema more) {
    List<Field> fields = new ArrayList<>(given.fields());
    fields.addAll(more.fields());
    return new Schema(fields);
  }

  private DatasetFiles open(boolean allRows) throws IOException {
    DatasetFiles.Options options =
        new DatasetFiles.Options(
            hive ? root : null,
            partitionTypes,
            reader,
            allRows,
            limits,
            columns,
            rowIndex,
            fileColumn,
            TEXT);
    return new DatasetFiles(finder.find(), options);
  }
}
