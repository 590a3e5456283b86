package io.github.polars4j;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A program that reads damaged files, in one process and by all readers, and counts how that ends.
 *
 * <p>Arguments: a folder for what it finds, seconds, the most mutations, a seed, the first
 * mutation's number, and folders with more files to begin with. It prints a line for each outcome
 * and each finding; {@code current} in its folder holds what is being read, should the process end.
 */
final class Fuzz {
  private static final long SLOW = 10_000; // milliseconds
  private static final long HANGS = 60_000;
  private static final long LARGE = 2L << 30; // bytes
  private static final int CURRENT = 1 << 20;

  /** What only a panic says. */
  private static final Pattern PANIC =
      Pattern.compile(
          "\\.rs:\\d|called `|unwrap\\(|index out of bounds|assertion|unreachable|overflow when"
              + "|out of range for slice|attempt to |byte index|not implemented|capacity");

  private final Path folder;
  private final List<Seed> seeds;
  private final Map<Seed.Kind, List<Seed>> kinds = new TreeMap<>();
  private final Mutations mutations = new Mutations();
  private final Map<String, Long> counts = new TreeMap<>();
  private final MappedByteBuffer current;
  private volatile long started;
  private volatile long number;
  private volatile long mostMemory;
  private volatile boolean tooLarge;
  private final Thread main = Thread.currentThread();

  private Fuzz(Path folder, List<Seed> seeds) throws IOException {
    this.folder = folder;
    this.seeds = seeds;
    for (Seed seed : seeds) {
      kinds.computeIfAbsent(seed.kind(), kind -> new java.util.ArrayList<>()).add(seed);
    }
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve("current"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      this.current = channel.map(FileChannel.MapMode.READ_WRITE, 0, CURRENT);
    }
  }

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    double seconds = Double.parseDouble(args[1]);
    long most = Long.parseLong(args[2]);
    long seed = Long.parseLong(args[3]);
    long first = Long.parseLong(args[4]);
    List<Path> folders = Arrays.stream(args).skip(5).map(Path::of).toList();
    new Fuzz(folder, Seed.all(folders)).run(seconds, most, seed, first);
    System.exit(0);
  }

  private void run(double seconds, long most, long seed, long first) throws IOException {
    Thread watch = new Thread(this::watch, "watch");
    watch.setDaemon(true);
    watch.start();
    List<Seed.Kind> order = List.copyOf(kinds.keySet());
    long end = System.nanoTime() + (long) (seconds * 1e9);
    long i = first;
    for (; i < first + most && System.nanoTime() < end; i++) {
      Random random = new Random(seed * 1_000_003 + i);
      List<Seed> of = kinds.get(order.get(random.nextInt(order.size())));
      Seed whole = of.get(random.nextInt(of.size()));
      byte[] mutant = mutations.mutate(whole, of, random);
      begin(i, whole, mutant);
      String outcome = outcome(whole, mutant, random);
      boolean large = tooLarge;
      long took = System.currentTimeMillis() - started;
      started = 0;
      counts.merge(whole.kind() + " " + outcome, 1L, Long::sum);
      if (took > SLOW) {
        found(whole, mutant, "slow", took + " ms");
      }
      if (large) {
        found(whole, mutant, "memory", mostMemory / (1 << 20) + " MB");
        tooLarge = false;
      }
    }
    counts.forEach((outcome, count) -> System.out.println("count " + count + " " + outcome));
    System.out.println("count " + (i - first) + " ALL");
    System.out.println("files " + seeds.size());
    System.out.println("most memory " + mostMemory / (1 << 20) + " MB");
  }

  private void begin(long i, Seed whole, byte[] mutant) {
    number = i;
    int length = Math.min(mutant.length, CURRENT - 32);
    current.putLong(0, i).putInt(8, whole.kind().ordinal()).putInt(12, length);
    current.put(16, mutant, 0, length);
    started = System.currentTimeMillis();
  }

  private String outcome(Seed whole, byte[] mutant, Random random) throws IOException {
    try {
      FuzzRead.run(whole, mutant, folder.resolve("mutant"), random);
      return "read";
    } catch (PolarsPanicException e) {
      return found(whole, mutant, "panic", e);
    } catch (OutOfMemoryError e) {
      return String.valueOf(e.getMessage()).contains("not to be had")
          ? "no memory"
          : found(whole, mutant, "memory", e);
    } catch (IOException | PolarsException e) {
      return refused(whole, mutant, e);
    } catch (UncheckedIOException e) {
      return refused(whole, mutant, e.getCause());
    } catch (Throwable e) {
      return found(whole, mutant, "other", e);
    }
  }

  private String refused(Seed whole, byte[] mutant, Exception e) throws IOException {
    String message = String.valueOf(e.getMessage());
    if (PANIC.matcher(message).find()) {
      return found(whole, mutant, "panic's text", e);
    }
    return message.length() > 1000 ? found(whole, mutant, "long message", e) : "refused";
  }

  private String found(Seed whole, byte[] mutant, String kind, Throwable e) throws IOException {
    String where =
        e instanceof PolarsException || e.getStackTrace().length == 0
            ? ""
            : " at " + e.getStackTrace()[0];
    return found(whole, mutant, kind, e.getClass().getSimpleName() + ": " + e.getMessage() + where);
  }

  private String found(Seed whole, byte[] mutant, String kind, String text) throws IOException {
    String key = kind + " " + text.replaceAll("\\d+", "#").replaceAll("'[^']*'", "'…'");
    key = key.replaceAll("\\P{Print}", "?").replace(folder.toString(), "");
    key = key.replaceAll("<\\w+(\\[\\])?>|/mutant", "");
    String name = whole.kind() + "-" + Integer.toHexString(key.hashCode());
    if (Files.notExists(folder.resolve(name))) {
      Files.write(folder.resolve(name), mutant);
      String shown = text.replaceAll("\\P{Print}", "?");
      System.out.println("found " + name + " at " + number + ": " + kind + ": " + shown);
    }
    return "FOUND " + name;
  }

  /** Looks for what takes too long, or too much memory. */
  private void watch() {
    try {
      long page = 4096;
      while (true) {
        Thread.sleep(20);
        long memory =
            page * Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]);
        mostMemory = Math.max(mostMemory, memory);
        if (memory > LARGE) {
          tooLarge = true;
        }
        long since = started;
        if (since > 0 && System.currentTimeMillis() - since > HANGS) {
          System.out.println("hangs at " + number);
          for (StackTraceElement element : main.getStackTrace()) {
            System.out.println("  " + element);
          }
          Runtime.getRuntime().halt(3);
        }
      }
    } catch (IOException e) {
      System.out.println("no watch: " + e + " " + ManagementFactory.getRuntimeMXBean().getName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
