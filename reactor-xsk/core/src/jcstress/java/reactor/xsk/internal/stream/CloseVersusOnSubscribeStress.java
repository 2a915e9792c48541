package reactor.xsk.internal.stream;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import reactor.xsk.XskClosedException;

/**
 * The loop closes while an ASYNC-fused source is inside onSubscribe with two items in its queue: r1
 * items cleared, r2 items left, r3 ends of the stream.
 */
@JCStressTest
@Outcome(
    id = "2, 0, 1",
    expect = ACCEPTABLE,
    desc = "Both are cleared, and the stream failed once.")
@Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "Closed first: the source keeps its queue.")
@Outcome(expect = FORBIDDEN, desc = "An item stays in the queue, or the stream has not one end.")
@State
public class CloseVersusOnSubscribeStress {

  private final StressStream<Object> stream = new StressStream<>();
  private final StressSource source = new StressSource();
  private final SendSubscriber<Integer> edge =
      new SendSubscriber<>(stream, new ReadyList(() -> {}).entry(), 8);
  private final Source<Integer> served =
      new Source<>(
          edge, (item, frame) -> 0, new ReportDownstream<>(stream, edge), new TxCounters(), 8);

  public CloseVersusOnSubscribeStress() {
    source.queue.offer(1);
    source.queue.offer(2);
  }

  @Actor
  public void source() {
    edge.onSubscribe(source);
  }

  @Actor
  public void loop() {
    served.endWith(new XskClosedException(""));
  }

  @Arbiter
  public void rest(III_Result r) {
    r.r1 = source.cleared.get();
    r.r2 = source.left();
    r.r3 = stream.ends();
  }
}
