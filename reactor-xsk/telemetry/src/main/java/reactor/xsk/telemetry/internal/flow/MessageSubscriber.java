package reactor.xsk.telemetry.internal.flow;

import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Operators;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;
import reactor.xsk.telemetry.TelemetryMessage;

/**
 * One stream of records into messages. Records wait in a queue of {@code prefetch}; whoever comes
 * first of publisher, demand and timer drains it, and the others leave the work to it.
 */
final class MessageSubscriber<R> implements CoreSubscriber<R>, Subscription, Scannable {

  private final CoreSubscriber<? super TelemetryMessage> actual;
  private final Packing<R> packing;
  private final MessageAssembler<R> assembler;
  private final Runnable onEnd;
  private final Queue<R> queue;
  private final DrainTimer timer;
  private final int refill;

  private final AtomicInteger drains = new AtomicInteger();
  private final AtomicLong demand = new AtomicLong();

  private @Nullable Subscription upstream;
  private volatile boolean done;
  private volatile boolean cancelled;
  private @Nullable Throwable error; // written before done

  // Of the thread that drains.
  private @Nullable R carried;
  private int taken;
  private long openedNs;
  private boolean ended;

  MessageSubscriber(
      CoreSubscriber<? super TelemetryMessage> actual, Packing<R> packing, Runnable onEnd) {
    this.actual = actual;
    this.packing = packing;
    this.assembler = packing.assembler();
    this.onEnd = onEnd;
    this.queue = Queues.<R>get(packing.prefetch()).get();
    this.refill = Math.max(1, packing.prefetch() - (packing.prefetch() >> 2));
    this.timer = new DrainTimer(packing.scheduler(), packing.clock(), this::drain);
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    if (Operators.validate(upstream, subscription)) {
      upstream = subscription;
      assembler.start(packing.clock().nowNs());
      actual.onSubscribe(this);
      subscription.request(packing.prefetch());
    }
  }

  @Override
  public void onNext(R record) {
    if (done || cancelled) {
      if (cancelled) {
        Operators.onDiscard(record, actual.currentContext());
      } else {
        Operators.onNextDropped(record, actual.currentContext());
      }
      return;
    }
    if (!queue.offer(record)) {
      subscription().cancel();
      Operators.onDiscard(record, actual.currentContext());
      error =
          new IllegalStateException(
              "the source emitted more records than were requested (Reactive Streams rule 1.1)");
      done = true;
    }
    drain();
  }

  @Override
  public void onError(Throwable failure) {
    if (done) {
      Operators.onErrorDropped(failure, actual.currentContext());
      return;
    }
    error = failure;
    done = true;
    drain();
  }

  @Override
  public void onComplete() {
    done = true;
    drain();
  }

  @Override
  public void request(long messages) {
    if (Operators.validate(messages)) {
      demand.getAndUpdate(it -> Operators.addCap(it, messages));
      drain();
    }
  }

  @Override
  public void cancel() {
    if (!cancelled) {
      cancelled = true;
      subscription().cancel();
      drain();
    }
  }

  private void drain() {
    if (drains.getAndIncrement() != 0) {
      return;
    }
    int missed = 1;
    do {
      if (!ended) {
        try {
          work();
        } catch (Throwable failure) {
          fail(Operators.onOperatorError(subscription(), failure, actual.currentContext()));
        }
      } else {
        discardAll();
      }
      missed = drains.addAndGet(-missed);
    } while (missed != 0);
  }

  private void work() {
    long wanted = demand.get();
    long emitted = 0;
    while (!cancelled && !ended) {
      long nowNs = packing.clock().nowNs();
      boolean noMore = done; // read before the queue: what came before it is there
      if (emitted == wanted || !packing.pace().mayTake(nowNs)) {
        if (noMore && isEmpty()) {
          end();
        } else if (emitted < wanted) {
          timer.wakeAt(packing.pace().nextNs());
        }
        break;
      }
      AccountedMessage message = next(nowNs, noMore);
      if (message == null) {
        if (noMore && isEmpty()) {
          end();
        } else {
          timer.wakeAt(wakeNs());
        }
        break;
      }
      packing.pace().take();
      emitted++;
      actual.onNext(message);
    }
    if (cancelled && !ended) {
      ended = true;
      discardAll();
      timer.stop();
      onEnd.run();
    } else if (emitted > 0) {
      long sent = emitted;
      demand.getAndUpdate(it -> it == Long.MAX_VALUE ? it : it - sent);
    }
  }

  /** What is due, or a message that is full or has waited long enough. */
  private @Nullable AccountedMessage next(long nowNs, boolean noMore) {
    AccountedMessage due = assembler.nextDue(nowNs);
    if (due != null) {
      return due;
    }
    for (R record = poll(); record != null; record = poll()) {
      boolean opens = !assembler.isOpen();
      carried = record; // until it is in a message: add() may throw
      if (!assembler.add(record)) {
        return assembler.close();
      }
      carried = null;
      if (opens) {
        openedNs = nowNs;
      }
    }
    boolean waited = nowNs - openedNs >= packing.maxDelayNs();
    return assembler.isOpen() && (noMore || waited) ? assembler.close() : null;
  }

  private @Nullable R poll() {
    R record = carried;
    if (record != null) {
      carried = null;
      return record;
    }
    record = queue.poll();
    if (record != null) {
      packing.ledger().countOffered(1);
      if (++taken == refill) {
        taken = 0;
        subscription().request(refill);
      }
    }
    return record;
  }

  private boolean isEmpty() {
    return carried == null && queue.isEmpty() && !assembler.isOpen();
  }

  private long wakeNs() {
    long dueNs = assembler.nextDueNs();
    if (!assembler.isOpen()) {
      return dueNs;
    }
    long closeNs = openedNs + packing.maxDelayNs();
    return dueNs == Long.MAX_VALUE || closeNs - dueNs < 0 ? closeNs : dueNs;
  }

  private void end() {
    ended = true;
    timer.stop();
    onEnd.run();
    if (error == null) {
      actual.onComplete();
    } else {
      actual.onError(error);
    }
  }

  private void fail(Throwable failure) {
    ended = true;
    timer.stop();
    discardAll();
    onEnd.run();
    actual.onError(failure);
  }

  /** What was taken and is in no message: counted as not sent, and given to the discard hook. */
  private void discardAll() {
    Context context = actual.currentContext();
    assembler.discard(record -> Operators.onDiscard(record, context));
    R last = carried;
    if (last != null) {
      carried = null;
      packing.ledger().countNotSent(1, 0, 0);
      Operators.onDiscard(last, context);
    }
    for (R record = queue.poll(); record != null; record = queue.poll()) {
      packing.ledger().countOffered(1);
      packing.ledger().countNotSent(1, 0, 0);
      Operators.onDiscard(record, context);
    }
  }

  private Subscription subscription() {
    Subscription subscription = upstream;
    if (subscription == null) {
      throw new IllegalStateException("a signal before onSubscribe");
    }
    return subscription;
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
    } else if (key == Attr.TERMINATED) {
      return done;
    } else if (key == Attr.CANCELLED) {
      return cancelled;
    } else if (key == Attr.ERROR) {
      return error;
    } else if (key == Attr.PREFETCH) {
      return packing.prefetch();
    } else if (key == Attr.BUFFERED) {
      return queue.size();
    } else if (key == Attr.REQUESTED_FROM_DOWNSTREAM) {
      return demand.get();
    } else if (key == Attr.RUN_ON) {
      return packing.scheduler();
    }
    return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
  }
}
