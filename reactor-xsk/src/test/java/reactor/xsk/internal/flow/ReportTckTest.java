package reactor.xsk.internal.flow;

import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.support.VirtualSender;

/** The Reactive Streams TCK on {@code send}: a publisher of one report. */
@Test
public class ReportTckTest extends PublisherVerification<SendReport> {

  private static final long TIMEOUT_MS = 1_000;
  private static final long SILENCE_MS = 50;

  private VirtualSender sender;

  /** A verification with time-outs of its own. */
  public ReportTckTest() {
    super(new TestEnvironment(TIMEOUT_MS, SILENCE_MS));
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
  public long maxElementsFromPublisher() {
    return 1;
  }

  @Override
  public Publisher<SendReport> createPublisher(long elements) {
    return sender.sendNumbers(Flux.range(0, 100).hide());
  }

  @Override
  public Publisher<SendReport> createFailedPublisher() {
    return sender.sendNumbers(Flux.error(new IllegalStateException("failed source")));
  }
}
