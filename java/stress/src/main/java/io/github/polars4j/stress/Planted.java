package io.github.polars4j.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A guard that looks first and closes the door then: jcstress must see that both come in. */
@JCStressTest
@Outcome(id = "1, -1", expect = ACCEPTABLE, desc = "the first one came in")
@Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "the second one came in")
@State
public class Planted {
  private volatile boolean busy;

  private int enter() {
    if (busy) {
      return Outcomes.REFUSED;
    }
    busy = true;
    return 1;
  }

  @Actor
  public void first(II_Result result) {
    result.r1 = enter();
  }

  @Actor
  public void second(II_Result result) {
    result.r2 = enter();
  }
}
