package reactor.xsk.internal.sender;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;
import reactor.core.publisher.Operators;

/** An ASYNC-fused source: it fills a queue of its own, whatever was requested. */
final class RandomAsyncSource
    implements Publisher<RandomItem>, Fuseable.QueueSubscription<RandomItem> {

  private final Queue<RandomItem> items = new ArrayDeque<>();
  private @Nullable CoreSubscriber<? super RandomItem> subscriber;
  long requested;
  boolean cancelled;

  @Override
  public void subscribe(Subscriber<? super RandomItem> actual) {
    CoreSubscriber<? super RandomItem> core = Operators.toCoreSubscriber(actual);
    subscriber = core;
    core.onSubscribe(this);
  }

  @Override
  public int requestFusion(int requestedMode) {
    return requestedMode & Fuseable.ASYNC;
  }

  @Override
  public void request(long n) {
    requested += n;
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  /** Whether it was subscribed and may emit. */
  boolean isServed() {
    return subscriber != null && !cancelled;
  }

  /** Puts an item into the queue and signals it. */
  @SuppressWarnings("NullAway") // null is how ASYNC fusion signals an item
  void emit(RandomItem item) {
    items.add(item);
    served().onNext(null);
  }

  void end(@Nullable Throwable error) {
    if (error == null) {
      served().onComplete();
    } else {
      served().onError(error);
    }
  }

  private CoreSubscriber<? super RandomItem> served() {
    CoreSubscriber<? super RandomItem> actual = subscriber;
    if (actual == null) {
      throw new IllegalStateException("not subscribed");
    }
    return actual;
  }

  @Override
  public @Nullable RandomItem poll() {
    return items.poll();
  }

  @Override
  public void clear() {
    for (RandomItem item = items.poll(); item != null; item = items.poll()) {
      Operators.onDiscard(item, served().currentContext());
    }
  }

  @Override
  public boolean isEmpty() {
    return items.isEmpty();
  }

  @Override
  public int size() {
    return items.size();
  }
}
