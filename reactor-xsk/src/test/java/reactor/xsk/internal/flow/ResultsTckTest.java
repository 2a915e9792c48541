package reactor.xsk.internal.flow;

import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Factory;
import org.testng.annotations.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.xsk.SendResult;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.TestedPort;

/** The Reactive Streams TCK on {@code sendWithResults}, over each kind of source. */
@Test(groups = TestedPort.EVERY)
public class ResultsTckTest extends PortPublisherVerification<SendResult<Integer>> {

  private final UnaryOperator<Flux<Integer>> kind;

  /** A verification over one kind of source. */
  @Factory(dataProvider = "kinds")
  public ResultsTckTest(String name, UnaryOperator<Flux<Integer>> kind) {
    this.kind = kind;
  }

  /** The kinds of sources. */
  @DataProvider
  public static Object[][] kinds() {
    return new Object[][] {
      {"SYNC-fused", (UnaryOperator<Flux<Integer>>) flux -> flux},
      {"ASYNC-fused", (UnaryOperator<Flux<Integer>>) f -> f.publishOn(Schedulers.parallel())},
      {"plain", (UnaryOperator<Flux<Integer>>) Flux::hide}
    };
  }

  @Override
  public Publisher<SendResult<Integer>> createPublisher(long elements) {
    int count = (int) Math.min(elements, Integer.MAX_VALUE);
    return sender().sendWithResults(kind.apply(Flux.range(0, count)), Numbered.WRITER);
  }

  @Override
  public Publisher<SendResult<Integer>> createFailedPublisher() {
    Flux<Integer> failed = Flux.error(new IllegalStateException("failed source"));
    return sender().sendWithResults(kind.apply(failed), Numbered.WRITER);
  }
}
