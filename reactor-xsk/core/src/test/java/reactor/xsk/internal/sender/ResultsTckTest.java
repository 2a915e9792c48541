package reactor.xsk.internal.sender;

import org.reactivestreams.Publisher;
import org.testng.annotations.Factory;
import org.testng.annotations.Test;
import reactor.xsk.SendResult;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.TestedPort;

/** The Reactive Streams TCK on {@code sendWithResults}: a publisher of as many results as items. */
@Test(groups = TestedPort.EVERY)
public class ResultsTckTest extends PortPublisherVerification<SendResult<Integer>> {

  /** A verification over one kind of source. */
  @Factory(dataProvider = "kinds", dataProviderClass = SourceKind.Provider.class)
  public ResultsTckTest(SourceKind kind) {
    super(kind);
  }

  @Override
  public Publisher<SendResult<Integer>> createPublisher(long elements) {
    int count = (int) Math.min(elements, Integer.MAX_VALUE);
    return sender().sendWithResults(numbers(count), Numbered.WRITER);
  }

  @Override
  public Publisher<SendResult<Integer>> createFailedPublisher() {
    return sender().sendWithResults(failed(), Numbered.WRITER);
  }
}
