package io.github.polars4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.polars4j.Faults.End;
import io.github.polars4j.Faults.Sink;
import io.github.polars4j.Faults.Way;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A disk that is full at some stage: a small file system in memory, where it may be mounted. */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {
  private static final int SIZE = 8 << 20;
  private static final int INODES = 40;

  @TempDir static Path folder;

  private static Path disk;
  private static DataFrame frame;

  /** When it is full. */
  enum Fault implements Faults.Row {
    FROM_THE_START("the disk is full from the start", End.OLD, End.FAILS),
    HALFWAY("the disk becomes full halfway", End.OLD, End.FAILS),
    AT_THE_END("the disk becomes full with the last page", End.OLD, End.FAILS),
    NO_INODE("the disk takes no more files", End.OLD, End.NONE);

    private final String text;
    private final End path;
    private final End own;

    Fault(String text, End path, End own) {
      this.text = text;
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

    /** How much is left for what takes so many bytes. */
    long free(long size) {
      return switch (this) {
        case FROM_THE_START -> 0;
        case HALFWAY -> size / 2;
        case AT_THE_END -> (size - 1) / 4096 * 4096;
        case NO_INODE -> size + (1 << 20);
      };
    }
  }

  static Stream<Way> ways() {
    return Faults.ways().stream();
  }

  @BeforeAll
  static void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    String options = "size=" + SIZE + ",nr_inodes=" + INODES;
    boolean mounted;
    try {
      mounted = run("mount", "-t", "tmpfs", "-o", options, "polars4j", disk.toString());
    } catch (IOException e) {
      mounted = false;
    }
    if (!mounted) {
      disk = null;
    }
    assumeTrue(mounted, "only root may mount a file system");
    frame = Faults.frame();
  }

  @AfterAll
  static void unmount() throws Exception {
    if (disk != null) {
      assertThat(run("umount", disk.toString())).isTrue();
      frame.close();
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }

  /** Fills the disk but for so many bytes, or but for its last file. */
  private static List<Path> fill(long free, boolean files) throws IOException {
    List<Path> fillers = new ArrayList<>();
    Path filler = disk.resolve("filler");
    fillers.add(filler);
    try (RandomAccessFile file = new RandomAccessFile(filler.toFile(), "rw")) {
      byte[] page = new byte[4096];
      while (true) {
        file.write(page);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
    try (FileChannel channel = FileChannel.open(filler, StandardOpenOption.WRITE)) {
      channel.truncate(Math.max(0, channel.size() - (free + 4095) / 4096 * 4096));
    }
    try {
      for (int i = 0; files && i < INODES; i++) {
        fillers.add(Files.createFile(disk.resolve("filler" + i)));
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
    return fillers;
  }

  private static void write(Way way, Sink sink, Path target) throws IOException {
    switch (sink) {
      case PATH -> way.write(way.path().apply(target), frame);
      case STREAM -> {
        try (OutputStream stream = new FileOutputStream(target.toFile())) {
          way.write(way.stream().apply(stream), frame);
        }
      }
      case CHANNEL -> {
        try (FileChannel channel =
            FileChannel.open(
                target, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
          way.write(way.channel().apply(channel), frame);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void theTargetIsWholeOrAsItWas(Way way) throws IOException {
    Path target = disk.resolve("target");
    for (Sink sink : Sink.values()) {
      Files.writeString(target, "");
      write(way, sink, target); // there is room for it
      long size = Files.size(target);
      for (Fault fault : Fault.values()) {
        End end = fault.at(sink);
        if (end == End.NONE) {
          continue;
        }
        String name = fault + ", " + sink + ", " + way;
        Files.writeString(target, sink == Sink.PATH ? "old" : "");
        List<Path> fillers = fill(fault.free(size), fault == Fault.NO_INODE);
        Throwable thrown = catchThrowable(() -> write(way, sink, target));
        for (Path filler : fillers) {
          Files.delete(filler);
        }
        assertThat(thrown)
            .as(name)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("No space left on device");
        if (end == End.OLD) {
          assertThat(thrown).as(name).hasMessageContaining(target.toString());
          assertThat(target).as(name).hasContent("old");
        }
        assertThat(disk.toFile().list()).as(name).containsExactly("target");
      }
    }
  }
}
