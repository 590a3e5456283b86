package io.github.polars4j.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.github.polars4j.BatchedWriter;
import io.github.polars4j.Batches;
import io.github.polars4j.DataFrame;
import io.github.polars4j.IpcStreamReader;
import io.github.polars4j.IpcStreamWriter;
import io.github.polars4j.Series;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Writers and readers that two threads share by mistake. */
public final class Sharing {
  private static final DataFrame FRAME = Outcomes.series().toFrame();

  private Sharing() {}

  private static BatchedWriter batched(OutputStream out) {
    try {
      return new IpcStreamWriter(out).batched(FRAME.schema());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int closing(AutoCloseable closed) {
    return Outcomes.of(
        () -> {
          closed.close();
          return 1;
        });
  }

  @JCStressTest
  @Outcome(id = "1, -1, 3", expect = ACCEPTABLE, desc = "the first one wrote")
  @Outcome(id = "-1, 1, 3", expect = ACCEPTABLE, desc = "the second one wrote")
  @State
  public static class TwoFinishes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final IpcStreamWriter writer = new IpcStreamWriter(out);

    private int finish() {
      return Outcomes.of(
          () -> {
            writer.finish(FRAME);
            return 1;
          });
    }

    @Actor
    public void first(III_Result result) {
      result.r1 = finish();
    }

    @Actor
    public void second(III_Result result) {
      result.r2 = finish();
    }

    @Arbiter
    public void arbiter(III_Result result) {
      result.r3 = Outcomes.rows(out);
    }
  }

  @JCStressTest
  @Outcome(id = "1, 1, 6", expect = ACCEPTABLE, desc = "both wrote, one after the other")
  @Outcome(id = "1, -1, 3", expect = ACCEPTABLE, desc = "the first one wrote")
  @Outcome(id = "-1, 1, 3", expect = ACCEPTABLE, desc = "the second one wrote")
  @State
  public static class TwoBatches {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final BatchedWriter writer = batched(out);

    private int write() {
      return Outcomes.of(
          () -> {
            writer.writeBatch(FRAME);
            return 1;
          });
    }

    @Actor
    public void first(III_Result result) {
      result.r1 = write();
    }

    @Actor
    public void second(III_Result result) {
      result.r2 = write();
    }

    @Arbiter
    public void arbiter(III_Result result) {
      result.r3 =
          Outcomes.of(
              () -> {
                writer.finish();
                return Outcomes.rows(out);
              });
    }
  }

  /** What a sink is given lies in memory that closing frees. */
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "written, then closed")
  @Outcome(id = "1, -1, 0", expect = ACCEPTABLE, desc = "the writer was in use")
  @Outcome(id = "-1, 1, 0", expect = ACCEPTABLE, desc = "the writer was closed")
  @State
  public static class CloseWhileWriting extends OutputStream {
    private final BatchedWriter writer = batched(this);
    private volatile boolean closed;
    private volatile boolean late;

    @Override
    public void write(int b) {
      late |= closed;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      late |= closed;
    }

    @Actor
    public void write(III_Result result) {
      result.r1 =
          Outcomes.of(
              () -> {
                writer.writeBatch(FRAME);
                return 1;
              });
    }

    @Actor
    public void close(III_Result result) {
      result.r2 =
          Outcomes.of(
              () -> {
                writer.close();
                closed = true;
                return 1;
              });
    }

    @Arbiter
    public void arbiter(III_Result result) {
      result.r3 = late ? 1 : 0;
      closing(writer);
    }
  }

  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "finished, and closing changed nothing")
  @Outcome(id = "1, -1, 0", expect = ACCEPTABLE, desc = "the writer was in use")
  @Outcome(id = "-1, 1, 0", expect = ACCEPTABLE, desc = "the writer was closed")
  @State
  public static class CloseWhileFinishing {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final BatchedWriter writer = batched(out);

    @Actor
    public void finish(III_Result result) {
      result.r1 =
          Outcomes.of(
              () -> {
                writer.finish();
                return 1;
              });
    }

    @Actor
    public void close(III_Result result) {
      result.r2 = closing(writer);
    }

    @Arbiter
    public void arbiter(III_Result result) {
      closing(writer);
      result.r3 = result.r1 == 1 ? Outcomes.rows(out) : 0;
    }
  }

  private static final byte[] BATCHES = batches();

  /** A record batch with 1 and one with 2. */
  private static byte[] batches() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataFrame frame = Series.of("n", new long[] {1, 2}).toFrame()) {
      new IpcStreamWriter(out).finish(frame);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  /** The first frame is there already, which leaves more room for a race. */
  private static Batches open() {
    try {
      Batches batches = new IpcStreamReader(new ByteArrayInputStream(BATCHES)).batches(1);
      batches.hasNext();
      return batches;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The value of the next frame, which is the caller's. */
  private static int next(Batches batches) {
    return Outcomes.of(
        () -> {
          try (DataFrame frame = batches.next();
              Series series = frame.column(0)) {
            return (int) series.getLong(0);
          }
        });
  }

  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "a frame each")
  @Outcome(id = "1, -1, 0", expect = ACCEPTABLE, desc = "the second one was refused")
  @Outcome(id = "-1, 1, 0", expect = ACCEPTABLE, desc = "the first one was refused")
  @State
  public static class TwoReaders {
    private final Batches batches = open();
    private @Nullable DataFrame first;
    private @Nullable DataFrame second;

    @Actor
    public void first(III_Result result) {
      result.r1 =
          Outcomes.of(
              () -> {
                first = batches.next();
                return 1;
              });
    }

    @Actor
    public void second(III_Result result) {
      result.r2 =
          Outcomes.of(
              () -> {
                second = batches.next();
                return 1;
              });
    }

    @Arbiter
    public void arbiter(III_Result result) {
      result.r3 = first == second ? 1 : 0;
      if (first != null) {
        first.close();
      }
      if (second != null) {
        second.close();
      }
      batches.close();
    }
  }

  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "read, then closed")
  @Outcome(id = "1, -1", expect = ACCEPTABLE, desc = "it was in use")
  @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "it was closed")
  @State
  public static class CloseWhileReading {
    private final Batches batches = open();

    @Actor
    public void read(II_Result result) {
      result.r1 = next(batches);
    }

    @Actor
    public void close(II_Result result) {
      result.r2 = closing(batches);
    }

    @Arbiter
    public void arbiter() {
      batches.close();
    }
  }
}
