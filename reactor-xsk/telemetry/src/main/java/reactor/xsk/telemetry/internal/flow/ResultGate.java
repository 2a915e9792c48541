package reactor.xsk.telemetry.internal.flow;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;
import reactor.xsk.telemetry.TelemetryMessage;

/**
 * Hands over no more than {@code most} messages that have no result yet. What waits in a transport
 * that stands still (its thread is not scheduled, or its link is down) leaves at once when it goes
 * on, at whatever pace it came. So this bounds that burst.
 */
final class ResultGate extends FluxOperator<TelemetryMessage, TelemetryMessage> {

  private final int most;
  private volatile @Nullable Passage passage;

  ResultGate(Flux<TelemetryMessage> messages, int most) {
    super(messages);
    this.most = most;
  }

  @Override
  public void subscribe(CoreSubscriber<? super TelemetryMessage> actual) {
    Passage next = new Passage(actual, most);
    passage = next;
    source.subscribe(next);
  }

  /** A message of the latest subscription has its result. Any thread. */
  void onResult() {
    Passage open = passage;
    if (open != null) {
      open.onResult();
    }
  }

  /** One subscription. */
  private static final class Passage
      implements CoreSubscriber<TelemetryMessage>, Subscription, Scannable {

    private final CoreSubscriber<? super TelemetryMessage> actual;
    private final int most;
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger withoutResult = new AtomicInteger();
    private final AtomicInteger drains = new AtomicInteger();

    private @Nullable Subscription upstream;

    Passage(CoreSubscriber<? super TelemetryMessage> actual, int most) {
      this.actual = actual;
      this.most = most;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      if (Operators.validate(upstream, subscription)) {
        upstream = subscription;
        actual.onSubscribe(this);
      }
    }

    @Override
    public void request(long messages) {
      if (Operators.validate(messages)) {
        demand.getAndUpdate(it -> Operators.addCap(it, messages));
        drain();
      }
    }

    void onResult() {
      withoutResult.getAndUpdate(it -> Math.max(0, it - 1)); // 0: of a subscription before
      drain();
    }

    private void drain() {
      if (drains.getAndIncrement() != 0) {
        return;
      }
      int missed = 1;
      do {
        int granted = (int) Math.min(demand.get(), most - withoutResult.get());
        if (granted > 0) {
          withoutResult.addAndGet(granted);
          demand.getAndUpdate(it -> it == Long.MAX_VALUE ? it : it - granted);
          Objects.requireNonNull(upstream).request(granted);
        }
        missed = drains.addAndGet(-missed);
      } while (missed != 0);
    }

    @Override
    public void cancel() {
      Objects.requireNonNull(upstream).cancel();
    }

    @Override
    public void onNext(TelemetryMessage message) {
      actual.onNext(message);
    }

    @Override
    public void onError(Throwable failure) {
      actual.onError(failure);
    }

    @Override
    public void onComplete() {
      actual.onComplete();
    }

    @Override
    public Context currentContext() {
      return actual.currentContext();
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable declares it
    public @Nullable Object scanUnsafe(Attr key) {
      if (key == Attr.PARENT) {
        return upstream;
      } else if (key == Attr.ACTUAL) {
        return actual;
      } else if (key == Attr.REQUESTED_FROM_DOWNSTREAM) {
        return demand.get();
      }
      return key == Attr.RUN_STYLE ? Attr.RunStyle.SYNC : null;
    }
  }
}
