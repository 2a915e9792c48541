package reactor.xsk.internal.stream;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import reactor.core.publisher.Operators;

/**
 * The loop retires a cancelled stream while its source hands over: r1 items taken by the loop, r2
 * items discarded.
 */
@JCStressTest
@Outcome(id = "0, 3", expect = ACCEPTABLE, desc = "Cancelled first: all three are discarded.")
@Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "One was taken, the others are discarded.")
@Outcome(expect = FORBIDDEN, desc = "An item is lost, discarded twice, or discarded and taken.")
@State
public class CancelVersusOnNextStress {

  private final StressStream<Object> stream = new StressStream<>();
  private final SendSubscriber<Integer> edge =
      new SendSubscriber<>(stream, new ReadyList(() -> {}).entry(), 8);

  public CancelVersusOnNextStress() {
    edge.onSubscribe(Operators.emptySubscription());
    edge.request(8);
  }

  @Actor
  public void source() {
    edge.onNext(1);
    edge.onNext(2);
    edge.onNext(3);
  }

  @Actor
  public void loop(II_Result r) {
    r.r1 = edge.poll() == null ? 0 : 1;
    edge.cancel();
    edge.retire();
  }

  @Arbiter
  public void rest(II_Result r) {
    r.r2 = stream.discards.get();
  }
}
