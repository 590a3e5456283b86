package io.github.polars4j.cli;

import io.github.polars4j.CompatLevel;
import io.github.polars4j.Polars4j;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The root command. Exit codes: 0 done, 1 failure, 2 usage. */
@Command(
    name = "polars4j",
    description = "Converts and shows Arrow IPC, Parquet, CSV and NDJSON files with polars.",
    usageHelpWidth = 80,
    versionProvider = Main.Version.class,
    footer = {
      "",
      "Examples:",
      "  polars4j convert weather.csv weather.arrow --null-value NA --compression zstd",
      "  polars4j inspect weather.arrow",
      "  polars4j head weather.arrow -n 20",
      "  polars4j count *.parquet",
      "  polars4j diff orders.csv orders.parquet",
      "  source <(polars4j completion)",
      "  polars4j man | man -l -",
      "",
      "Exit codes: 0 done, 1 failure, 2 usage; diff: 0 the same, 1 different, 2",
      "trouble. 'polars4j COMMAND --help' says more."
    })
public final class Main implements Runnable {
  private static final int FAILURE = 1;
  private static final int USAGE = 2;

  /** With what follows it, no message is longer than 1 kB. */
  private static final int USAGE_BYTES = 600;

  static final int FAILURE_BYTES = 980;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the versions of polars4j, polars and the native library and exit.")
  private boolean version;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of a failure (or set POLARS4J_DEBUG).")
  private boolean debug;

  @Spec private @Nullable CommandSpec spec;

  Main() {}

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    if (System.getProperty("polars4j.tableRows") == null) {
      System.setProperty("polars4j.tableRows", "-1"); // head shows every row that it was asked for
    }
    System.exit(run(Stdio.system(), args));
  }

  /** Runs the command on the given streams and returns its exit code. */
  static int run(Stdio stdio, String... args) {
    if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
      return version(stdio);
    }
    Main main = new Main();
    CommandLine line = line(main, stdio, args);
    WatchedOutputStream out = new WatchedOutputStream(stdio.out());
    line.setOut(new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true));
    line.setErr(new PrintWriter(stdio.err(), true));
    line.setParameterExceptionHandler((e, ignored) -> usage(e));
    line.setExecutionExceptionHandler(
        (e, command, result) ->
            e instanceof UsageException
                ? usage(new ParameterException(command, e.getMessage()))
                : main.fail(stdio, e));
    int code;
    try {
      code = line.execute(args);
    } catch (Error e) {
      code = main.fail(stdio, e);
    }
    if (line.getOut().checkError() && code == 0) {
      code = main.fail(stdio, unwritten(out.failure()));
    }
    return code;
  }

  /** What parses such arguments. */
  static CommandLine line(Object main, Stdio stdio, String... args) {
    CommandLine line = new CommandLine(main);
    Commands.add(line, stdio, args);
    line.setExpandAtFiles(false);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.registerConverter(Format.class, Format::parse);
    line.registerConverter(CompatLevel.class, Main::compatLevel);
    line.registerConverter(Charset.class, Main::charset);
    return line;
  }

  /** What picocli would print: it takes longer to set up than all else. */
  private static int version(Stdio stdio) {
    WatchedOutputStream watched = new WatchedOutputStream(stdio.out());
    PrintWriter out = new PrintWriter(new OutputStreamWriter(watched, StandardCharsets.UTF_8));
    try {
      for (String text : new Version().getVersion()) {
        out.println(text);
      }
    } catch (Error e) {
      return new Main().fail(stdio, e);
    }
    if (out.checkError()) {
      return new Main().fail(stdio, unwritten(watched.failure()));
    }
    return 0;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say which command, such as convert, inspect or head");
  }

  private static int usage(ParameterException e) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = line.getErr();
    err.println("polars4j: " + Text.cut(String.valueOf(e.getMessage()), USAGE_BYTES));
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
    return USAGE;
  }

  private static Charset charset(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "'"
              + name
              + "' is no encoding that Java knows, such as UTF-8, UTF-16LE, windows-1252 and ISO-8859-1");
    }
  }

  private static CompatLevel compatLevel(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "newest" -> CompatLevel.NEWEST;
      case "oldest" -> CompatLevel.OLDEST;
      default -> throw new TypeConversionException("'" + name + "' is neither newest nor oldest");
    };
  }

  private static Exception unwritten(@Nullable IOException failure) {
    return Messages.isClosedPipe(failure)
        ? failure
        : new CommandException("cannot write to standard output", failure);
  }

  private int fail(Stdio stdio, Throwable failure) {
    if (Messages.isClosedPipe(failure)) {
      return FAILURE; // as after "| head": nobody is there to miss anything
    }
    stdio.err().println("polars4j: " + Text.cut(Messages.of(failure), FAILURE_BYTES));
    if (debug || System.getenv("POLARS4J_DEBUG") != null) {
      failure.printStackTrace(stdio.err());
    }
    return FAILURE;
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return List.of(
              "polars4j " + Polars4j.version(),
              "polars " + Polars4j.polarsVersion(),
              "native library " + Polars4j.nativeVersion() + " (" + Polars4j.commit() + ")",
              "platform " + Polars4j.platform() + " (" + Polars4j.target() + ")",
              "Java " + System.getProperty("java.version"))
          .toArray(String[]::new);
    }
  }
}
