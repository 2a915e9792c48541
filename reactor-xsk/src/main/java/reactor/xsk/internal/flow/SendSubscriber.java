package reactor.xsk.internal.flow;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.Fuseable;
import reactor.core.Scannable;
import reactor.core.publisher.Operators;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;

/**
 * The edge to a source: hears its signals on the source's threads and hands items over to the loop,
 * through a bounded queue or, if the source can be fused, through the source's own.
 *
 * <p>Fusion is asked for without THREAD_BARRIER on purpose: the operators of a fused source run on
 * the loop thread, which is what makes {@code Flux.range(..).map(..)} run without any hand-off.
 */
final class SendSubscriber<T> implements CoreSubscriber<T>, Scannable {

  @SuppressWarnings("rawtypes")
  private static final AtomicReferenceFieldUpdater<SendSubscriber, @Nullable Subscription> UPSTREAM =
      AtomicReferenceFieldUpdater.newUpdater(
          SendSubscriber.class, Subscription.class, "upstream");

  @SuppressWarnings("rawtypes")
  private static final AtomicReferenceFieldUpdater<SendSubscriber, @Nullable Terminal> TERMINAL =
      AtomicReferenceFieldUpdater.newUpdater(SendSubscriber.class, Terminal.class, "terminal");

  @SuppressWarnings("rawtypes")
  private static final AtomicIntegerFieldUpdater<SendSubscriber> DISCARDING =
      AtomicIntegerFieldUpdater.newUpdater(SendSubscriber.class, "discarding");

  /** How the source ended. */
  private record Terminal(@Nullable Throwable error) {}

  private static final Terminal COMPLETE = new Terminal(null);

  /** The sender ended the source: nothing more is taken. */
  private static final Terminal CUT = new Terminal(null);

  private final CoreSubscriber<?> actual;
  private final Waker waker;
  private final int handOffCapacity;

  // written in onSubscribe before upstream, read after it
  private @Nullable Queue<T> queue;
  private int fusionMode;
  // shared
  private volatile @Nullable Subscription upstream;
  private volatile @Nullable Terminal terminal;
  private volatile boolean cancelled;
  private volatile boolean retired;
  private volatile int discarding;

  SendSubscriber(CoreSubscriber<?> actual, Waker waker, int handOffCapacity) {
    this.actual = actual;
    this.waker = waker;
    this.handOffCapacity = handOffCapacity;
  }

  // ---- the source's threads

  @Override
  public Context currentContext() {
    return actual.currentContext();
  }

  @Override
  public void onSubscribe(Subscription s) {
    if (Operators.validate(upstream, s)) {
      negotiate(s);
      Operators.setOnce(UPSTREAM, this, s);
      waker.wake();
    }
  }

  private void negotiate(Subscription s) {
    if (s instanceof Fuseable.QueueSubscription<?> candidate) {
      fusionMode = candidate.requestFusion(Fuseable.ANY);
      if (fusionMode != Fuseable.NONE) {
        @SuppressWarnings("unchecked")
        Queue<T> fused = (Queue<T>) candidate;
        queue = fused;
        return;
      }
    }
    queue = Queues.<T>get(handOffCapacity).get();
  }

  @Override
  public void onNext(@Nullable T item) {
    if (fusionMode == Fuseable.ASYNC) {
      waker.wake();
      return;
    }
    if (item == null) {
      NullPointerException violation = new NullPointerException("§2.13: onNext was given null");
      fail(violation);
      throw violation;
    }
    if (terminal != null) {
      refuse(item);
      return;
    }
    if (!Objects.requireNonNull(queue, "onNext before onSubscribe").offer(item)) {
      Operators.onDiscard(item, currentContext());
      fail(Exceptions.failWithOverflow("§1.1: the source emitted more than was requested"));
    }
    waker.wake();
    if (retired) {
      discardQueue();
    }
  }

  /** An item after the end: by the source's fault, or because the sender ended first. */
  private void refuse(T item) {
    if (terminal == CUT || cancelled) {
      Operators.onDiscard(item, currentContext());
    } else {
      Operators.onNextDropped(item, currentContext());
    }
  }

  @Override
  public void onError(Throwable error) {
    Objects.requireNonNull(error, "§2.13: onError was given null");
    if (!TERMINAL.compareAndSet(this, null, new Terminal(error))) {
      Operators.onErrorDropped(error, currentContext());
    }
    waker.wake();
  }

  @Override
  public void onComplete() {
    TERMINAL.compareAndSet(this, null, COMPLETE);
    waker.wake();
  }

