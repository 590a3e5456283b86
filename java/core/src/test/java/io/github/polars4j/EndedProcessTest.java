package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polars4j.Faults.End;
import io.github.polars4j.Faults.Sink;
import io.github.polars4j.Faults.Way;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process that ends while it writes; what a killed one leaves behind goes with the next write.
 */
@EnabledOnOs(OS.LINUX)
class EndedProcessTest {
  private static final String LITTER = "\\.target\\.polars4j-[0-9a-f]{16}\\.tmp";

  @TempDir Path folder;

  /** How and when it ends. */
  enum Fault implements Faults.Row {
    KILL_FIRST("`kill -9` before the first `write`", FaultShim.Call.WRITE, End.STOOD),
    KILL_LAST("`kill -9` before the last `write`", FaultShim.Call.WRITE, End.STOOD),
    KILL_CLOSE("`kill -9` before `close`", FaultShim.Call.CLOSE, End.STOOD),
    KILL_RENAME("`kill -9` before `rename`", FaultShim.Call.RENAME, End.STOOD),
    KILL_SYNC(
        "`kill -9` after `rename`, before the folder is synced", FaultShim.Call.FSYNC, End.STANDS),
    EXIT("`System.exit` by another thread", null, End.STOOD),
    TERM("SIGTERM", null, End.STOOD);

    private final String text;
    private final FaultShim.Call call;
    private final End end;

    Fault(String text, FaultShim.Call call, End end) {
      this.text = text;
      this.call = call;
      this.end = end;
    }

    @Override
    public String text() {
      return text;
    }

    @Override
    public End at(Sink sink) {
      return sink == Sink.PATH ? end : End.NONE;
    }
  }

  /** Every writer with every codec, and each with one fault in turn. */
  private record Case(Fault fault, int way) {
    Way writer() {
      return Faults.ways().get(way);
    }

    @Override
    public String toString() {
      return fault + ", " + writer();
    }
  }

  static Stream<Case> cases() {
    Fault[] faults = Fault.values();
    // the ways are in pairs, whole and batched
    return IntStream.range(0, Faults.ways().size() / 2)
        .mapToObj(i -> new Case(faults[i % faults.length], 2 * i + i / faults.length % 2));
  }

  /** Writes until it ends. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
      Path target = Path.of(args[0], "target");
      Fault fault = Fault.valueOf(args[1]);
      Way way = Faults.ways().get(Integer.parseInt(args[2]));
      FaultShim shim = FaultShim.here();
      DataFrame frame = Faults.frame();
      shim.disarm();
      way.write(way.path().apply(target), frame);
      int writes = shim.hits(FaultShim.Call.WRITE);
      Files.writeString(target, "old");
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
      FrameWriter writer = way.path().apply(target);
      if (fault.call != null) {
        int nth = fault == Fault.KILL_LAST ? writes : fault == Fault.KILL_SYNC ? 2 : 1;
        shim.arm(fault.call, nth, FaultShim.KILL, false);
        writer.withSync(fault == Fault.KILL_SYNC);
      } else {
        writer.withProgress((rows, bytes) -> end(fault));
      }
      System.out.println("ready");
      way.write(writer, frame);
      System.out.println("written");
    }

    private static void end(Fault fault) {
      System.out.println("halfway");
      if (fault == Fault.EXIT) {
        new Thread(() -> System.exit(3)).start();
      }
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void leavesTheOldFileOrTheNewOne(Case run) throws Exception {
    Fault fault = run.fault();
    Path marked = Files.createDirectory(folder.resolve("marked"));
    Path target = marked.resolve("target");
    Process process =
        Forked.start(
            FaultShim.environment(folder, marked),
            List.of("-XX:-CreateCoredumpOnCrash"),
            Main.class,
            marked.toString(),
            fault.name(),
            Integer.toString(run.way()));
    List<String> said = new ArrayList<>();
    try (var lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
        if (fault == Fault.TERM && line.equals("halfway")) {
          process.toHandle().destroy();
        }
      }
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(said).contains("ready").doesNotContain("written");
    int code = fault == Fault.EXIT ? 3 : 128 + (fault == Fault.TERM ? 15 : 9);
    assertThat(process.exitValue()).as(said.toString()).isEqualTo(code);

    byte[] whole;
    try (DataFrame frame = Faults.frame()) {
      Path other = folder.resolve("other");
      run.writer().write(run.writer().path().apply(other), frame);
      whole = Files.readAllBytes(other);
      List<String> left = others(marked);
      if (fault.end == End.STANDS) {
        assertThat(target).hasBinaryContent(whole);
        assertThat(left).isEmpty();
      } else {
        assertThat(target).hasContent("old");
        assertThat(left).hasSize(fault.call == null ? 0 : 1);
      }
      for (String name : left) {
        assertThat(name).matches(LITTER);
        assertThat(
                PosixFilePermissions.toString(Files.getPosixFilePermissions(marked.resolve(name))))
            .isEqualTo(fault == Fault.KILL_RENAME ? "rw-r--r--" : "rw-------");
      }
      run.writer().write(run.writer().path().apply(target), frame);
    }
    assertThat(target).hasBinaryContent(whole);
    assertThat(others(marked)).isEmpty();
  }

  private static List<String> others(Path folder) {
    return Stream.of(folder.toFile().list()).filter(name -> !name.equals("target")).toList();
  }
}
