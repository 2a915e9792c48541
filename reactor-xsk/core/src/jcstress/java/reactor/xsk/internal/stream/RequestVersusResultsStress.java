package reactor.xsk.internal.stream;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendReport;
import reactor.xsk.SendResult;

/**
 * The subscriber requests while the loop tells two results and ends the stream: r1 results, r2
 * ends.
 */
@JCStressTest
@Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "Both results, then one end.")
@Outcome(id = "2, 0", expect = FORBIDDEN, desc = "Both left it to the other: no end.")
@Outcome(id = "0, .*|1, .*", expect = FORBIDDEN, desc = "A result is stuck.")
@Outcome(expect = FORBIDDEN, desc = "A result or an end is signalled twice.")
@State
public class RequestVersusResultsStress {

  private static final SendReport REPORT = SendReport.builder().accepted(2).completed(2).build();

  private final StressStream<SendResult<Integer>> stream = new StressStream<>();
  private final ResultsDownstream<Integer> downstream =
      new ResultsDownstream<>(
          stream, new SendSubscriber<>(stream, new ReadyList(() -> {}).entry(), 8), 8);

  @Actor
  public void request() {
    downstream.request(1);
    downstream.request(1);
  }

  @Actor
  public void loop() {
    downstream.onOutcome(1, SendOutcome.COMPLETED, 0, null);
    downstream.onOutcome(2, SendOutcome.COMPLETED, 0, null);
    downstream.end(REPORT, null);
  }

  @Arbiter
  public void rest(II_Result r) {
    r.r1 = stream.nexts.get();
    r.r2 = stream.ends();
  }
}
