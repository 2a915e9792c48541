package reactor.xsk.internal.stream;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import reactor.xsk.SendReport;
import reactor.xsk.XskClosedException;

/** Two streams start at once on a sender that is closed: r1 and r2 are the ends of each. */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Each stream has exactly one end.")
@Outcome(id = "0, .*|.*, 0", expect = FORBIDDEN, desc = "A stream waits without end.")
@Outcome(expect = FORBIDDEN, desc = "A stream was ended twice.")
@State
public class StartVersusStartStress {

  private final StressSender sender = new StressSender();
  private final StressStream<SendReport> one = new StressStream<>();
  private final StressStream<SendReport> two = new StressStream<>();

  public StartVersusStartStress() {
    sender.streams.stopIntake(new XskClosedException(""));
  }

  @Actor
  public void startOne() {
    sender.start(one);
  }

  @Actor
  public void startTwo() {
    sender.start(two);
  }

  @Arbiter
  public void rest(II_Result r) {
    r.r1 = one.ends();
    r.r2 = two.ends();
  }
}
