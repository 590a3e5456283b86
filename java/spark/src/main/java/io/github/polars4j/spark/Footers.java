package io.github.polars4j.spark;

import io.github.polars4j.IpcReader;
import io.github.polars4j.PolarsException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.FileSourceOptions;
import org.apache.spark.sql.catalyst.util.CaseInsensitiveMap$;
import org.apache.spark.sql.execution.datasources.SchemaMergeUtils;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Map;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction4;

/** The schema of files, out of their footers. */
final class Footers {
  private Footers() {}

  /** That of the first file in the order of paths, or of all, merged. */
  static Option<StructType> schema(
      SparkSession spark, Map<String, String> options, Seq<FileStatus> files) {
    Map<String, String> folded = CaseInsensitiveMap$.MODULE$.apply(options);
    if (mergesSchemas(folded)) {
      return SchemaMergeUtils.mergeSchemasInParallel(spark, options, files, new ReadAll());
    }
    FileSourceOptions ignored = new FileSourceOptions(options);
    Configuration configuration = spark.sessionState().newHadoopConfWithOptions(options);
    List<FileStatus> sorted = new ArrayList<>(CollectionConverters.asJava(files));
    sorted.sort(Comparator.comparing(FileStatus::getPath));
    for (FileStatus file : sorted) {
      List<StructType> found =
          read(
              List.of(file),
              configuration,
              ignored.ignoreCorruptFiles(),
              ignored.ignoreMissingFiles());
      if (!found.isEmpty()) {
        return Option.apply(found.get(0));
      }
    }
    return Option.empty();
  }

  private static boolean mergesSchemas(Map<String, String> options) {
    String value = options.getOrElse("mergeSchema", () -> "false");
    if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
      return Boolean.parseBoolean(value);
    }
    throw new IllegalArgumentException(
        "option mergeSchema: \"" + value + "\" is not true or false");
  }

  private static List<StructType> read(
      List<FileStatus> files, Configuration configuration, boolean corrupt, boolean missing) {
    List<StructType> schemas = new ArrayList<>();
    for (FileStatus status : files) {
      try (HadoopFile file = new HadoopFile(status.getPath(), configuration);
          IpcReader reader = new IpcReader(file)) {
        schemas.add(Types.schema(file.name(), reader.schema(), reader.customMetadata()));
      } catch (FileNotFoundException e) {
        if (!missing) {
          throw new UncheckedIOException(e);
        }
      } catch (IOException e) {
        if (!corrupt) {
          throw new UncheckedIOException(status.getPath() + ": " + e.getMessage(), e);
        }
      } catch (PolarsException e) {
        if (!corrupt) {
          throw e;
        }
      }
    }
    return schemas;
  }

  /** Runs on the executors. */
  private static final class ReadAll
      extends AbstractFunction4<Seq<FileStatus>, Configuration, Object, Object, Seq<StructType>>
      implements java.io.Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public Seq<StructType> apply(
        Seq<FileStatus> files, Configuration configuration, Object corrupt, Object missing) {
      List<StructType> read =
          read(
              CollectionConverters.asJava(files),
              configuration,
              (Boolean) corrupt,
              (Boolean) missing);
      return CollectionConverters.asScala(read).toSeq();
    }
  }
}
