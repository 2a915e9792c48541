package reactor.xsk.internal.sender;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A publisher makes work visible and wakes; the loop announces that it parks and looks once more:
 * r1 is 1 if the loop found the work or was woken, 0 if it slept its whole time.
 */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The loop saw the work, or was woken for it.")
@Outcome(id = "0", expect = FORBIDDEN, desc = "A lost wake-up: there was work and the loop slept.")
@State
public class WakeVersusParkStress {

  private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(1);

  private final Waker waker = new Waker();
  // plain, as the weakest of the queues might store it
  private int work;

  @Actor
  public void publisher() {
    work = 1;
    waker.wake();
  }

  @Actor
  public void loop(I_Result r) {
    waker.announcePark();
    if (work != 0) {
      waker.retractPark();
      r.r1 = 1;
      return;
    }
    long beforeNs = System.nanoTime();
    waker.park(LONGEST_NS);
    r.r1 = System.nanoTime() - beforeNs < LONGEST_NS || work == 0 ? 1 : 0;
  }
}
