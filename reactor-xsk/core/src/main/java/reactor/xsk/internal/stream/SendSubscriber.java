package reactor.xsk.internal.stream;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.Scannable;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The edge to a source: receives its signals on the source's threads and hands items over to the
 * loop through a {@link HandOff}.
 */
public final class SendSubscriber<T> implements CoreSubscriber<T>, Scannable {

  @SuppressWarnings("rawtypes")
  private static final AtomicReferenceFieldUpdater<SendSubscriber, @Nullable Subscription>
      UPSTREAM =
          AtomicReferenceFieldUpdater.newUpdater(
              SendSubscriber.class, Subscription.class, "upstream");

  private final CoreSubscriber<?> actual;
  private final Readiness readiness;
  private final int prefetch;
  private final Terminal terminal = new Terminal();

  // written in onSubscribe before upstream, read after it
  private @Nullable HandOff<T> handOff;
  // shared
  private volatile @Nullable Subscription upstream;
  private volatile boolean cancelled;

  public SendSubscriber(CoreSubscriber<?> actual, Readiness readiness, int prefetch) {
    this.actual = actual;
    this.readiness = readiness;
    this.prefetch = prefetch;
  }

  Readiness readiness() {
    return readiness;
  }

  int prefetch() {
    return prefetch;
  }

  // ---- the source's threads

  @Override
  public Context currentContext() {
    return UserCode.contextOf(actual);
  }

  @Override
  public void onSubscribe(Subscription s) {
    if (Operators.validate(upstream, s)) {
      HandOff<T> items = handOffWith(s);
      handOff = items;
      if (Operators.setOnce(UPSTREAM, this, s)) {
        readiness.signalItems();
      } else { // cancelled meanwhile: the loop may have retired the stream, and not seen this queue
        items.retire(currentContext());
      }
    }
  }

  private HandOff<T> handOffWith(Subscription s) {
    try {
      return HandOff.with(s, prefetch);
    } catch (Throwable t) {
      s.cancel(); // the stream ends with t
      throw t;
    }
  }

  @Override
  public void onNext(@Nullable T item) {
    HandOff<T> items = Objects.requireNonNull(handOff, "§1.9: onNext before onSubscribe");
    if (!items.isAsync()) {
      handOver(items, item);
    }
    readiness.signalItems();
    if (items.isRetired()) {
      items.discard(currentContext());
    }
  }

  private void handOver(HandOff<T> items, @Nullable T item) {
    if (item == null) {
      NullPointerException violation = new NullPointerException("§2.13: onNext was given null");
      endWith(violation);
      throw violation;
    }
    if (cancelled || terminal.isSet()) {
      refuse(item);
    } else if (!items.offer(item)) {
      UserCode.discard(item, currentContext());
      endWith(Exceptions.failWithOverflow("§1.1: the source emitted more than was requested"));
    }
  }

  /** An item after the end: by the source's fault, or because the sender ended first. */
  private void refuse(T item) {
    if (cancelled || terminal.isCut()) {
      UserCode.discard(item, currentContext());
    } else {
      Operators.onNextDropped(item, currentContext());
    }
  }

  @Override
  public void onError(Throwable error) {
    Objects.requireNonNull(error, "§2.13: onError was given null");
    if (!terminal.fail(error)) {
      Operators.onErrorDropped(error, currentContext());
    }
    readiness.signal();
  }

  @Override
  public void onComplete() {
    terminal.complete();
    readiness.signal();
  }

  // ---- any thread

  /** The stream's subscriber wants no more: nothing further is taken. */
  void cancel() {
    Subscription s = UPSTREAM.getAndSet(this, Operators.cancelledSubscription());
    cancelled = true; // after that: who sees it sees the hand-off, or onSubscribe sees the cancel
    cancel(s);
    readiness.signal();
  }

  void endWith(Throwable error) {
    terminal.breakOff(error);
    cancelUpstream();
    readiness.signal();
  }

  private void cancelUpstream() {
    cancel(UPSTREAM.getAndSet(this, Operators.cancelledSubscription()));
  }

