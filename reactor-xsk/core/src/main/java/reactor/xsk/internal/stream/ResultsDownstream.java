package reactor.xsk.internal.stream;

import java.util.Queue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Operators;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendReport;
import reactor.xsk.SendResult;

/**
 * Signals the result of each item to the subscriber of {@link FluxSendResults}, as it demands. The
 * queue is bounded, because a source is not served while its results would not fit.
 */
final class ResultsDownstream<T> implements Downstream<T>, Subscription, Scannable {

  @SuppressWarnings("rawtypes")
  private static final AtomicLongFieldUpdater<ResultsDownstream> REQUESTED =
      AtomicLongFieldUpdater.newUpdater(ResultsDownstream.class, "requested");

  @SuppressWarnings("rawtypes")
  private static final AtomicIntegerFieldUpdater<ResultsDownstream> WIP =
      AtomicIntegerFieldUpdater.newUpdater(ResultsDownstream.class, "wip");

  @SuppressWarnings("rawtypes")
  private static final AtomicReferenceFieldUpdater<ResultsDownstream, @Nullable End> END =
      AtomicReferenceFieldUpdater.newUpdater(ResultsDownstream.class, End.class, "end");

  /** How the stream ended: with what, and whether the results that wait are dropped. */
  private record End(@Nullable Throwable error, boolean dropResults) {}

  private final CoreSubscriber<? super SendResult<T>> actual;
  private final SendSubscriber<T> edge;
  private final int capacity;

  // shared
  // made for the first result, so that an idle stream costs no array
  private volatile @Nullable Queue<SendResult<T>> results;
  private volatile long requested;
  private volatile int wip;
  private volatile @Nullable End end;
  private volatile boolean cancelled;
  // only inside the drain
  private boolean terminated;

  ResultsDownstream(
      CoreSubscriber<? super SendResult<T>> actual, SendSubscriber<T> edge, int capacity) {
    this.actual = actual;
    this.edge = edge;
    this.capacity = capacity;
  }

  @Override
  public boolean wantsEachOutcome() {
    return true;
  }

  @Override
  public void onOutcome(
      @Nullable T item, SendOutcome outcome, long transmitTimeNs, @Nullable Throwable cause) {
    Queue<SendResult<T>> waiting = results;
    if (waiting == null) {
      waiting = Queues.<SendResult<T>>get(capacity).get();
      results = waiting;
    }
    if (item == null || !waiting.offer(SendResult.of(item, outcome, cause, transmitTimeNs))) {
      throw new IllegalStateException(
          "more results than there is room for, or a result without its item");
    }
    drain();
  }

  @Override
  public int backlog() {
    Queue<SendResult<T>> waiting = results;
    return waiting == null ? 0 : waiting.size();
  }

  @Override
  public void end(SendReport report, @Nullable Throwable cause) {
    endWith(new End(cause, false));
  }

  private void endWith(End how) {
    if (END.compareAndSet(this, null, how)) {
      drain();
    }
  }

  @Override
  public void request(long n) {
    if (n > 0) {
      Operators.addCap(REQUESTED, this, n);
      drain();
      edge.readiness().signal();
    } else {
      edge.cancel();
      endWith(
          new End(new IllegalArgumentException("§3.9: request must be positive: n=" + n), true));
    }
  }

  @Override
  public void cancel() {
    if (!cancelled) {
      cancelled = true;
      edge.cancel();
      drain();
    }
  }

  /** Whoever comes signals; others leave a note in {@code wip} that there is more to do. */
  private void drain() {
    if (WIP.getAndIncrement(this) != 0) {
      return;
    }
    int missed = 1;
    do {
      emit();
      missed = WIP.addAndGet(this, -missed);
    } while (missed != 0);
  }

  private void emit() {
    long demand = requested;
    long emitted = 0;
    while (true) {
      End how = end; // read before the queue: what was offered before the end is seen
      Queue<SendResult<T>> waiting = results;
      if (cancelled || terminated || (how != null && how.dropResults())) {
        discard(waiting);
      }
      if (cancelled || terminated) {
        return;
      }
      if (how != null && (waiting == null || waiting.isEmpty())) {
        terminated = true;
        signalEnd(how.error());
        return;
      }
      SendResult<T> result = waiting != null && emitted < demand ? waiting.poll() : null;
      if (result == null) {
        break;
      }
      emitted++;
      signalNext(result);
    }
    if (emitted > 0) {
      Operators.produced(REQUESTED, this, emitted);
    }
  }

  /** What is discarded is the item: a hook for its type is where its user gives it back. */
  private void discard(@Nullable Queue<SendResult<T>> waiting) {
    Context context = UserCode.contextOf(actual);
    try {
      Operators.onDiscardQueueWithClear(waiting, context, result -> Stream.of(result.item()));
    } catch (Throwable t) { // a context that throws
      UserCode.drop(t, Context.empty());
    }
  }

  private void signalNext(SendResult<T> result) {
    try {
      actual.onNext(result);
    } catch (Throwable t) { // §2.13: a subscriber that throws counts as cancelled
      cancelled = true;
      edge.cancel();
      UserCode.drop(t, UserCode.contextOf(actual));
    }
  }

  private void signalEnd(@Nullable Throwable error) {
    try {
      if (error == null) {
        actual.onComplete();
      } else {
        actual.onError(error);
      }
    } catch (Throwable t) {
      UserCode.drop(t, UserCode.contextOf(actual));
    }
  }

  @Override
  @SuppressWarnings("rawtypes") // Scannable's signature
  public @Nullable Object scanUnsafe(Attr key) {
    if (key == Attr.PARENT) {
      return edge;
    }
    if (key == Attr.ACTUAL) {
      return actual;
    }
    if (key == Attr.CANCELLED) {
      return cancelled;
    }
    if (key == Attr.TERMINATED) {
      return end != null;
    }
    if (key == Attr.BUFFERED) {
      return backlog();
    }
    if (key == Attr.REQUESTED_FROM_DOWNSTREAM) {
      return requested;
    }
    return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
  }
}
