package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.xsk.SendReport;
import reactor.xsk.SendResult;
import reactor.xsk.support.Await;
import reactor.xsk.support.ProbeSource;

/** Subscribers of results and reports that break the rules of Reactive Streams. */
@Timeout(60)
class SubscribersThatBreakRulesTest extends BesideAGoodStream {

  @Test
  void shouldSurviveASubscriberOfResultsThatThrowsInOnNext() {
    ProbeSource<Integer> source = new ProbeSource<>();
    AtomicInteger seen = new AtomicInteger();
    sender
        .sendNumbersWithResults(source)
        .subscribe(
            new ResultSubscriber(Long.MAX_VALUE) {
              @Override
              public void onNext(SendResult<Integer> result) {
                seen.incrementAndGet();
                throw new IllegalStateException("onNext");
              }
            });
    source.awaitRequested(2);
    source.emit(1);
    Await.until("the source is cancelled", source::isCancelled);
    source.emit(2);

    assertThat(seen).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void shouldFailASubscriberThatRequestsNothing(long n) {
    ProbeSource<Integer> source = new ProbeSource<>();
    ResultSubscriber subscriber = new ResultSubscriber(n);
    sender.sendNumbersWithResults(source).subscribe(subscriber);
    Await.until("it has failed", () -> subscriber.error.get() != null);

    assertThat(subscriber.error.get())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("§3.9");
  }

  @Test
  void shouldSurviveASubscriberThatThrowsInOnError() {
    ProbeSource<Integer> source = new ProbeSource<>();
    ResultSubscriber subscriber =
        new ResultSubscriber(1) {
          @Override
          public void onNext(SendResult<Integer> result) {
            // on the loop thread, inside the drain: so the error is signalled there as well
            subscription.get().request(-1);
          }

          @Override
          public void onError(Throwable t) {
            super.onError(t);
            throw new IllegalStateException("onError");
          }
        };
    sender.sendNumbersWithResults(source).subscribe(subscriber);
    source.awaitRequested(1);
    source.emit(1);
    Await.until("it has failed", () -> subscriber.error.get() != null);

    Await.until("the source is cancelled", source::isCancelled);
  }

  @Test
  void shouldSurviveAReportSubscriberThatThrows() {
    AtomicBoolean seen = new AtomicBoolean();
    sender
        .sendNumbers(Flux.range(0, 10))
        .subscribe(
            new CoreSubscriber<>() {
              @Override
              public void onSubscribe(Subscription s) {
                s.request(1);
              }

              @Override
              public void onNext(SendReport report) {
                seen.set(true);
                throw new IllegalStateException("onNext");
              }

              @Override
              public void onError(Throwable t) {}

              @Override
              public void onComplete() {}
            });
    Await.until("the report is there", seen::get);
  }

  @Test
  void shouldIgnoreABadRequestOfTheReport() {
    AtomicReference<SendReport> seen = new AtomicReference<>();
    sender
        .sendNumbers(Flux.range(0, 10))
        .subscribe(
            new CoreSubscriber<>() {
              @Override
              public void onSubscribe(Subscription s) {
                s.request(0);
                s.request(-5);
                s.request(1);
                s.request(1);
              }

              @Override
              public void onNext(SendReport report) {
                seen.set(report);
              }

              @Override
              public void onError(Throwable t) {}

              @Override
              public void onComplete() {}
            });
    Await.until("the report is there", () -> seen.get() != null);
    assertThat(seen.get().completed()).isEqualTo(10);
  }

  /** Takes results with one request of its own. */
  private static class ResultSubscriber implements CoreSubscriber<SendResult<Integer>> {

    final AtomicReference<Throwable> error = new AtomicReference<>();
    final AtomicReference<Subscription> subscription =
        new AtomicReference<>(Operators.emptySubscription());
    private final long request;

    ResultSubscriber(long request) {
      this.request = request;
    }

    @Override
    public void onSubscribe(Subscription s) {
      subscription.set(s);
      s.request(request);
    }

    @Override
    public void onNext(SendResult<Integer> result) {}

    @Override
    public void onError(Throwable t) {
      error.set(t);
    }

    @Override
    public void onComplete() {}
  }
}
