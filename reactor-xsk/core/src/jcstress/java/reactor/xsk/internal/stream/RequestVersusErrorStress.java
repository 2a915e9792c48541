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

/** The subscriber requests while the loop fails the stream: r1 errors, r2 other signals. */
@JCStressTest
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The error, and nothing else.")
@Outcome(id = "0, .*", expect = FORBIDDEN, desc = "The error is lost.")
@Outcome(expect = FORBIDDEN, desc = "A report beside the error.")
@State
public class RequestVersusErrorStress {

  private static final SendReport REPORT = SendReport.builder().build();
  private static final Throwable ERROR = new IllegalStateException("failed");

  private final StressStream<SendReport> stream = new StressStream<>();
  private final ReportDownstream<Integer> downstream =
      new ReportDownstream<>(
          stream, new SendSubscriber<>(stream, new ReadyList(() -> {}).entry(), 8));

  @Actor
  public void request() {
    downstream.request(1);
  }

  @Actor
  public void loop() {
    downstream.end(REPORT, ERROR);
  }

  @Arbiter
  public void rest(II_Result r) {
    r.r1 = stream.errors.get();
    r.r2 = stream.nexts.get() + stream.completes.get();
  }
}
