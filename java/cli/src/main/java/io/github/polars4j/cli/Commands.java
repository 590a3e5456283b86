package io.github.polars4j.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * The commands below the root. Each is made only when it is needed: picocli takes longer to find
 * the options of all than most commands take to run.
 */
final class Commands {
  private static final Map<String, Function<Stdio, Object>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("convert", Convert::new);
    ALL.put("inspect", Inspect::new);
    ALL.put("head", Head::new);
    ALL.put("tail", Tail::new);
    ALL.put("cat", Cat::new);
    ALL.put("sample", Sample::new);
    ALL.put("count", Count::new);
    ALL.put("verify", Verify::new);
    ALL.put("schema", SchemaCommand::new);
    ALL.put("diff", Diff::new);
    ALL.put("stats", Stats::new);
    ALL.put("split", Split::new);
    ALL.put("sql", Sql::new);
    ALL.put(Completion.NAME, stdio -> new Completion());
    ALL.put(Man.NAME, stdio -> new Man());
  }

  /** Those that tell of all the others. */
  static final Set<String> OF_ALL = Set.of(Completion.NAME, Man.NAME);

  private Commands() {}

  /** Their names, in the order that help has. */
  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** Adds the command that the arguments begin with; all where they begin with something else. */
  static void add(CommandLine root, Stdio stdio, String... args) {
    String first = args.length == 0 ? "" : args[0];
    if (ALL.containsKey(first) && !OF_ALL.contains(first)) {
      root.addSubcommand(ALL.get(first).apply(stdio));
    } else {
      ALL.values().forEach(command -> root.addSubcommand(command.apply(stdio)));
    }
  }
}
