package io.github.polars4j.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.github.polars4j.DataFrame;
import io.github.polars4j.IpcStreamWriter;
import io.github.polars4j.NativeMemory;
import io.github.polars4j.Series;
import io.github.polars4j.internal.jni.Handle;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** What is closed while it is used, or twice. */
public final class Closing {
  private Closing() {}

  @JCStressTest
  @Outcome(id = "3", expect = ACCEPTABLE, desc = "all values, as if it were open")
  @Outcome(id = "-1", expect = ACCEPTABLE, desc = "refused")
  @State
  public static class SeriesThatIsRead {
    private final Series series = Outcomes.series();

    @Actor
    public void read(I_Result result) {
      result.r1 = Outcomes.of(() -> Outcomes.whole(series));
    }

    @Actor
    public void close() {
      series.close();
    }
  }

  @JCStressTest
  @Outcome(id = "3", expect = ACCEPTABLE, desc = "all rows, as if it were open")
  @Outcome(id = "-1", expect = ACCEPTABLE, desc = "refused")
  @State
  public static class FrameThatIsWritten {
    private final DataFrame frame = Outcomes.series().toFrame();

    @Actor
    public void write(I_Result result) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      result.r1 =
          Outcomes.of(
              () -> {
                new IpcStreamWriter(out).finish(frame);
                return Outcomes.rows(out);
              });
    }

    @Actor
    public void close() {
      frame.close();
    }
  }

  @JCStressTest
  @Outcome(id = "1, -1", expect = ACCEPTABLE, desc = "freed once, and closed from then on")
  @State
  public static class HandleThatIsClosedTwice {
    private static final long NOBODYS = 1L << 62;

    static {
      NativeMemory.liveHandles(); // loads the library
    }

    private final AtomicInteger freed = new AtomicInteger();
    private final Handle handle = new Handle("this handle", NOBODYS, freed::incrementAndGet);

    @Actor
    public void close() {
      handle.close();
    }

    @Actor
    public void closeToo() {
      handle.close();
    }

    @Arbiter
    public void arbiter(II_Result result) {
      result.r1 = freed.get();
      result.r2 = Outcomes.of(() -> (int) handle.get());
    }
  }
}
