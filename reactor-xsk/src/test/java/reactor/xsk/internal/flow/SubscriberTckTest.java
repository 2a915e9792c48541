package reactor.xsk.internal.flow;

import java.util.concurrent.atomic.AtomicReference;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.reactivestreams.tck.SubscriberWhiteboxVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;
import reactor.core.Disposable;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.VirtualSender;

/**
 * The Reactive Streams TCK on the subscriber that the sender shows to its sources.
 *
 * <p>The TCK drives a subscriber with plain subscriptions, so this is the plain source. Fusion is
 * no part of Reactive Streams; that fused sources are served by the same rules is shown by {@link
 * ResultsTckTest} over all three kinds of sources, and by the tests of this package that run over
 * all kinds.
 */
@Test
public class SubscriberTckTest extends SubscriberWhiteboxVerification<Integer> {

  private static final long TIMEOUT_MS = 1_000;
  private static final long SILENCE_MS = 50;

  private VirtualSender sender;

  /** A verification with time-outs of its own. */
  public SubscriberTckTest() {
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
  public Integer createElement(int element) {
    return element;
  }

  @Override
  public Subscriber<Integer> createSubscriber(WhiteboxSubscriberProbe<Integer> probe) {
    AtomicReference<Subscriber<? super Integer>> edge = new AtomicReference<>();
    Publisher<Integer> capturing = edge::set;
    Disposable stream =
        sender.send(capturing, Numbered.WRITER).onErrorComplete().subscribe(report -> {});
    return new Probed(edge.get(), stream, probe);
  }

  /** The sender's subscriber, watched by the TCK. */
  private record Probed(
      Subscriber<? super Integer> edge, Disposable stream, WhiteboxSubscriberProbe<Integer> probe)
      implements Subscriber<Integer> {

    @Override
    public void onSubscribe(Subscription s) {
      edge.onSubscribe(s);
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

    @Override
    public void onNext(Integer element) {
      edge.onNext(element);
      probe.registerOnNext(element);
    }

    @Override
    public void onError(Throwable cause) {
      edge.onError(cause);
      probe.registerOnError(cause);
    }

    @Override
    public void onComplete() {
      edge.onComplete();
      probe.registerOnComplete();
    }
  }
}
