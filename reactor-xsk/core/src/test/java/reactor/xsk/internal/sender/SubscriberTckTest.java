package reactor.xsk.internal.sender;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.reactivestreams.tck.SubscriberWhiteboxVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.Assert;
import org.testng.SkipException;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Factory;
import org.testng.annotations.Test;
import reactor.core.Disposable;
import reactor.core.Fuseable;
import reactor.xsk.kernel.support.PortRun;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.TestedPort;

/**
 * The Reactive Streams TCK on the subscriber that the sender shows to its sources, for each kind of
 * source that signals. The TCK's probe sits behind the sender: it gets an item when the item is
 * written into a frame, and of the end when the stream ends.
 *
 * <p>A SYNC-fused source is not among them: it gets no request, sends no onNext and no end, and the
 * TCK can say nothing without these. {@link FusedSourceTest} has the same rules in terms of poll.
 */
@Test(groups = TestedPort.EVERY)
public class SubscriberTckTest extends SubscriberWhiteboxVerification<Integer> {

  private static final long TIMEOUT_MS = 1_000;
  private static final long SILENCE_MS = 50;

  private final Kind kind;
  private PortRun port;

  /** How the source meets its subscriber. */
  public enum Kind {
    PLAIN,
    FUSION_REFUSED,
    ASYNC_FUSED
  }

  /** A verification over one kind of source. */
  @Factory(dataProvider = "kinds")
  public SubscriberTckTest(Kind kind) {
    super(new TestEnvironment(TIMEOUT_MS, SILENCE_MS));
    this.kind = kind;
  }

  /** The kinds of sources. */
  @DataProvider
  public static Object[] kinds() {
    return Kind.values();
  }

  @BeforeClass(groups = TestedPort.EVERY)
  void open() {
    port = PortRun.open();
  }

  @AfterClass(groups = TestedPort.EVERY)
  void close() {
    port.close();
  }

  // the TCK's own, which would not run where groups are selected

  @Override
  @BeforeMethod(groups = TestedPort.EVERY)
  public void setUp() throws Exception {
    super.setUp();
  }

  @Override
  @BeforeClass(groups = TestedPort.EVERY)
  public void startPublisherExecutorService() {
    super.startPublisherExecutorService();
  }

  @Override
  @AfterClass(groups = TestedPort.EVERY)
  public void shutdownPublisherExecutorService() {
    super.shutdownPublisherExecutorService();
  }

  @Override
  public Integer createElement(int element) {
    return element;
  }

  @Override
  public Subscriber<Integer> createSubscriber(WhiteboxSubscriberProbe<Integer> probe) {
    AtomicReference<Subscriber<? super Integer>> edge = new AtomicReference<>();
    Publisher<Integer> capturing = edge::set;
    Disposable stream =
        port.sender()
            .<Integer>send(
                capturing,
                (number, frame) -> {
                  probe.registerOnNext(number);
                  return Numbered.WRITER.write(number, frame);
                })
            .subscribe(report -> {}, probe::registerOnError, probe::registerOnComplete);
    return new Signals(kind, edge.get(), stream, probe);
  }

  /** With ASYNC fusion, onNext(null) is how the source signals an item. */
  @Override
  public void required_spec213_onNext_mustThrowNullPointerExceptionWhenParametersAreNull()
      throws Throwable {
    if (kind == Kind.ASYNC_FUSED) {
      throw new SkipException("Not verified using this TCK: onNext(null) is a signal of fusion.");
    }
    super.required_spec213_onNext_mustThrowNullPointerExceptionWhenParametersAreNull();
  }

  /** Brings the TCK's signals to the sender's subscriber as a source of this kind does. */
  private static final class Signals implements Subscriber<Integer> {

    private final Kind kind;
    private final Subscriber<? super Integer> edge;
    private final Disposable stream;
    private final WhiteboxSubscriberProbe<Integer> probe;
    private @Nullable FusedSource queue;

    Signals(
        Kind kind,
        Subscriber<? super Integer> edge,
        Disposable stream,
        WhiteboxSubscriberProbe<Integer> probe) {
      this.kind = kind;
      this.edge = edge;
      this.stream = stream;
      this.probe = probe;
    }

    @Override
    public void onSubscribe(Subscription s) {
      edge.onSubscribe(s == null ? null : offered(s));
      probe.registerOnSubscribe(
          new SubscriberPuppet() {
            @Override
            public void triggerRequest(long elements) {
              // the loop requests by itself, as far as there are frames
            }

            @Override
            public void signalCancel() {
              stream.dispose();
            }
          });
    }

    private Subscription offered(Subscription s) {
      if (kind == Kind.PLAIN) {
        return s;
      }
      int mode = kind == Kind.ASYNC_FUSED ? Fuseable.ASYNC : Fuseable.NONE;
      FusedSource offered = new FusedSource(mode, s);
      queue = queue == null ? offered : queue;
      return offered;
    }

    @Override
    @SuppressWarnings("NullAway") // null is how ASYNC fusion signals an item
    public void onNext(Integer element) {
      FusedSource items = queue;
      if (kind == Kind.ASYNC_FUSED && items != null) {
        items.offer(element);
        edge.onNext(null);
        assertNoRuleIsBroken(items);
      } else {
        edge.onNext(element);
      }
    }

    @Override
    public void onError(Throwable cause) {
      edge.onError(cause);
    }

    @Override
    public void onComplete() {
      edge.onComplete();
      if (queue != null) {
        assertNoRuleIsBroken(queue);
      }
    }

    private static void assertNoRuleIsBroken(FusedSource items) {
      Assert.assertTrue(items.violations().isEmpty(), items.violations().toString());
    }
  }
}