  // ---- any thread

  /** The stream's subscriber wants no more: nothing further is taken. */
  void cancel() {
    cancelled = true;
    cancelUpstream();
    waker.wake();
  }

  /** Ends the stream with an error, as if the source had signalled it. */
  void fail(Throwable error) {
    TERMINAL.compareAndSet(this, null, new Terminal(error));
    cancelUpstream();
  }

  private void cancelUpstream() {
    try {
      Operators.terminate(UPSTREAM, this);
    } catch (Throwable t) {
      Exceptions.throwIfJvmFatal(t);
      Operators.onErrorDropped(t, currentContext());
    }
  }

  // ---- the loop thread

  boolean isCancelled() {
    return cancelled;
  }

  /** Whether items may be taken. */
  boolean isOpen() {
    return upstream != null && !cancelled && !(terminal == CUT && isFused());
  }

  /** Whether items come only after a request: of all sources but SYNC-fused ones. */
  boolean needsRequest() {
    return fusionMode != Fuseable.SYNC;
  }

  /** Whether a request can still bring something. */
  boolean takesRequests() {
    return upstream != null
        && (fusionMode == Fuseable.ASYNC ? !isExhausted() : terminal == null);
  }

  /** Whether there is an item although all that was requested has been taken. */
  boolean hasTooMany() {
    return fusionMode == Fuseable.NONE && hasHandedOver();
  }

  /** Ends a source that emitted more than was requested. */
  void breakOff() {
    cancelUpstream();
    TERMINAL.set(
        this,
        new Terminal(
            Exceptions.failWithOverflow("§1.1: the source emitted more than was requested")));
  }

  /** The next item, or null if there is none now. */
  @Nullable T poll() {
    Queue<T> items = queue;
    if (items == null) {
      return null;
    }
    try {
      T item = items.poll();
      if (item == null && fusionMode == Fuseable.SYNC) {
        TERMINAL.compareAndSet(this, null, COMPLETE);
      }
      return item;
    } catch (Throwable t) {
      fail(Operators.onOperatorError(null, t, currentContext()));
      return null;
    }
  }

  /** Asks the source for more. */
  void request(int n) {
    Subscription s = upstream;
    if (s != null) {
      try {
        s.request(n);
      } catch (Throwable t) {
        fail(Operators.onOperatorError(null, t, currentContext()));
      }
    }
  }

  /**
   * Takes nothing more from the source; what it has handed over stays.
   *
   * @return whether the source had not ended by itself
   */
  boolean stopIntake() {
    boolean cut = TERMINAL.compareAndSet(this, null, CUT);
    cancelUpstream();
    return cut;
  }

  private boolean isFused() {
    return fusionMode != Fuseable.NONE;
  }

  boolean hasHandedOver() {
    Queue<T> items = queue;
    return items != null && !items.isEmpty();
  }

  /** Whether the source has ended and nothing of it is left to take. */
  boolean isExhausted() {
    // the terminal first: an item handed over before it is then seen
    Terminal how = terminal;
    return how != null
        && (fusionMode == Fuseable.SYNC || how == CUT && isFused() || !hasHandedOver());
  }

  @Nullable Throwable error() {
    Terminal how = terminal;
    return how == null ? null : how.error();
  }

  /**
   * Discards what was handed over and not taken, now and whenever the source hands over more in
   * spite of its cancellation. The loop takes nothing from this edge after that.
   *
   * @return how many items were discarded by this call
   */
  int retire() {
    retired = true;
    return discardQueue();
  }

  /** The queue has one consumer: the one who finds {@code discarding} at 0 goes, for all. */
  private int discardQueue() {
    Queue<T> items = queue;
    if (items == null || DISCARDING.getAndIncrement(this) != 0) {
      return 0;
    }
    int count = 0;
    int missed = 1;
    do {
      if (fusionMode == Fuseable.NONE) {
        for (T item = items.poll(); item != null; item = items.poll()) {
          Operators.onDiscard(item, currentContext());
          count++;
        }
      } else {
        items.clear(); // the fused source discards by itself
      }
      missed = DISCARDING.addAndGet(this, -missed);
    } while (missed != 0);
    return count;
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
      return terminal != null;
    }
    if (key == Attr.ERROR) {
      return error();
    }
    if (key == Attr.PREFETCH) {
      return handOffCapacity;
    }
    if (key == Attr.BUFFERED) {
      Queue<T> items = queue;
      return items == null || fusionMode == Fuseable.SYNC ? 0 : items.size();
    }
    return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
  }
}
