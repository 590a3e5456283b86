package io.github.polars4j.cli;

import io.github.polars4j.FileFormat;
import io.github.polars4j.PolarsException;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says of input that cannot be read which of the command's options may help. */
final class Advice {
  private static final Pattern OPTION = Pattern.compile("with(?:out)?[A-Z]\\w+");
  private static final Map<String, String> OPTIONS =
      Map.ofEntries(
          Map.entry("withNullValues", "--null-value"),
          Map.entry("withColumns", "--columns"),
          Map.entry("withReader", "--schema"),
          Map.entry("withInferSchemaAll", "--infer-rows all"),
          Map.entry("withSchemaOverrides", "--schema"),
          Map.entry("withTruncateRaggedLines", "--truncate-ragged"),
          Map.entry("withoutQuoting", "--quote none"),
          Map.entry("withEscapeChar", "--escape"),
          Map.entry("withQuoteChar", "--quote"),
          Map.entry("withSeparator", "--separator"),
          Map.entry("withEolChar", "--eol"),
          Map.entry("withLastDuplicateKey", "--duplicate-keys last"),
          Map.entry("withLossyEscapes", "--invalid-escapes replace"),
          Map.entry("withBinaryText", "--binary"),
          Map.entry("withNonFinite", "--nan"),
          Map.entry("withEncoding", "--encoding"),
          Map.entry("withDateFormat", "--date-format"),
          Map.entry("withTimeFormat", "--time-format"),
          Map.entry("withDatetimeFormat", "--datetime-format"));

  private Advice() {}

  static String of(PolarsException e, Location from) {
    String message =
        String.valueOf(e.getMessage())
            .replace("<InputStream>", "standard input")
            .replace("; Dataset.withReader gives a reader with such an option", "")
            .replace("withHivePartitions(false)", FolderOption.NAME);
    @Nullable Format real = sniff(from);
    if (real != null && real != from.format()) {
      return paragraph(message) + ": it begins like " + real + ", so try --from " + real;
    }
    if (!from.format().isText()) {
      return message;
    }
    return inOptions(message);
  }

  /** A message with the command's options instead of the reader's; without those that it lacks. */
  static String inOptions(String message) {
    String known =
        message
            .replaceAll(
                "[,:;] withIgnoreErrors (all that does not fit|makes null of what does not fit)",
                "")
            .replace("(withInferSchemaLength, withInferSchemaAll)", "(withInferSchemaAll)")
            .replaceAll(", withLossyUtf8 replaces what is no (UTF-8|character)", "")
            .replaceAll("withSkipRows\\((\\d+)\\)", "--skip-rows $1")
            .replaceAll("withSeparator\\(('.*?')\\)", "--separator $1");
    return OPTION
        .matcher(known)
        .replaceAll(
            option ->
                Matcher.quoteReplacement(OPTIONS.getOrDefault(option.group(), option.group())));
  }

  /** Without what follows an empty line: advice in terms of Python and the same once more. */
  private static String paragraph(String message) {
    int end = message.indexOf("\n\n");
    return end < 0 ? message : message.substring(0, end);
  }

  /** The binary format that a file begins like, or null. */
  private static @Nullable Format sniff(Location from) {
    try {
      return from.path() == null
          ? null
          : FileFormat.ofContent(from.path()).map(Format::of).orElse(null);
    } catch (IOException e) {
      return null;
    }
  }
}
