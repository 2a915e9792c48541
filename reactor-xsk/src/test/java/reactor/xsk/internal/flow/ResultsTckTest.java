package reactor.xsk.internal.flow;

import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Factory;
import org.testng.annotations.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.xsk.SendResult;
import reactor.xsk.support.VirtualSender;

/** The Reactive Streams TCK on {@code sendWithResults}, over each kind of source. */
@Test
public class ResultsTckTest extends PublisherVerification<SendResult<Integer>> {

  private static final long TIMEOUT_MS = 1_000;
  private static final long SILENCE_MS = 50;

  private final UnaryOperator<Flux<Integer>> kind;
  private VirtualSender sender;

  /** A verification over one kind of source. */
  @Factory(dataProvider = "kinds")
  public ResultsTckTest(String name, UnaryOperator<Flux<Integer>> kind) {
    super(new TestEnvironment(TIMEOUT_MS, SILENCE_MS));
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

  @BeforeClass
  void open() {
    sender = VirtualSender.open();
  }

  @AfterClass
  void close() {
    sender.close();
  }

  @Override
  public Publisher<SendResult<Integer>> createPublisher(long elements) {
    int count = (int) Math.min(elements, Integer.MAX_VALUE);
    return sender.sendNumbersWithResults(kind.apply(Flux.range(0, count)));
  }

  @Override
  public Publisher<SendResult<Integer>> createFailedPublisher() {
    return sender.sendNumbersWithResults(
        kind.apply(Flux.error(new IllegalStateException("failed source"))));
  }
}
