package reactor.xsk.telemetry.internal.flow;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
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
 *
 * <p>It also knows which messages these are: each is settled once, by its result, by the discard
 * hook, or by the end of the transport, whichever comes first.
 */
final class ResultGate extends FluxOperator<TelemetryMessage, TelemetryMessage> {

  private final int most;
  private final Consumer<AccountedMessage> onLeftOver;
  private volatile @Nullable Passage passage;

  /** {@code onLeftOver} is given the messages that the transport has ended without a result of. */
  ResultGate(Flux<TelemetryMessage> messages, int most, Consumer<AccountedMessage> onLeftOver) {
    super(messages);
    this.most = most;
    this.onLeftOver = onLeftOver;
  }

  @Override
  public void subscribe(CoreSubscriber<? super TelemetryMessage> actual) {
    end(); // a transport that has failed and subscribes anew
    Passage next = new Passage(actual, most, onLeftOver);
    passage = next;
    source.subscribe(next);
  }

  /**
   * It is known what became of a message: {@code account} is given it, unless it was known before.
   * Any thread.
   */
  void settle(AccountedMessage message, Consumer<AccountedMessage> account) {
    Passage open = passage;
    if (open != null) {
      open.settle(message, account);
    }
  }

  /** The transport gives no more results. Any thread. */
  void end() {
    Passage open = passage;
    if (open != null) {
      open.end();
    }
  }

  /** One subscription. */
  private static final class Passage
      implements CoreSubscriber<TelemetryMessage>, Subscription, Scannable {

    private final CoreSubscriber<? super TelemetryMessage> actual;
    private final int most;
    private final Consumer<AccountedMessage> onLeftOver;
    private final Set<AccountedMessage> unsettled = ConcurrentHashMap.newKeySet();
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger withoutResult = new AtomicInteger();
    private final AtomicInteger drains = new AtomicInteger();

    private volatile @Nullable Subscription upstream;
    private volatile boolean sourceEnded;
    private volatile boolean ended;

    Passage(
        CoreSubscriber<? super TelemetryMessage> actual,
        int most,
        Consumer<AccountedMessage> onLeftOver) {
      this.actual = actual;
      this.most = most;
      this.onLeftOver = onLeftOver;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      if (Operators.validate(upstream, subscription)) {
        upstream = subscription;
        if (ended) {
          subscription.cancel();
        }
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

    void settle(AccountedMessage message, Consumer<AccountedMessage> account) {
      if (unsettled.remove(message)) {
        account.accept(message);
        withoutResult.decrementAndGet();
        drain();
      }
    }

    void end() {
      ended = true; // before what is left is looked for: what comes later is settled there
      if (!sourceEnded) {
        cancel();
      }
      unsettled.forEach(message -> settle(message, onLeftOver));
    }

    private void drain() {
      if (ended || drains.getAndIncrement() != 0) {
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
      Subscription subscription = upstream;
      if (subscription != null) {
        subscription.cancel();
      }
    }

    @Override
    public void onNext(TelemetryMessage message) {
      AccountedMessage accounted = (AccountedMessage) message; // there are no others
      unsettled.add(accounted);
      if (ended) {
        settle(accounted, onLeftOver);
      } else {
        actual.onNext(message);
      }
    }

    @Override
    public void onError(Throwable failure) {
      sourceEnded = true;
      actual.onError(failure);
    }

    @Override
    public void onComplete() {
      sourceEnded = true;
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
