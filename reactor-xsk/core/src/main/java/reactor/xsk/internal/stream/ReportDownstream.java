package reactor.xsk.internal.stream;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Operators;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendReport;

/** Signals the report of a stream to the subscriber of {@link MonoSend}, once it is requested. */
public final class ReportDownstream<T> implements Downstream<T>, Subscription, Scannable {

  private static final int REQUESTED = 1;
  private static final int ENDED = 2;
  private static final int CANCELLED = 4;

  @SuppressWarnings("rawtypes")
  private static final AtomicIntegerFieldUpdater<ReportDownstream> STATE =
      AtomicIntegerFieldUpdater.newUpdater(ReportDownstream.class, "state");

  private final CoreSubscriber<? super SendReport> actual;
  private final SendSubscriber<T> edge;

  // shared: a set of the flags above; each transition is taken once
  private volatile int state;
  // written by the loop before ENDED, read after it; null if the stream failed
  private @Nullable SendReport report;

  public ReportDownstream(CoreSubscriber<? super SendReport> actual, SendSubscriber<T> edge) {
    this.actual = actual;
    this.edge = edge;
  }

  @Override
  public boolean wantsEachOutcome() {
    return false;
  }

  @Override
  public void onOutcome(
      @Nullable T item, SendOutcome outcome, long transmitTimeNs, @Nullable Throwable cause) {
    // counted in the report
  }

  @Override
  public int backlog() {
    return 0;
  }

  @Override
  public void end(SendReport finalReport, @Nullable Throwable error) {
    report = error == null ? finalReport : null;
    int before = add(ENDED);
    if ((before & CANCELLED) != 0) {
      if (error != null) {
        UserCode.drop(error, UserCode.contextOf(actual));
      }
    } else if (error != null) {
      actual.onError(error);
    } else if ((before & REQUESTED) != 0) {
      emit(finalReport);
    }
  }

  @Override
  public void request(long n) {
    if (Operators.validate(n)) {
      int before = add(REQUESTED);
      SendReport ready = report;
      if (before == ENDED && ready != null) {
        emit(ready);
      }
    }
  }

  private void emit(SendReport ready) {
    actual.onNext(ready);
    actual.onComplete();
  }

  @Override
  public void cancel() {
    int before = add(CANCELLED);
    if ((before & (ENDED | CANCELLED)) == 0) {
      edge.cancel();
    }
  }

  private int add(int flag) {
    return STATE.getAndAccumulate(this, flag, (flags, more) -> flags | more);
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
      return (state & CANCELLED) != 0;
    }
    if (key == Attr.TERMINATED) {
      return (state & ENDED) != 0;
    }
    return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
  }
}
