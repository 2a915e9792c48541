package reactor.xsk.internal.stream;

import java.util.Queue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import reactor.core.Fuseable;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;

/**
 * The queue between a source and the loop: a bounded one of our own, or the source's own if it can
 * be fused. One thread puts, the loop takes; once retired, whoever comes discards.
 *
 * <p>SYNC fusion is asked for without a thread barrier, because the source's items are computed on
 * the loop thread anyhow, fused or not: {@code Flux.range(..).map(..)} runs without any hand-off.
 * ASYNC fusion is asked for with one: what a user put behind a {@code publishOn} runs where that
 * says.
 */
final class HandOff<T> {

  @SuppressWarnings("rawtypes")
  private static final AtomicIntegerFieldUpdater<HandOff> DISCARDING =
      AtomicIntegerFieldUpdater.newUpdater(HandOff.class, "discarding");

  private final int fusionMode;
  private final int capacity;
  // of our own: made for the first item, so that an idle stream costs no array
  private volatile @Nullable Queue<T> queue;
  // written by the loop before each request
  private volatile long allowed;
  // the source's thread
  private long handedOver;
  private volatile boolean retired;
  private volatile int discarding;

  private HandOff(@Nullable Queue<T> queue, int fusionMode, int capacity) {
    this.queue = queue;
    this.fusionMode = fusionMode;
    this.capacity = capacity;
  }

  /** Fuses with the source of {@code subscription} if it can, and makes a queue otherwise. */
  static <T> HandOff<T> with(Object subscription, int capacity) {
    if (subscription instanceof Fuseable.QueueSubscription<?> candidate) {
      int mode = candidate.requestFusion(Fuseable.SYNC);
      if (mode == Fuseable.NONE) {
        mode = candidate.requestFusion(Fuseable.ASYNC | Fuseable.THREAD_BARRIER);
      }
      if (mode != Fuseable.NONE) {
        @SuppressWarnings("unchecked") // it is the queue of this subscriber's items
        Queue<T> fused = (Queue<T>) candidate;
        return new HandOff<>(fused, mode, capacity);
      }
    }
    return new HandOff<>(null, Fuseable.NONE, capacity);
  }

  /** Whether the queue is the source's own. */
  boolean isFused() {
    return fusionMode != Fuseable.NONE;
  }

  /** Whether the source's next item is computed by taking it: no request, and null is the end. */
  boolean isSync() {
    return fusionMode == Fuseable.SYNC;
  }

  /** Whether the source fills a queue of its own, and onNext only tells that it did. */
  boolean isAsync() {
    return fusionMode == Fuseable.ASYNC;
  }

  /** The loop is about to request {@code n} items more. */
  void allow(int n) {
    allowed += n;
  }

  /** Hands an item over. Returns false if it was not requested. */
  boolean offer(T item) {
    if (handedOver == allowed) {
      return false;
    }
    handedOver++;
    Queue<T> items = queue;
    if (items == null) {
      items = Queues.<T>get(capacity).get();
      queue = items;
    }
    return items.offer(item);
  }

  @Nullable T poll() {
    Queue<T> items = queue;
    return items == null ? null : items.poll();
  }

  /**
   * Puts up to {@code most} items into {@code window}, from a place on, until {@code edge} is
   * cancelled. Returns how many.
   */
  int pollInto(@Nullable Object[] window, int from, int most, SendSubscriber<T> edge) {
    Queue<T> items = queue; // read once: this is the loop over the items of a window
    int taken = 0;
    try {
      while (items != null && taken < most && !edge.isCancelled()) {
        T item = items.poll();
        if (item == null) {
          if (isSync()) {
            edge.sawEnd();
          }
          break;
        }
        window[from + taken++] = item;
      }
    } catch (Throwable t) { // the source's code, if it is fused
      edge.endWith(UserCode.errorOf(t, edge.currentContext()));
    }
    return taken;
  }

  /** Whether nothing is there; sure only once the source has ended. */
  boolean isEmpty() {
    Queue<T> items = queue;
    return items == null || items.isEmpty();
  }

  int size() {
    Queue<T> items = queue;
    return isSync() || items == null ? 0 : items.size();
  }

  boolean isRetired() {
    return retired;
  }

  /** The loop takes nothing any more; what is there, and what still comes, is discarded. */
  int retire(Context context) {
    retired = true;
    return discard(context);
  }

  /**
   * Discards what is there. The queue must have one consumer at a time: the one who finds {@code
   * discarding} at 0 goes, for all.
   *
   * @return how many items were discarded by this call; a fused source discards its own uncounted
   */
  int discard(Context context) {
    if (DISCARDING.getAndIncrement(this) != 0) {
      return 0;
    }
    int count = 0;
    int missed = 1;
    do {
      if (isFused()) {
        clearFused(context);
      } else {
        for (T item = poll(); item != null; item = poll()) {
          UserCode.discard(item, context);
          count++;
        }
      }
      missed = DISCARDING.addAndGet(this, -missed);
    } while (missed != 0);
    return count;
  }

  private void clearFused(Context context) {
    Queue<T> items = queue;
    try {
      if (items != null) {
        items.clear();
      }
    } catch (Throwable t) { // the source's code: it fails this stream at most
      UserCode.drop(t, context);
    }
  }
}
