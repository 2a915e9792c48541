package reactor.xsk.internal.stream;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The loop retires a cancelled stream while its ASYNC-fused source fills its own queue: r1 items
 * cleared, r2 items left in the queue.
 */
@JCStressTest
@Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "Both are cleared, by whoever came last.")
@Outcome(expect = FORBIDDEN, desc = "An item stays in the queue of a source that no stream serves.")
@State
public class CancelVersusAsyncStress {

  private final StressSource source = new StressSource();
  private final SendSubscriber<Integer> edge =
      new SendSubscriber<>(new StressStream<>(), new ReadyList(() -> {}).entry(), 8);

  public CancelVersusAsyncStress() {
    edge.onSubscribe(source);
  }

  @Actor
  public void source() {
    source.queue.offer(1);
    edge.onNext(null);
    source.queue.offer(2);
    edge.onNext(null);
  }

  @Actor
  public void loop() {
    edge.cancel();
    edge.retire();
  }

  @Arbiter
  public void rest(II_Result r) {
    r.r1 = source.cleared.get();
    r.r2 = source.queue.size();
  }
}
