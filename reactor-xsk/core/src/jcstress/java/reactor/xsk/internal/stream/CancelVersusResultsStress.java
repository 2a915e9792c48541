package reactor.xsk.internal.stream;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendResult;

/** The subscriber cancels while the loop tells results: r1 results signalled or discarded. */
@JCStressTest
@Outcome(id = "3", expect = ACCEPTABLE, desc = "Each was signalled or discarded.")
@Outcome(id = "0|1|2", expect = FORBIDDEN, desc = "A result is lost: neither of both.")
@Outcome(expect = FORBIDDEN, desc = "A result was signalled and discarded.")
@State
public class CancelVersusResultsStress {

  private final StressStream<SendResult<Integer>> stream = new StressStream<>();
  private final ResultsDownstream<Integer> downstream =
      new ResultsDownstream<>(
          stream, new SendSubscriber<>(stream, new ReadyList(() -> {}).entry(), 8), 8);

  public CancelVersusResultsStress() {
    downstream.request(2);
  }

  @Actor
  public void cancel() {
    downstream.cancel();
  }

  @Actor
  public void loop() {
    downstream.onOutcome(1, SendOutcome.COMPLETED, 0, null);
    downstream.onOutcome(2, SendOutcome.COMPLETED, 0, null);
    downstream.onOutcome(3, SendOutcome.COMPLETED, 0, null);
    downstream.cancel(); // so that the third, which was not requested, has an end as well
  }

  @Arbiter
  public void rest(I_Result r) {
    r.r1 = stream.nexts.get() + stream.discards.get();
  }
}
