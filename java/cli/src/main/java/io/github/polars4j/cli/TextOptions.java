package io.github.polars4j.cli;

import io.github.polars4j.CsvReader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how text is read. */
final class TextOptions {
  @Option(
      names = "--separator",
      paramLabel = "CHAR",
      description =
          "The separator of fields in csv and tsv (default: a comma, or that of a first line such as"
              + " sep=;, and a tab in tsv). tab or '\\t' is a tab.")
  private @Nullable String separator;

  @Option(
      names = "--quote",
      paramLabel = "CHAR",
      description = "The quote character of csv and tsv (default: \"), or none.")
  private @Nullable String quote;

  @Option(
      names = "--escape",
      paramLabel = "CHAR",
      description =
          "What stands before a quote, separator or line end that is text, such as \\"
              + " (default: none; quotes within quotes are doubled).")
  private @Nullable String escape;

  @Option(
      names = "--eol",
      paramLabel = "CHAR",
      description =
          "What ends a line of csv and tsv: lf, cr or a character (default: lf with or without cr"
              + " before it, or cr alone where there is no lf).")
  private @Nullable String eol;

  @Option(
      names = "--no-header",
      description = "The first row of csv and tsv has values, not names.")
  private boolean noHeader;

  @Option(
      names = "--skip-rows",
      paramLabel = "N",
      description = "Skip this number of lines of csv and tsv before the header.")
  private int skipRows;

  @Option(
      names = "--comment",
      paramLabel = "TEXT",
      description = "Skip lines of csv and tsv that begin with this text.")
  private @Nullable String comment;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description =
          "The encoding of csv and tsv: UTF-16, windows-1252, or another that Java knows (default:"
              + " UTF-8).")
  private @Nullable Charset encoding;

  @Option(
      names = "--decimal-comma",
      description = "Numbers of csv and tsv have a decimal comma: 1,5.")
  private boolean decimalComma;

  @Option(
      names = "--null-value",
      paramLabel = "TEXT",
      description = "Read this text in csv or tsv input as null (repeatable).")
  private List<String> nullValues = new ArrayList<>();

  @Option(
      names = "--parse-dates",
      description = "Read csv or tsv text in ISO 8601, such as 2024-01-31, as dates and times.")
  private boolean parseDates;

  @Option(
      names = "--date-format",
      paramLabel = "FORMAT",
      description = "The format of dates in csv and tsv: %%d.%%m.%%Y.")
  private @Nullable String dateFormat;

  @Option(
      names = "--time-format",
      paramLabel = "FORMAT",
      description = "The format of times in csv and tsv: %%H:%%M.")
  private @Nullable String timeFormat;

  @Option(
      names = "--datetime-format",
      paramLabel = "FORMAT",
      description = "The format of dates with a time in csv and tsv: %%d.%%m.%%Y %%H:%%M.")
  private @Nullable String datetimeFormat;

  @Option(
      names = "--truncate-ragged",
      description = "Drop fields of csv or tsv rows that have no column in the header.")
  private boolean truncateRagged;

  @Option(
      names = "--infer-rows",
      paramLabel = "N|all",
      description = {
        "How many rows of csv, tsv or ndjson input decide the types (default: 10000). If a later"
            + " row of a file does not fit them, all rows decide."
      })
  private @Nullable String inferRows;

  /** Refuses what is not for the format. */
  void check(Format from) {
    for (String option : given()) {
      applies(option, true, from.isDelimited(), "csv and tsv input", from);
    }
    applies("--infer-rows", inferRows != null, from.isText(), "csv, tsv and ndjson input", from);
  }

  /** The names of those that are given. */
  List<String> all() {
    List<String> all = new ArrayList<>(given());
    if (inferRows != null) {
      all.add("--infer-rows");
    }
    return all;
  }

  /** The names of those that are given and are for csv and tsv alike. */
  private List<String> given() {
    Map<String, Boolean> options = new LinkedHashMap<>();
    options.put("--separator", separator != null);
    options.put("--quote", quote != null);
    options.put("--escape", escape != null);
    options.put("--eol", eol != null);
    options.put("--no-header", noHeader);
    options.put("--skip-rows", skipRows != 0);
    options.put("--comment", comment != null);
    options.put("--encoding", encoding != null);
    options.put("--decimal-comma", decimalComma);
    options.put("--null-value", !nullValues.isEmpty());
    options.put("--parse-dates", parseDates);
    options.put("--date-format", dateFormat != null);
    options.put("--time-format", timeFormat != null);
    options.put("--datetime-format", datetimeFormat != null);
    options.put("--truncate-ragged", truncateRagged);
    options.values().removeIf(is -> !is);
    return List.copyOf(options.keySet());
  }

  /** How many rows tell the types, or {@link ReadOptions#ALL_ROWS}. */
  int inferRows() {
    return ReadOptions.parseInferRows(inferRows);
  }

  /** Tells a reader of csv or tsv. */
  void apply(CsvReader reader, Format format) {
    try {
      if (separator != null) {
        reader.withSeparator(character("--separator", separator));
      } else if (format == Format.TSV) {
        reader.withSeparator('\t');
      }
      if (quote != null && quote.equals("none")) {
        reader.withoutQuoting();
      } else if (quote != null) {
        reader.withQuoteChar(character("--quote", quote));
      }
      if (escape != null) {
        reader.withEscapeChar(character("--escape", escape));
      }
      if (eol != null) {
        reader.withEolChar(
            eol.equals("lf") ? '\n' : eol.equals("cr") ? '\r' : character("--eol", eol));
      }
      if (comment != null) {
        reader.withCommentPrefix(comment);
      }
      if (encoding != null) {
        reader.withEncoding(encoding);
      }
      if (dateFormat != null) {
        reader.withDateFormat(dateFormat);
      }
      if (timeFormat != null) {
        reader.withTimeFormat(timeFormat);
      }
      if (datetimeFormat != null) {
        reader.withDatetimeFormat(datetimeFormat);
      }
      reader.withHeader(!noHeader).withSkipRows(skipRows).withDecimalComma(decimalComma);
      reader.withTryParseDates(parseDates).withTruncateRaggedLines(truncateRagged);
      reader.withNullValues(nullValues.toArray(String[]::new));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static char character(String option, String text) {
    if (text.equals("\\t") || text.equals("tab")) {
      return '\t';
    }
    if (text.length() != 1) {
      throw new UsageException(option + " " + text + ": one character is wanted");
    }
    return text.charAt(0);
  }

  private static void applies(
      String option, boolean given, boolean allowed, String where, Format format) {
    if (given && !allowed) {
      throw new UsageException(option + " is for " + where + ", not for " + format);
    }
  }
}
