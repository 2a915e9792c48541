package reactor.xsk.support;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A source in the hands of a test: it emits on command, obeys no demand unless asked to, and
 * records what is requested. It cannot be fused.
 */
public class ProbeSource<T> implements Publisher<T>, Subscription {

  private final AtomicLong requested = new AtomicLong();
  private final AtomicInteger cancels = new AtomicInteger();
  private volatile @Nullable Subscriber<? super T> subscriber;

  @Override
  public void subscribe(Subscriber<? super T> actual) {
    subscriber = actual;
    actual.onSubscribe(this);
  }

  @Override
  public void request(long n) {
    requested.addAndGet(n);
  }

  @Override
  public void cancel() {
    cancels.incrementAndGet();
  }

  /** All that has been requested so far. */
  public long requested() {
    return requested.get();
  }

  /** Whether it has been cancelled. */
  public boolean isCancelled() {
    return cancels.get() > 0;
  }

  /** Who subscribed; waits for it. */
  public Subscriber<? super T> subscriber() {
    Await.until("the source is subscribed", () -> subscriber != null);
    Subscriber<? super T> actual = subscriber;
    if (actual == null) {
      throw new AssertionError("not subscribed");
    }
    return actual;
  }

  /** Emits an item, requested or not. */
  public void emit(T item) {
    subscriber().onNext(item);
  }

  /** Waits until at least so many have been requested in all. */
  public void awaitRequested(long items) {
    Await.until("requested " + items, () -> requested.get() >= items);
  }

  /** Completes. */
  public void complete() {
    subscriber().onComplete();
  }

  /** Fails. */
  public void fail(Throwable error) {
    subscriber().onError(error);
  }
}
