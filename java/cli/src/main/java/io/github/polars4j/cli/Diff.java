package io.github.polars4j.cli;

import io.github.polars4j.DataFrame;
import io.github.polars4j.Field;
import io.github.polars4j.PolarsException;
import io.github.polars4j.Schema;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polars4j diff}. */
@Command(
    name = "diff",
    description = {
      "Compares two files, whatever their formats: names and types of columns, then the rows in"
          + " their order, or by --key. Values are shown as JSON has them.",
      "Exit codes: 0 the same, 1 different, 2 trouble."
    },
    usageHelpWidth = 80,
    footer = {
      "",
      "Examples:",
      "  polars4j diff orders.parquet orders.arrow",
      "  polars4j diff before.csv after.csv --key id"
    })
final class Diff implements Callable<Integer> {
  private static final int TROUBLE = 2;

  private final Stdio stdio;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "A", description = "A file, or - for stdin.")
  private Path one = Path.of("");

  @Parameters(index = "1", paramLabel = "B", description = "The other one.")
  private Path other = Path.of("");

  @Option(
      names = "--key",
      paramLabel = "COLUMN",
      split = ",",
      description = {
        "Compare rows that have the same values in these columns, wherever they stand, and tell"
            + " which only one file has. Both files are held in memory."
      })
  private List<String> keys = new ArrayList<>();

  @Option(
      names = "-n",
      paramLabel = "ROWS",
      description =
          "Show so many rows that differ at most, or with --key of each kind (default: 10).")
  private int most = 10;

  @Mixin private Reading reading = new Reading();

  Diff(Stdio stdio) {
    this.stdio = stdio;
  }

  @Override
  public Integer call() {
    if (most < 1) {
      throw new UsageException("-n " + most + ": at least 1");
    }
    if (one.toString().equals("-") && other.toString().equals("-")) {
      throw new UsageException("- is standard input, which is read once: name a file for A or B");
    }
    try {
      boolean same =
          reading.readOnce(
              one,
              Reading.BATCH_ROWS,
              stdio,
              a -> reading.readOnce(other, Reading.BATCH_ROWS, stdio, b -> same(a, b)));
      if (out().checkError()) {
        throw new CommandException("cannot write to standard output");
      }
      return same ? 0 : 1;
    } catch (CommandException | IOException | PolarsException | SQLException e) {
      stdio.err().println("polars4j: " + Text.cut(Messages.of(e), Main.FAILURE_BYTES));
      return TROUBLE;
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private boolean same(Frames a, Frames b) throws IOException, SQLException {
    List<String> columns = new ArrayList<>();
    boolean same = sameColumns(a.schema(), b.schema(), columns);
    return keys.isEmpty() ? sameRows(a, b, columns) && same : sameKeys(a, b, columns) && same;
  }

  private boolean sameRows(Frames a, Frames b, List<String> columns)
      throws IOException, SQLException {
    Differences differences = new Differences(out(), most);
    boolean same = true;
    try (Rows left = new Rows(a, columns);
        Rows right = new Rows(b, columns)) {
      while (left.fill() & right.fill()) {
        int count = (int) Math.min(left.height(), right.height());
        long before = left.before;
        try (DataFrame own = left.take(count);
            DataFrame its = right.take(count)) {
          same &= differences.same(own, its, row -> "row " + (before + row));
        }
        left.before += count;
        right.before += count;
      }
      long rows = left.rest();
      long its = right.rest();
      if (rows != its) {
        out().println("rows: " + Text.count(rows) + " in A, " + Text.count(its) + " in B");
        return false;
      }
    }
    return same;
  }

  /** Compares rows of the same key, wherever they stand. */
  private boolean sameKeys(Frames a, Frames b, List<String> columns)
      throws IOException, SQLException {
    for (String key : keys) {
      if (!columns.contains(key)) {
        throw new CommandException(
            "--key " + key + ": no column of that name and one type in both");
      }
    }
    KeyedRows.check(a.schema(), keys);
    try (DataFrame left = Frames.all(a);
        DataFrame right = Frames.all(b)) {
      KeyedRows rows = KeyedRows.of(left, right, keys);
      only(left, rows.onlyA(), "A");
      only(right, rows.onlyB(), "B");
      boolean same;
      try (DataFrame ones = left.take(rows.a());
          DataFrame others = right.take(rows.b());
          DataFrame own = ones.select(columns);
          DataFrame its = others.select(columns)) {
        same = new Differences(out(), most).same(own, its, row -> KeyedRows.shown(own, row, keys));
      }
      int onlyA = rows.onlyA().length;
      int onlyB = rows.onlyB().length;
      if (onlyA + onlyB > 0) {
        out()
            .println(
                "rows: "
                    + Text.count(onlyA)
                    + " only in A, "
                    + Text.count(onlyB)
                    + " only in B, "
                    + Text.count(rows.a().length)
                    + " in both");
        return false;
      }
      return same;
    }
  }

  private void only(DataFrame frame, long[] rows, String side) throws IOException {
    for (int i = 0; i < Math.min(rows.length, most); i++) {
      out().println(KeyedRows.shown(frame, rows[i], keys) + ": only in " + side);
    }
  }

  /** Shows columns that differ, and adds those that do not to {@code common}. */
  private boolean sameColumns(Schema a, Schema b, List<String> common) {
    boolean same = true;
    for (Field field : a.fields()) {
      String name = field.name();
      if (!b.contains(name)) {
        out().println("column '" + name + "': only in A, " + field.dataType());
        same = false;
      } else if (!b.field(name).dataType().sameType(field.dataType())) {
        out()
            .println(
                "column '"
                    + name
                    + "': "
                    + field.dataType()
                    + " in A, "
                    + b.field(name).dataType()
                    + " in B");
        same = false;
      } else {
        common.add(name);
      }
    }
    for (Field field : b.fields()) {
      if (!a.contains(field.name())) {
        out().println("column '" + field.name() + "': only in B, " + field.dataType());
        same = false;
      }
    }
    if (same && !a.names().equals(b.names())) {
      out().println("columns: " + a.names() + " in A, " + b.names() + " in B");
      return false;
    }
    return same;
  }

  /** The rows of some columns, as many at a time as both sides have. */
  private static final class Rows implements AutoCloseable {
    private final Frames frames;
    private final List<String> columns;
    private @Nullable DataFrame frame;
    private long before;

    Rows(Frames frames, List<String> columns) {
      this.frames = frames;
      this.columns = columns;
    }

    /** Reads the next frame if none is left; false at the end. */
    boolean fill() throws IOException, SQLException {
      while (frame == null || frame.height() == 0) {
        close();
        frame = frames.next();
        if (frame == null) {
          return false;
        }
      }
      return true;
    }

    long height() {
      return frame == null ? 0 : frame.height();
    }

    DataFrame take(int count) {
      DataFrame whole = Objects.requireNonNull(frame);
      try (whole) {
        frame = whole.slice(count, whole.height() - count);
        try (DataFrame head = whole.slice(0, count)) {
          return head.select(columns);
        }
      }
    }

    /** How many rows there are, read to the end. */
    long rest() throws IOException, SQLException {
      long rows = before;
      while (fill()) {
        rows += height();
        close();
      }
      return rows;
    }

    @Override
    public void close() {
      if (frame != null) {
        frame.close();
        frame = null;
      }
    }
  }
}
