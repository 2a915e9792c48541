package reactor.xsk.internal.sender;

import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.PortRun;
import reactor.xsk.support.Await;
import reactor.xsk.support.TestedPort;

/**
 * The Reactive Streams TCK on a publisher of a sender: over the port that this run is for, and over
 * one kind of source.
 */
abstract class PortPublisherVerification<T> extends PublisherVerification<T> {

  private static final long TIMEOUT_MS = Await.DEADLINE.toMillis();
  private static final long SILENCE_MS = 50;
  private static final int ATTEMPTS = 10;

  private final SourceKind kind;
  private PortRun port;

  PortPublisherVerification(SourceKind kind) {
    super(new TestEnvironment(TIMEOUT_MS, SILENCE_MS));
    this.kind = kind;
  }

  @BeforeClass(groups = TestedPort.EVERY)
  void open() {
    port = PortRun.open();
  }

  @AfterClass(groups = TestedPort.EVERY)
  void close() {
    port.close();
  }

  /** The TCK's own, which would not run where groups are selected. */
  @Override
  @BeforeMethod(groups = TestedPort.EVERY)
  public void setUp() throws Exception {
    super.setUp();
  }

  /**
   * The TCK gives a collection of garbage 100 ms to be noticed, which a busy machine may exceed:
   * then it is asked again. A reference that is kept is still there each time.
   */
  @Override
  @Test
  public void
      required_spec313_cancelMustMakeThePublisherEventuallyDropAllReferencesToTheSubscriber()
          throws Throwable {
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        super
            .required_spec313_cancelMustMakeThePublisherEventuallyDropAllReferencesToTheSubscriber();
        return;
      } catch (AssertionError notYet) {
        setUp(); // forgets the error that the TCK has noted
      }
    }
    super.required_spec313_cancelMustMakeThePublisherEventuallyDropAllReferencesToTheSubscriber();
  }

  XskSender sender() {
    return port.sender();
  }

  Flux<Integer> numbers(int count) {
    return kind.of(Flux.range(0, count));
  }

  Flux<Integer> failed() {
    return kind.of(Flux.error(new IllegalStateException("failed source")));
  }
}
