package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.xsk.SendReport;
import reactor.xsk.XskException;
import reactor.xsk.support.Await;
import reactor.xsk.support.VirtualSender;

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

  /** The account in an error of the expected type. */
  static SendReport reportOf(Throwable error, Class<? extends XskException> expected) {
    assertThat(error).isInstanceOf(expected);
    SendReport report = ((XskException) error).report();
    assertThat(report).as("the report in %s", error).isNotNull();
    return report;
  }

  /** The error with which a stream of {@code source} ends, complete with account and hint. */
  static XskException errorOf(VirtualSender sender, Flux<Integer> source) {
    AtomicReference<Throwable> error = new AtomicReference<>();
    sender.sendNumbers(source).subscribe(report -> {}, error::set);
    Await.until("the stream has failed", () -> error.get() != null);
    assertThat(error.get()).isInstanceOf(XskException.class);
    assertThat(((XskException) error.get()).report()).as("the report").isNotNull();
    assertThat(((XskException) error.get()).hint()).as("the hint").isNotBlank();
    return (XskException) error.get();
  }
}
