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
import reactor.xsk.XskClosedException;

/**
 * The loop closes while the source emits its last item and completes: r1 completions, r2 errors, r3
 * items that were neither taken nor discarded.
 */
@JCStressTest
@Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "The source completed before the close.")
@Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "The close came first: a clear error.")
@Outcome(id = "0, 0, .*", expect = FORBIDDEN, desc = "The stream has no end.")
@Outcome(id = "1, 1, .*", expect = FORBIDDEN, desc = "The stream has two ends.")
@Outcome(expect = FORBIDDEN, desc = "The item is lost.")
@State
public class CloseVersusCompletionStress {

  private final StressStream<Object> stream = new StressStream<>();
  private final SendSubscriber<Integer> edge =
      new SendSubscriber<>(stream, new ReadyList(() -> {}).entry(), 8);
  private final ReportDownstream<Integer> downstream = new ReportDownstream<>(stream, edge);
  private final Source<Integer> source =
      new Source<>(edge, (item, frame) -> 0, downstream, new TxCounters(), 8);
  private int taken;

  public CloseVersusCompletionStress() {
    downstream.request(1);
    edge.onSubscribe(Operators.emptySubscription());
    edge.request(8);
  }

  @Actor
  public void source() {
    edge.onNext(1);
    edge.onComplete();
  }

  @Actor
  public void loop() {
    source.stopIntake(new XskClosedException(""));
    while (!source.isExhausted()) {
      taken += edge.poll() == null ? 0 : 1;
    }
    source.retire();
    source.end();
  }

  @Arbiter
  public void rest(III_Result r) {
    r.r1 = stream.completes.get();
    r.r2 = stream.errors.get();
    r.r3 = 1 - taken - stream.discards.get();
  }
}
