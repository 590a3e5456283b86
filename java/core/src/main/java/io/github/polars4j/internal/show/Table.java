package io.github.polars4j.internal.show;

import io.github.polars4j.DataFrame;
import io.github.polars4j.DataType;
import io.github.polars4j.Field;
import io.github.polars4j.TableFormat;
import io.github.polars4j.internal.jni.Handles;
import io.github.polars4j.internal.jni.NativeFrame;
import io.github.polars4j.internal.wire.WireReader;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The part of a frame that a format shows, as texts. */
public final class Table {
  private static final String ELLIPSIS = "…";
  private static final int GLIMPSED = 10;
  private static final int GLIMPSED_LENGTH = 50;

  private final DataFrame frame;
  private final TableFormat format;
  private final List<Column> columns = new ArrayList<>();
  private final int gap;

  /** A column that is shown; null is null, and a gap in the rows is the ellipsis. */
  private record Column(String name, String type, boolean text, List<@Nullable String> values) {}

  public Table(DataFrame frame, TableFormat format) {
    this.frame = frame;
    this.format = format;
    long[] rows = shown(frame.height(), format.rows());
    this.gap = rows.length < frame.height() ? (rows.length + 1) / 2 : -1;
    int[] indices =
        LongStream.of(shown(frame.width(), format.columns())).mapToInt(i -> (int) i).toArray();
    WireReader wire = new WireReader(NativeFrame.cells(Handles.key(frame), rows, indices));
    Reference.reachabilityFence(frame);
    for (int index : indices) {
      Field field = frame.schema().field(index);
      String type = wire.str();
      List<@Nullable String> values = new ArrayList<>();
      for (int i = 0; i < rows.length; i++) {
        if (i == gap) {
          values.add(ELLIPSIS);
        }
        values.add(wire.bool() ? wire.str() : null);
      }
      boolean text =
          field.dataType() instanceof DataType.String
              || field.dataType() instanceof DataType.Categorical
              || field.dataType() instanceof DataType.Enum;
      columns.add(new Column(field.name(), type, text, values));
      if (gap == rows.length) {
        values.add(ELLIPSIS);
      }
    }
    if (indices.length < frame.width()) {
      int height = rows.length + (gap < 0 ? 0 : 1);
      List<@Nullable String> dots = new ArrayList<>();
      IntStream.range(0, height).forEach(i -> dots.add(ELLIPSIS));
      columns.add((indices.length + 1) / 2, new Column(ELLIPSIS, "", false, dots));
    }
  }

  /** The first and the last of {@code count}, at most {@code limit}. */
  private static long[] shown(long count, int limit) {
    if (count <= limit) {
      return LongStream.range(0, count).toArray();
    }
    int first = limit - limit / 2;
    return LongStream.concat(LongStream.range(0, first), LongStream.range(count - limit / 2, count))
        .toArray();
  }

  private String shape() {
    return "shape: (" + grouped(frame.height()) + ", " + grouped(frame.width()) + ")";
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', '_');
  }

  private String cell(@Nullable String value) {
    return value == null ? "null" : cut(Width.printable(value), format.textLength());
  }

  private static String cut(String text, int length) {
    return text.codePointCount(0, text.length()) <= length
        ? text
        : text.substring(0, text.offsetByCodePoints(0, length)) + ELLIPSIS;
  }

