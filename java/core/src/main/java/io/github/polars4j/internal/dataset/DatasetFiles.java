package io.github.polars4j.internal.dataset;

import io.github.polars4j.Batches;
import io.github.polars4j.ColumnNotFoundException;
import io.github.polars4j.ConcatHow;
import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.DuplicateException;
import io.github.polars4j.Field;
import io.github.polars4j.FrameReader;
import io.github.polars4j.InvalidOperationException;
import io.github.polars4j.ReadLimits;
import io.github.polars4j.Schema;
import io.github.polars4j.SchemaMismatchException;
import io.github.polars4j.Series;
import io.github.polars4j.internal.io.RowIndex;
import io.github.polars4j.internal.wire.Missing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The files of a dataset, whose schemas were read and brought together. */
public final class DatasetFiles {
  /**
   * What is wanted of the files.
   *
   * @param root where folders begin to say something of the rows; null if they say nothing
   * @param reader null for that of each file's format
   * @param allRows whether the types of text are those of all rows
   * @param limits null for those of each file's reader
   * @param columns null for all
   * @param rowIndex the column before all others that counts the rows; null for none
   * @param fileColumn what the column is called that names each row's file; null for none
   */
  public record Options(
      @Nullable Path root,
      Schema partitionTypes,
      @Nullable Function<? super Path, ? extends FrameReader> reader,
      boolean allRows,
      @Nullable ReadLimits limits,
      @Nullable List<String> columns,
      @Nullable RowIndex rowIndex,
      @Nullable String fileColumn,
      InferredTypes.Access access) {}

  /** How many rows are looked at, at a time, for a value. */
  private static final int LOOK = 1 << 16;

  private final List<Path> files;
  private final Options options;
  private final List<Schema> schemas = new ArrayList<>();
  private final List<Map<String, @Nullable String>> partitions = new ArrayList<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final InferredTypes inferred;
  private final Schema partitionTypes;
  private final Schema schema;

  /** Reads the schemas of all files. */
  public DatasetFiles(List<Path> files, Options options) throws IOException {
    this.files = files;
    this.options = options;
    List<@Nullable Schema> given = new ArrayList<>();
    boolean kinds = false;
    for (Path file : files) {
      Path root = options.root();
      partitions.add(root == null ? Map.of() : HivePartitions.of(root.relativize(file)));
      try (FrameReader reader = reader(file)) {
        schemas.add(reader.schema());
        if (schemas.size() == 1) {
          metadata.putAll(reader.customMetadata());
        } else if (!metadata.isEmpty()) {
          metadata.entrySet().retainAll(reader.customMetadata().entrySet());
        }
        given.add(options.access().given(reader));
        kinds |= options.access().hasKinds(reader);
      }
    }
    this.inferred = new InferredTypes(schemas, given, this::hasValues, kinds);
    this.partitionTypes = HivePartitions.types(partitions, options.partitionTypes());
    this.schema = wanted(united());
  }

  /** The columns that are wanted, of all files, behind the row index. */
  public Schema schema() {
    RowIndex index = options.rowIndex();
    if (index == null) {
      return schema;
    }
    List<Field> fields = new ArrayList<>(List.of(new Field(index.name(), DataType.UINT32)));
    fields.addAll(schema.fields());
    return new Schema(fields);
  }

  /** What all files say alike. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(metadata);
  }

  /** The columns that are wanted without the row index. */
  Schema columns() {
    return schema;
  }

  @Nullable RowIndex rowIndex() {
    return options.rowIndex();
  }

  int count() {
    return files.size();
  }

  /** The size of a file; 0 if it has gone. */
  long size(int place) {
    try {
      return Files.size(files.get(place));
    } catch (IOException e) {
      return 0;
    }
  }

  private boolean hasValues(int file, String column) throws IOException {
    try (FrameReader reader = reader(files.get(file));
        Batches batches = reader.withColumns(column).batches(LOOK)) {
      while (batches.hasNext()) {
        try (DataFrame frame = batches.next();
            Series values = frame.column(0)) {
          if (values.nullCount() < values.length()) {
            return true;
          }
        }
      }
      return false;
    }
  }

