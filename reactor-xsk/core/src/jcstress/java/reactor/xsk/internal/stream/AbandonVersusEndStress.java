package reactor.xsk.internal.stream;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import reactor.core.publisher.Operators;
import reactor.xsk.SendOutcome;
import reactor.xsk.XskClosedException;
import reactor.xsk.internal.loop.Window;

/**
 * A loop that was blocked comes back and ends a stream, in the moment in which {@code close()}
 * gives it up: r1 counts completions, r2 errors, r3 reports.
 */
@JCStressTest
@Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "The loop came back first.")
@Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "The stream was given up.")
@Outcome(id = "0, 0, .*", expect = FORBIDDEN, desc = "The stream has no end.")
@Outcome(expect = FORBIDDEN, desc = "The stream has two ends.")
@State
public class AbandonVersusEndStress {

  private final StressStream<Object> stream = new StressStream<>();
  private final SendSubscriber<Integer> edge =
      new SendSubscriber<>(stream, new ReadyList(() -> {}).entry(), 8);
  private final ReportDownstream<Integer> downstream = new ReportDownstream<>(stream, edge);
  private final TxCounters counters = new TxCounters();
  private final Source<Integer> source =
      new Source<>(edge, (item, frame) -> 0, downstream, counters, 8);

  private final Window window = new Window(1);

  public AbandonVersusEndStress() {
    downstream.request(1);
    edge.onSubscribe(Operators.emptySubscription());
    source.demand().note();
    source.demand().request();
    edge.onNext(1);
    edge.onComplete();
  }

  @Actor
  public void loop() {
    if (source.take(window, 1) > 0) {
      source.onOutcome(1, SendOutcome.COMPLETED, 60, 0, null);
    }
    source.noteExhaustion();
    source.end();
  }

  @Actor
  public void closer() {
    source.abandon(new XskClosedException(""));
  }

  @Arbiter
  public void rest(III_Result r) {
    r.r1 = stream.completes.get();
    r.r2 = stream.errors.get();
    r.r3 = stream.nexts.get();
  }
}