  /** As polars prints it. */
  public String text() {
    List<List<String>> cells = new ArrayList<>();
    for (Column column : columns) {
      List<String> texts = new ArrayList<>();
      texts.add(cell(column.name()));
      if (!column.type().isEmpty()) {
        texts.add("---");
        texts.add(column.type());
      }
      while (texts.size() < 3) {
        texts.add("");
      }
      column.values().forEach(value -> texts.add(cell(value)));
      cells.add(texts);
    }
    int[] widths = cells.stream().mapToInt(Width::widest).toArray();
    StringBuilder out = new StringBuilder(shape()).append('\n');
    rule(out, widths, "┌", "─", "┬", "┐").append('\n');
    int lines = cells.isEmpty() ? 0 : cells.get(0).size();
    for (int line = 0; line < lines; line++) {
      if (line == 3) {
        rule(out, widths, "╞", "═", "╪", "╡").append('\n');
      }
      for (int c = 0; c < widths.length; c++) {
        String text = cells.get(c).get(line);
        out.append(c == 0 ? "│ " : " ┆ ").append(text);
        out.append(" ".repeat(widths[c] - Width.of(text)));
      }
      out.append(" │\n");
    }
    if (lines == 3) {
      rule(out, widths, "╞", "═", "╪", "╡").append('\n');
    }
    return rule(out, widths, "└", "─", "┴", "┘").toString();
  }

  private static StringBuilder rule(
      StringBuilder out, int[] widths, String left, String line, String cross, String right) {
    out.append(left);
    for (int c = 0; c < widths.length; c++) {
      out.append(c == 0 ? "" : cross).append(line.repeat(widths[c] + 2));
    }
    return out.append(right);
  }

  /** A table as polars' Python draws in notebooks. */
  public String html() {
    StringBuilder out = new StringBuilder("<div><style>\n");
    out.append(".dataframe > thead > tr, .dataframe > tbody > tr { text-align: right; }\n");
    out.append(".dataframe td { white-space: pre-wrap; }\n</style>\n<small>");
    out.append(shape()).append("</small>");
    out.append("<table border=\"1\" class=\"dataframe\"><thead><tr>");
    columns.forEach(c -> element(out, "th", cut(c.name(), format.textLength())));
    out.append("</tr><tr>");
    columns.forEach(c -> element(out, "td", c.type().isEmpty() ? ELLIPSIS : c.type()));
    out.append("</tr></thead><tbody>");
    int lines = columns.isEmpty() ? 0 : columns.get(0).values().size();
    for (int line = 0; line < lines; line++) {
      out.append("<tr>");
      for (Column column : columns) {
        String value = column.values().get(line);
        boolean quoted = column.text() && value != null && line != gap;
        String shown = value == null ? "null" : cut(value, format.textLength());
        element(out, "td", quoted ? '"' + shown + '"' : shown);
      }
      out.append("</tr>");
    }
    return out.append("</tbody></table></div>").toString();
  }

  private static void element(StringBuilder out, String name, String text) {
    out.append('<').append(name).append('>');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#x27;");
        default -> out.append(c);
      }
    }
    out.append("</").append(name).append('>');
  }

  /** A line a column, with its first values. */
  public static String glimpse(DataFrame frame) {
    try (DataFrame head = frame.head(GLIMPSED)) {
      Table table = new Table(head, TableFormat.ALL);
      List<String> names = table.columns.stream().map(c -> Width.printable(c.name())).toList();
      int name = Width.widest(names);
      int type = Width.widest(table.columns.stream().map(c -> "<" + c.type() + ">").toList());
      StringBuilder out = new StringBuilder();
      out.append("Rows: ").append(frame.height()).append('\n');
      out.append("Columns: ").append(frame.width()).append('\n');
      for (int c = 0; c < names.size(); c++) {
        Column column = table.columns.get(c);
        out.append("$ ").append(Width.padded(names.get(c), name)).append(' ');
        out.append(Width.padded("<" + column.type() + ">", type)).append(' ');
        List<String> values = new ArrayList<>();
        for (String value : column.values()) {
          String shown = value == null ? "null" : cut(Width.printable(value), GLIMPSED_LENGTH);
          values.add(column.text() && value != null ? "'" + shown + "'" : shown);
        }
        out.append(String.join(", ", values)).append('\n');
      }
      return out.toString();
    }
  }

  public static DataFrame describe(DataFrame frame) {
    try {
      return Handles.frame(NativeFrame.describe(Handles.key(frame)));
    } finally {
      Reference.reachabilityFence(frame);
    }
  }
}
