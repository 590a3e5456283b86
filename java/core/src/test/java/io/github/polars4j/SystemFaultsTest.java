package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.polars4j.Faults.End;
import io.github.polars4j.Faults.Sink;
import io.github.polars4j.Faults.Way;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the system refuses a writer, by a library between it and the system: see FaultShim. */
@EnabledOnOs(OS.LINUX)
class SystemFaultsTest {
  private static final int EACCES = 13;
  private static final int EXDEV = 18;
  private static final int EMFILE = 24;

  /** The last call of its kind. */
  private static final int LAST = 0;

  @TempDir Path folder;

  /** What is refused, and what becomes of the write. */
  enum Fault implements Faults.Row {
    CREATE("`open` makes no file (`EACCES`)", FaultShim.Call.OPEN, 1, EACCES, false, End.OLD),
    REOPEN(
        "`open` has no descriptor left (`EMFILE`)", FaultShim.Call.OPEN, 2, EMFILE, false, End.OLD),
    WRITE_FIRST(
        "the first `write` fails (`EIO`)",
        FaultShim.Call.WRITE,
        1,
        FaultShim.EIO,
        false,
        End.OLD,
        End.FAILS),
    WRITE_LAST(
        "the last `write` fails (`EIO`)",
        FaultShim.Call.WRITE,
        LAST,
        FaultShim.EIO,
        false,
        End.OLD,
        End.FAILS),
    WRITE_FULL(
        "the last `write` finds no room (`ENOSPC`)",
        FaultShim.Call.WRITE,
        LAST,
        FaultShim.ENOSPC,
        false,
        End.OLD,
        End.FAILS),
    WRITE_SHORT(
        "each `write` takes a part only",
        FaultShim.Call.WRITE,
        1,
        FaultShim.SHORT,
        false,
        End.WHOLE,
        End.WHOLE),
    WRITE_INTERRUPTED(
        "`write` is interrupted by a signal (`EINTR`)",
        FaultShim.Call.WRITE,
        1,
        FaultShim.EINTR,
        false,
        End.WHOLE,
        End.WHOLE),
    CLOSE(
        "`close` fails (`EIO`), as on NFS", FaultShim.Call.CLOSE, 1, FaultShim.EIO, false, End.OLD),
    CLOSE_FULL(
        "`close` finds no room (`ENOSPC`), as on NFS",
        FaultShim.Call.CLOSE,
        1,
        FaultShim.ENOSPC,
        false,
        End.OLD),
    SYNC(
        "`withSync(true)`, and `fsync` fails (`EIO`)",
        FaultShim.Call.FSYNC,
        1,
        FaultShim.EIO,
        true,
        End.OLD,
        End.FAILS),
    SYNC_FOLDER(
        "`withSync(true)`, and `fsync` of the folder fails (`EIO`)",
        FaultShim.Call.FSYNC,
        2,
        FaultShim.EIO,
        true,
        End.TOLD),
    RENAME("`rename` fails (`EIO`)", FaultShim.Call.RENAME, 1, FaultShim.EIO, false, End.OLD),
    RENAME_ACROSS(
        "`rename` cannot be done in one step (`EXDEV`)",
        FaultShim.Call.RENAME,
        1,
        EXDEV,
        false,
        End.OLD);

    private final String text;
    private final FaultShim.Call call;
    private final int nth;
    private final int error;
    private final boolean sync;
    private final End path;
    private final End own;

    Fault(String text, FaultShim.Call call, int nth, int error, boolean sync, End path) {
      this(text, call, nth, error, sync, path, End.NONE);
    }

    Fault(String text, FaultShim.Call call, int nth, int error, boolean sync, End path, End own) {
      this.text = text;
      this.call = call;
      this.nth = nth;
      this.error = error;
      this.sync = sync;
      this.path = path;
      this.own = own;
    }

    @Override
    public String text() {
      return text;
    }

    @Override
    public End at(Sink sink) {
      return sink == Sink.PATH ? path : own;
    }
  }

  /** Writes under each fault, to each sink, by each writer with each codec; a line for each. */
  static final class Main {
    private static FaultShim shim;
    private static Path target;
    private static DataFrame frame;

    private Main() {}

    public static void main(String[] args) throws Exception {
      shim = FaultShim.here();
      target = Path.of(args[0], "target");
      frame = Faults.frame();
      for (Way way : Faults.ways()) {
        for (Sink sink : Sink.values()) {
          shim.disarm();
          write(way, sink, false);
          byte[] whole = Files.readAllBytes(target);
          int writes = shim.hits(FaultShim.Call.WRITE);
          for (Fault fault : Fault.values()) {
            if (fault.at(sink) != End.NONE) {
              System.out.println(name(fault, sink, way) + end(fault, sink, way, whole, writes));
            }
          }
        }
      }
    }

