package reactor.xsk.internal.flow;

import org.reactivestreams.Publisher;
import org.testng.annotations.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.TestedPort;

/** The Reactive Streams TCK on {@code send}: a publisher of one report. */
@Test(groups = TestedPort.EVERY)
public class ReportTckTest extends PortPublisherVerification<SendReport> {

  @Override
  public long maxElementsFromPublisher() {
    return 1;
  }

  @Override
  public Publisher<SendReport> createPublisher(long elements) {
    return sender().send(Flux.range(0, 100).hide(), Numbered.WRITER);
  }

  @Override
  public Publisher<SendReport> createFailedPublisher() {
    return sender().send(Flux.error(new IllegalStateException("failed source")), Numbered.WRITER);
  }
}