  private void cancel(@Nullable Subscription s) {
    try {
      if (s != null) {
        s.cancel();
      }
    } catch (Throwable t) {
      UserCode.drop(t, currentContext());
    }
  }

  // ---- the loop thread

  boolean isCancelled() {
    return cancelled;
  }

  /** Whether items may be taken. */
  boolean isOpen() {
    HandOff<T> items = subscribed();
    return items != null && !cancelled && !isExhausted();
  }

  /** Whether items come only after a request: of all sources but SYNC-fused ones. */
  public boolean needsRequest() {
    HandOff<T> items = subscribed();
    return items == null || !items.isSync();
  }

  /** Whether the source is one that is asked, and a request can still bring something. */
  boolean takesRequests() {
    HandOff<T> items = subscribed();
    return items != null
        && !cancelled
        && !items.isSync()
        && (items.isAsync() ? !isExhausted() : !terminal.isSet());
  }

  /** The next item that was handed over, or null if there is none now. */
  public @Nullable T poll() {
    HandOff<T> items = subscribed();
    return items == null ? null : items.poll();
  }

  /** Puts up to {@code most} items into {@code window}, from a place on. Returns how many. */
  public int pollInto(@Nullable Object[] window, int from, int most) {
    HandOff<T> items = subscribed();
    return items == null ? 0 : items.pollInto(window, from, most, this);
  }

  /** A source whose items are computed by taking them had none. */
  void sawEnd() {
    terminal.complete();
  }

  /** Asks the source for more. */
  public void request(int n) {
    Subscription s = upstream;
    HandOff<T> items = handOff;
    if (s != null && items != null) {
      items.allow(n);
      try {
        s.request(n);
      } catch (Throwable t) {
        endWith(UserCode.errorOf(t, currentContext()));
      }
    }
  }

  /** Whether items come through a queue of ours, and not through a fused source's own. */
  boolean isHandingOver() {
    HandOff<T> items = subscribed();
    return items != null && !items.isFused();
  }

  /**
   * Takes nothing more from the source; what it has handed over stays.
   *
   * @return whether the source had not ended by itself, or keeps items in its own queue
   */
  boolean stopIntake() {
    boolean exhausted = isExhausted();
    boolean cut = terminal.cut();
    cancelUpstream();
    HandOff<T> items = subscribed();
    return cut || (items != null && items.isAsync() && !exhausted);
  }

  /** Whether the source has ended and nothing of it is left to take. */
  boolean isExhausted() {
    // the terminal first: an item handed over before it is then seen
    if (!terminal.isSet()) {
      return false;
    }
    HandOff<T> items = subscribed();
    return items == null || items.isSync() || isCutOff(items) || items.isEmpty();
  }

  /** A fused source that was cancelled: what lies in its queue was never handed over. */
  private boolean isCutOff(HandOff<T> items) {
    return items.isFused() && upstream == Operators.cancelledSubscription();
  }

  @Nullable Throwable error() {
    return terminal.error();
  }

  /**
   * Discards what was handed over and not taken, now and whenever the source hands over more in
   * spite of its cancellation. The loop takes nothing from this edge after that.
   *
   * @return how many items were discarded by this call
   */
  int retire() {
    HandOff<T> items = subscribed();
    return items == null ? 0 : items.retire(currentContext());
  }

  /** The hand-off, once the source has called onSubscribe. Reads upstream first, for the order. */
  private @Nullable HandOff<T> subscribed() {
    return upstream == null ? null : handOff;
  }

  @Override
  @SuppressWarnings("rawtypes") // Scannable's signature
  public @Nullable Object scanUnsafe(Attr key) {
    if (key == Attr.PARENT) {
      return upstream;
    }
    if (key == Attr.ACTUAL) {
      return actual;
    }
    if (key == Attr.CANCELLED) {
      return cancelled;
    }
    if (key == Attr.TERMINATED) {
      return terminal.isSet();
    }
    if (key == Attr.ERROR) {
      return error();
    }
    if (key == Attr.PREFETCH) {
      return prefetch;
    }
    if (key == Attr.BUFFERED) {
      HandOff<T> items = subscribed();
      return items == null ? 0 : items.size();
    }
    return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
  }
}
