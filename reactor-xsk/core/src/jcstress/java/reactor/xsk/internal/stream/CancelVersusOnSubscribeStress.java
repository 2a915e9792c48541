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
 * A stream is cancelled, and retired by the loop as soon as that sees it, while its ASYNC-fused
 * source is inside onSubscribe with two items in its queue: r1 items cleared, r2 items left.
 */
@JCStressTest
@Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "Both are cleared, by whoever came last.")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Cancelled first: the source keeps its queue.")
@Outcome(expect = FORBIDDEN, desc = "An item stays in the queue of a source that no stream serves.")
@State
public class CancelVersusOnSubscribeStress {

  private final StressSource source = new StressSource();
  private final SendSubscriber<Integer> edge =
      new SendSubscriber<>(new StressStream<>(), new ReadyList(() -> {}).entry(), 8);

  public CancelVersusOnSubscribeStress() {
    source.queue.offer(1);
    source.queue.offer(2);
  }

  @Actor
  public void source() {
    edge.onSubscribe(source);
  }

  @Actor
  public void subscriber() {
    edge.cancel();
  }

  @Actor
  public void loop() {
    while (!edge.isCancelled()) {
      Thread.onSpinWait();
    }
    edge.retire();
  }

  @Arbiter
  public void rest(II_Result r) {
    r.r1 = source.cleared.get();
    r.r2 = source.left();
  }
}