    private static void write(Way way, Sink sink, boolean sync) throws IOException {
      switch (sink) {
        case PATH -> way.write(way.path().apply(target).withSync(sync), frame);
        case STREAM -> {
          try (FileOutputStream stream = new FileOutputStream(target.toFile())) {
            way.write(way.stream().apply(stream).withSync(sync), frame);
          }
        }
        case CHANNEL -> {
          try (FileChannel channel =
              FileChannel.open(
                  target,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.TRUNCATE_EXISTING)) {
            way.write(way.channel().apply(channel).withSync(sync), frame);
          }
        }
      }
    }

    private static String end(Fault fault, Sink sink, Way way, byte[] whole, int writes)
        throws IOException {
      byte[] old = {'o', 'l', 'd'};
      Files.write(target, old);
      int nth = fault.nth == LAST ? writes : fault.nth;
      shim.arm(fault.call, nth, fault.error, fault.error == FaultShim.SHORT);
      Throwable thrown = catchThrowable(() -> write(way, sink, fault.sync));
      int hits = shim.hits(fault.call);
      shim.disarm();
      if (hits < nth) {
        return "the fault did not happen: " + hits + " calls of " + nth;
      }
      try (Stream<Path> files = Files.list(target.getParent())) {
        List<Path> left = files.toList();
        if (!left.equals(List.of(target))) {
          return "files are left: " + left;
        }
      }
      boolean ours = sink == Sink.PATH;
      byte[] found = Files.readAllBytes(target);
      if (thrown == null) {
        return Arrays.equals(found, whole) ? "WHOLE" : "succeeds, and writes something else";
      }
      String message = String.valueOf(thrown.getMessage());
      boolean told = !ours || message.contains(target.toString()) && !message.contains(".tmp");
      if (!(thrown instanceof IOException) || !told || message.length() > 1000) {
        return "throws " + thrown;
      }
      if (!ours) {
        return "FAILS";
      }
      return Arrays.equals(found, old) ? "OLD" : Arrays.equals(found, whole) ? "TOLD" : "broken";
    }
  }

  private static String name(Fault fault, Sink sink, Way way) {
    return fault + ", " + sink + ", " + way + ": ";
  }

  @Test
  void theTargetIsWholeOrAsItWas() throws Exception {
    List<String> expected = new ArrayList<>();
    for (Way way : Faults.ways()) {
      for (Sink sink : Sink.values()) {
        for (Fault fault : Fault.values()) {
          if (fault.at(sink) != End.NONE) {
            expected.add(name(fault, sink, way) + fault.at(sink));
          }
        }
      }
    }
    Path marked = Files.createDirectory(folder.resolve("marked"));
    String lines = FaultShim.run(folder, marked, Main.class, marked.toString());
    assertThat(lines.lines()).containsExactlyElementsOf(expected);
  }

  /** Reads and writes without this library. */
  static final class Control {
    private Control() {}

    public static void main(String[] args) throws Exception {
      FaultShim shim = FaultShim.here();
      Path file = Path.of(args[0], "file");
      Files.write(file, new byte[100]);
      for (FaultShim.Call call :
          List.of(FaultShim.Call.OPEN, FaultShim.Call.WRITE, FaultShim.Call.CLOSE)) {
        shim.arm(call, 1, FaultShim.EIO, false);
        System.out.println(call + " " + catchThrowable(() -> Files.write(file, new byte[100])));
      }
      shim.arm(FaultShim.Call.READ, 1, FaultShim.EIO, false);
      System.out.println("READ " + catchThrowable(() -> Files.readAllBytes(file)));
      shim.arm(FaultShim.Call.RENAME, 1, FaultShim.EIO, false);
      Path other = file.resolveSibling("other");
      System.out.println("RENAME " + catchThrowable(() -> Files.move(file, other)));
    }
  }

  /** The shim does what it says: else the test above would show nothing. */
  @Test
  void theFaultsAreFelt() throws Exception {
    Path marked = Files.createDirectory(folder.resolve("marked"));
    String lines = FaultShim.run(folder, marked, Control.class, marked.toString());
    assertThat(lines.lines())
        .hasSize(5)
        .allSatisfy(line -> assertThat(line).contains("Exception").contains("Input/output error"));
  }
}
