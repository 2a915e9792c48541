package reactor.xsk.internal.sender;

import org.reactivestreams.Publisher;
import org.testng.annotations.Factory;
import org.testng.annotations.Test;
import reactor.xsk.SendReport;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.TestedPort;

/** The Reactive Streams TCK on {@code send}: a publisher of one report. */
@Test(groups = TestedPort.EVERY)
public class ReportTckTest extends PortPublisherVerification<SendReport> {

  /** A verification over one kind of source. */
  @Factory(dataProvider = "kinds", dataProviderClass = SourceKind.Provider.class)
  public ReportTckTest(SourceKind kind) {
    super(kind);
  }

  @Override
  public long maxElementsFromPublisher() {
    return 1;
  }

  @Override
  public Publisher<SendReport> createPublisher(long elements) {
    return sender().send(numbers(100), Numbered.WRITER);
  }

  @Override
  public Publisher<SendReport> createFailedPublisher() {
    return sender().send(failed(), Numbered.WRITER);
  }
}
