package reactor.xsk.internal.stream;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import reactor.core.publisher.Operators;
import reactor.xsk.SendReport;
import reactor.xsk.internal.loop.Window;

/**
 * A source hands over two items while the loop finds its queue empty and takes it off the list of
 * those in turn: r1 items that the loop takes, at the latest in its next pass.
 */
@JCStressTest
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both items are taken.")
@Outcome(expect = FORBIDDEN, desc = "An item waits in a stream that the loop does not look at.")
@State
public class OnNextVersusFillStress {

  private static final int ROOM = 4;

  private final StressSender sender = new StressSender();
  private final SendSubscriber<Integer> edge = sender.start(new StressStream<SendReport>());
  private final Window window = new Window(ROOM);

  public OnNextVersusFillStress() {
    edge.onSubscribe(Operators.emptySubscription());
    sender.streams.attend();
    sender.streams.demand();
  }

  @Actor
  public void source() {
    edge.onNext(1);
    edge.onNext(2);
  }

  @Actor
  public void loop() {
    sender.streams.fill(window, ROOM);
    pass();
  }

  @Arbiter
  public void rest(I_Result r) {
    pass();
    r.r1 = window.size();
  }

  private void pass() {
    sender.streams.attend();
    sender.streams.fill(window, ROOM - window.size());
  }
}
