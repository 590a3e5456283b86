package io.github.polars4j.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.github.polars4j.internal.io.CallGuard;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The guard that all readers and writers have, on its own: so it is tried a thousand times as
 * often.
 */
public final class Guarding {
  /** Two calls were under way at the same moment. */
  private static final int TOGETHER = 2;

  private Guarding() {}

  private abstract static class Guarded {
    final CallGuard guard = new CallGuard("this guard");
    volatile boolean inside;
    volatile boolean closed;

    int call() {
      return Outcomes.of(
          () -> {
            guard.enter();
            boolean together = inside;
            inside = true;
            together |= closed;
            inside = false;
            guard.exit();
            return together ? TOGETHER : 1;
          });
    }

    int close() {
      return Outcomes.of(
          () -> {
            guard.close();
            closed = true;
            return inside ? TOGETHER : 1;
          });
    }
  }

  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "one after the other")
  @Outcome(id = "1, -1", expect = ACCEPTABLE, desc = "the second one was refused")
  @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "the first one was refused")
  @State
  public static class TwoCalls extends Guarded {
    @Actor
    public void first(II_Result result) {
      result.r1 = call();
    }

    @Actor
    public void second(II_Result result) {
      result.r2 = call();
    }
  }

  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "called, then closed")
  @Outcome(id = "1, -1", expect = ACCEPTABLE, desc = "closing was refused")
  @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "the call was refused")
  @State
  public static class CallAndClose extends Guarded {
    @Actor
    public void call(II_Result result) {
      result.r1 = call();
    }

    @Actor
    public void close(II_Result result) {
      result.r2 = close();
    }
  }

  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "closed, and closing again does nothing")
  @State
  public static class TwoCloses extends Guarded {
    @Actor
    public void first(II_Result result) {
      result.r1 = close();
    }

    @Actor
    public void second(II_Result result) {
      result.r2 = close();
    }
  }
}