  private FrameReader reader(Path file) throws IOException {
    Function<? super Path, ? extends FrameReader> given = options.reader();
    FrameReader reader = given == null ? FrameReader.of(file) : given.apply(file);
    if (options.allRows()) {
      options.access().byAllRows(reader);
    }
    ReadLimits limits = options.limits();
    return limits == null ? reader : reader.withLimits(limits);
  }

  /** The columns of all files, then those of the folders, then the file's name. */
  private Schema united() {
    List<Field> fields = new ArrayList<>(columnsOfFiles().fields());
    Set<String> names = new HashSet<>();
    fields.forEach(field -> names.add(field.name()));
    for (Field field : partitionTypes.fields()) {
      if (!names.add(field.name())) {
        throw new InvalidOperationException(
            firstWith(field.name())
                + ": has a column \""
                + field.name()
                + "\", which the names of folders have too: withHivePartitions(false) takes no"
                + " column of folders");
      }
      fields.add(field);
    }
    String fileColumn = options.fileColumn();
    if (fileColumn != null) {
      if (!names.add(fileColumn)) {
        throw new DuplicateException(
            "the file column '" + fileColumn + "' has the name of a column");
      }
      fields.add(new Field(fileColumn, DataType.STRING));
    }
    RowIndex index = options.rowIndex();
    if (index != null && names.contains(index.name())) {
      throw new DuplicateException("the row index '" + index.name() + "' has the name of a column");
    }
    return new Schema(fields);
  }

  private Path firstWith(String column) {
    int place = 0;
    while (!schemas.get(place).contains(column)) {
      place++;
    }
    return files.get(place);
  }

  private Schema columnsOfFiles() {
    Map<String, Path> origins = new HashMap<>();
    Set<Schema> known = new HashSet<>();
    DataFrame all = DataFrame.empty(new Schema(List.of()));
    try {
      for (int i = 0; i < schemas.size(); i++) {
        Schema own = readable(files.get(i), schemas.get(i));
        if (known.add(own)) {
          try (DataFrame before = all;
              DataFrame empty = DataFrame.empty(own)) {
            all = united(before, empty, origins, files.get(i));
          }
          Path file = files.get(i);
          own.names().forEach(name -> origins.putIfAbsent(name, file));
        }
      }
      return all.schema();
    } finally {
      all.close();
    }
  }

  private static DataFrame united(
      DataFrame before, DataFrame next, Map<String, Path> origins, Path file) {
    try {
      return DataFrame.concat(List.of(before, next), ConcatHow.DIAGONAL_WIDENING);
    } catch (SchemaMismatchException e) {
      for (Field field : next.schema().fields()) {
        String name = field.name();
        Path origin = origins.get(name);
        if (origin != null && !fit(before, next, name)) {
          SchemaMismatchException mismatch =
              new SchemaMismatchException(
                  "column '"
                      + name
                      + "' is "
                      + field.dataType()
                      + " in "
                      + file
                      + " and "
                      + before.schema().field(name).dataType()
                      + " in "
                      + origin
                      + " or between: no type holds the values of both as they are (withReader"
                      + " gives a reader that reads it as another type, withColumns leaves it out)");
          mismatch.initCause(e);
          throw mismatch;
        }
      }
      throw e;
    }
  }

  private static boolean fit(DataFrame one, DataFrame other, String column) {
    try (DataFrame own = one.select(column);
        DataFrame its = other.select(column)) {
      DataFrame.concat(List.of(own, its), ConcatHow.WIDENING).close();
      return true;
    } catch (SchemaMismatchException e) {
      return false;
    }
  }

