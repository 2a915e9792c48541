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

/** The subscriber requests, twice, while the loop ends the stream: r1 reports, r2 completions. */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "One report, one completion.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Both left it to the other: no end.")
@Outcome(expect = FORBIDDEN, desc = "Both signalled.")
@State
public class RequestVersusReportStress {

  private static final SendReport REPORT = SendReport.builder().build();

  private final StressStream<SendReport> stream = new StressStream<>();
  private final ReportDownstream<Integer> downstream =
      new ReportDownstream<>(
          stream, new SendSubscriber<>(stream, new ReadyList(() -> {}).entry(), 8));

  @Actor
  public void request() {
    downstream.request(1);
    downstream.request(1);
  }

  @Actor
  public void loop() {
    downstream.end(REPORT, null);
  }

  @Arbiter
  public void rest(II_Result r) {
    r.r1 = stream.nexts.get();
    r.r2 = stream.completes.get();
  }
}
