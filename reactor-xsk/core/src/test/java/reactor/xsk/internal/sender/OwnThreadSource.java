package reactor.xsk.internal.sender;

import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/** Emits the same item from a thread of its own, as fast as it is asked. */
final class OwnThreadSource extends Flux<Integer> implements Subscription {

  private final Integer item;
  private final AtomicLong requested = new AtomicLong();
  private volatile boolean cancelled;

  OwnThreadSource(Integer item) {
    this.item = item;
  }

  @Override
  public void subscribe(CoreSubscriber<? super Integer> actual) {
    actual.onSubscribe(this);
    Thread.ofPlatform().daemon().name("own-source").start(() -> emit(actual));
  }

  private void emit(Subscriber<? super Integer> actual) {
    for (long emitted = 0; !cancelled; ) {
      if (emitted < requested.get()) {
        actual.onNext(item);
        emitted++;
      } else {
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public void request(long n) {
    requested.addAndGet(n);
  }

  @Override
  public void cancel() {
    cancelled = true;
  }
}