  /** The columns of a file that are wanted, which must be such as can be read. */
  private Schema readable(Path file, Schema all) {
    List<Field> fields = new ArrayList<>();
    for (Field field : all.fields()) {
      if (isWanted(field.name())) {
        if (field.dataType() instanceof DataType.Unsupported) {
          throw new InvalidOperationException(
              file
                  + ": column '"
                  + field.name()
                  + "' is of the type "
                  + field.dataType()
                  + ", which cannot be read: withColumns leaves it out");
        }
        fields.add(field);
      }
    }
    return fields.size() == all.size() ? all : new Schema(fields);
  }

  private boolean isWanted(String column) {
    List<String> columns = options.columns();
    return columns == null || columns.contains(column);
  }

  private Schema wanted(Schema all) {
    List<String> columns = options.columns();
    if (columns == null) {
      return all;
    }
    List<Field> fields = new ArrayList<>();
    for (String column : columns) {
      if (!all.contains(column)) {
        throw new ColumnNotFoundException(Missing.column(column, everything(all)));
      }
      fields.add(all.field(column));
    }
    return new Schema(fields);
  }

  /** With the columns that were not asked for. */
  private Schema everything(Schema wanted) {
    Map<String, Field> fields = new LinkedHashMap<>();
    schemas.forEach(file -> file.fields().forEach(f -> fields.putIfAbsent(f.name(), f)));
    wanted.fields().forEach(field -> fields.putIfAbsent(field.name(), field));
    return new Schema(List.copyOf(fields.values()));
  }

  /** Reads those columns of a file that are wanted; one that is not, if it has none of them. */
  Batches batches(int place, int rows) throws IOException {
    Schema own = schemas.get(place);
    List<String> names = own.names().stream().filter(this::isWanted).toList();
    try (FrameReader reader = reader(files.get(place))) {
      Schema overrides = inferred.overrides(place);
      if (overrides.size() > 0) {
        options.access().give(reader, overrides);
      }
      if (names.size() < own.size()) {
        List<String> some = names.isEmpty() ? own.names().subList(0, 1) : names;
        reader.withColumns(some.toArray(String[]::new));
      }
      return reader.batches(rows);
    }
  }

  /** Adds the columns that a frame of that file lacks, and brings its types to those of all. */
  DataFrame complete(int place, DataFrame frame, DataFrame empty) {
    List<Series> constants = new ArrayList<>();
    try {
      constants(place, (int) frame.height(), constants);
      try (DataFrame typed = inferred.typed(place, frame);
          DataFrame whole =
              constants.isEmpty()
                  ? typed.slice(0, typed.height())
                  : typed.hstack(constants.toArray(Series[]::new))) {
        return fits(whole.schema())
            ? whole.slice(0, whole.height())
            : DataFrame.concat(List.of(empty, whole), ConcatHow.DIAGONAL_WIDENING);
      }
    } catch (InvalidOperationException e) {
      throw InferredTypes.in(files.get(place), e);
    } finally {
      constants.forEach(Series::close);
    }
  }

  private boolean fits(Schema own) {
    return schema.fields().stream()
        .allMatch(
            field ->
                own.contains(field.name())
                    && own.field(field.name()).dataType().equals(field.dataType()));
  }

  /** What the folders and the name of a file say, once for each row. */
  private void constants(int place, int height, List<Series> columns) {
    Path file = files.get(place);
    List<Series> values = new ArrayList<>();
    try {
      for (Field field : partitionTypes.fields()) {
        if (isWanted(field.name())) {
          values.add(HivePartitions.value(file, field, partitions.get(place).get(field.name())));
        }
      }
      String fileColumn = options.fileColumn();
      if (fileColumn != null && isWanted(fileColumn)) {
        values.add(Series.of(fileColumn, file.toString()));
      }
      if (values.isEmpty()) {
        return;
      }
      try (DataFrame row = DataFrame.of(values);
          DataFrame rows = row.take(new int[height])) {
        for (int i = 0; i < rows.width(); i++) {
          columns.add(rows.column(i));
        }
      }
    } finally {
      values.forEach(Series::close);
    }
  }
}
