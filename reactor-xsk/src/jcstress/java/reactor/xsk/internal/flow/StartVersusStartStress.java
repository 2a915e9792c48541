package reactor.xsk.internal.flow;

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
@Outcome(id = "0, .*|.*, 0", expect = FORBIDDEN, desc = "A stream waits for ever.")
@Outcome(expect = FORBIDDEN, desc = "A stream was ended twice.")
@State
public class StartVersusStartStress {

  private final TxCounters counters = new TxCounters();
  private final Streams streams =
      new Streams(counters, new DemandBudget(8, 8), new Waker(), report -> {});
  private final StressStream<SendReport> one = new StressStream<>();
  private final StressStream<SendReport> two = new StressStream<>();

  public StartVersusStartStress() {
    streams.stopIntake(new XskClosedException(""));
  }

  @Actor
  public void startOne() {
    streams.register(source(one));
  }

  @Actor
  public void startTwo() {
    streams.register(source(two));
  }

  private Source<Integer> source(StressStream<SendReport> stream) {
    SendSubscriber<Integer> edge = new SendSubscriber<>(stream, new Waker(), 8);
    return new Source<>(
        edge, (item, frame) -> 0, new ReportDownstream<>(stream, edge), counters, 8);
  }

  @Arbiter
  public void rest(II_Result r) {
    r.r1 = one.ends();
    r.r2 = two.ends();
  }
}
