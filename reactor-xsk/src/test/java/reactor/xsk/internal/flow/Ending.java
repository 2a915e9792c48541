package reactor.xsk.internal.flow;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.xsk.SendReport;
import reactor.xsk.XskException;

/** How a stream ended. */
final class Ending extends BaseSubscriber<SendReport> {

  private final AtomicInteger ends = new AtomicInteger();
  private volatile @Nullable SendReport report;
  private volatile @Nullable Throwable error;

  static Ending of(Mono<SendReport> stream) {
    Ending ending = new Ending();
    stream.subscribe(ending);
    return ending;
  }

  @Override
  protected void hookOnSubscribe(Subscription subscription) {
    subscription.request(1);
  }

  @Override
  protected void hookOnNext(SendReport value) {
    report = value;
  }

  @Override
  protected void hookOnComplete() {
    ends.incrementAndGet();
  }

  @Override
  protected void hookOnError(Throwable throwable) {
    error = throwable;
    ends.incrementAndGet();
  }

  boolean hasEnded() {
    return ends.get() > 0;
  }

  /** The account of a stream that completed. */
  SendReport report() {
    SendReport value = report;
    if (value == null) {
      throw new AssertionError("no report, but: " + error, error);
    }
    return value;
  }

  /** The error of a stream that failed. */
  Throwable error() {
    Throwable value = error;
    if (value == null) {
      throw new AssertionError("no error, but: " + report);
    }
    return value;
  }

  /** The account of a stream that failed. */
  SendReport errorReport() {
    if (error() instanceof XskException e && e.report() != null) {
      return e.report();
    }
    throw new AssertionError("no account in " + error);
  }
}
