package reactor.xsk.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.xsk.SendReport;
import reactor.xsk.SendResult;
import reactor.xsk.support.Await;
import reactor.xsk.support.LoopThreads;
import reactor.xsk.support.ProbeSource;
import reactor.xsk.support.VirtualSender;

/** Who breaks the rules of Reactive Streams harms himself: another stream runs on beside him. */
@Timeout(60)
class RuleBreakersTest {

  private VirtualSender sender;
  private ProbeSource<Integer> goodSource;
  private CompletableFuture<SendReport> good;

  @BeforeEach
  void openWithAGoodStream() {
    sender = VirtualSender.open();
    goodSource = new ProbeSource<>();
    good = sender.sendNumbers(goodSource).toFuture();
    emitGood(1);
  }

  @AfterEach
  void theGoodStreamIsUndisturbed() {
    emitGood(2);
    goodSource.complete();
    SendReport report = good.orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join();
    assertThat(report.completed()).as("the good stream").isEqualTo(2);
    assertThat(report.isClean()).as("the good stream").isTrue();
    Await.until("none is open", () -> sender.counters().openStreams() == 0);
    assertThat(sender.counters().freeFrames()).as("free frames").isEqualTo(2_048);
    assertThat(sender.sendNumbers(Flux.range(0, 100).hide()).block(Await.DEADLINE).isClean())
        .as("a later stream")
        .isTrue();
    sender.close();
    assertThat(LoopThreads.of(sender.interfaceName())).isEmpty();
  }

  private void emitGood(int nth) {
    goodSource.awaitRequested(nth);
    goodSource.emit(nth);
  }

  private Throwable errorOf(Publisher<Integer> source) {
    AtomicReference<Throwable> error = new AtomicReference<>();
    sender.sendNumbers(source).subscribe(report -> {}, error::set);
    Await.until("the stream has failed", () -> error.get() != null);
    return error.get();
  }

  /** A source that does something of its own on each request. */
  private static ProbeSource<Integer> onRequest(Consumer<ProbeSource<Integer>> action) {
    return new ProbeSource<>() {
      @Override
      public void request(long n) {
        super.request(n);
        action.accept(this);
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 100_000})
  void shouldFailASourceThatEmitsTooMuch(int tooMany) {
    AtomicBoolean done = new AtomicBoolean();
    ProbeSource<Integer> source =
        onRequest(
            self -> {
              if (!done.getAndSet(true)) {
                for (long i = 0; i < self.requested() + tooMany; i++) {
                  self.emit(1);
                }
              }
            });

    assertThat(errorOf(source)).hasMessageContaining("§1.1");
    assertThat(source.isCancelled()).isTrue();
  }

  @Test
  void shouldFailASourceThatEmitsWithoutRequest() {
    AtomicReference<Throwable> error = new AtomicReference<>();
    ConcurrentLinkedQueue<Integer> discarded = new ConcurrentLinkedQueue<>();
    ProbeSource<Integer> source = new ProbeSource<>();
    // subscribed on the loop thread, so that the loop cannot request before all is emitted
    sender
        .sendNumbers(Flux.range(0, 1))
        .doOnNext(
            report -> {
              sender
                  .sendNumbers(source)
                  .doOnDiscard(Integer.class, discarded::add)
                  .subscribe(it -> {}, error::set);
              for (int i = 0; i < 5; i++) {
                source.emit(i);
              }
            })
        .block(Await.DEADLINE);
    Await.until("the stream has failed", () -> error.get() != null);

    assertThat(error.get()).hasMessageContaining("§1.1");
    assertThat(source.isCancelled()).isTrue();
    assertThat(discarded).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void shouldFailASourceThatEmitsNull() {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    ProbeSource<Integer> source =
        onRequest(
            self -> {
              try {
                self.emit(null);
              } catch (NullPointerException e) {
                thrown.set(e);
              }
            });

    assertThat(errorOf(source)).isInstanceOf(NullPointerException.class);
    assertThat(thrown.get()).as("§2.13: thrown to the source").hasMessageContaining("§2.13");
    assertThat(source.isCancelled()).isTrue();
  }

  @Test
  void shouldIgnoreWhatASourceEmitsAfterItsEnd() {
    ProbeSource<Integer> source = new ProbeSource<>();
    CompletableFuture<SendReport> report = sender.sendNumbers(source).toFuture();
    source.awaitRequested(2);
    source.emit(1);
    source.complete();
    source.emit(2);
    source.complete();
    source.fail(new IllegalStateException("late"));

    assertThat(report.join().accepted()).isEqualTo(1);
    source.emit(3);
  }

  @Test
  void shouldCancelASecondSubscription() {
    AtomicBoolean secondCancelled = new AtomicBoolean();
    ProbeSource<Integer> source = new ProbeSource<>();
    CompletableFuture<SendReport> report = sender.sendNumbers(source).toFuture();
    source
        .subscriber()
        .onSubscribe(
            new Subscription() {
              @Override
              public void request(long n) {}

              @Override
              public void cancel() {
                secondCancelled.set(true);
              }
            });
    source.awaitRequested(1);
    source.emit(1);
    source.complete();

    assertThat(secondCancelled).isTrue();
    assertThat(report.join().completed()).isEqualTo(1);
  }

  @Test
  void shouldFailASourceThatThrowsInSubscribe() {
    Publisher<Integer> source =
        s -> {
          throw new IllegalStateException("subscribe");
        };

    assertThat(errorOf(source)).hasMessage("subscribe");
  }

  @Test
  void shouldFailASourceThatThrowsAfterOnSubscribe() {
    ProbeSource<Integer> source =
        new ProbeSource<>() {
          @Override
          public void subscribe(org.reactivestreams.Subscriber<? super Integer> actual) {
            super.subscribe(actual);
            throw new IllegalStateException("after onSubscribe");
          }
        };

    assertThat(errorOf(source)).hasMessageContaining("after onSubscribe");
  }

  @Test
  void shouldFailASourceThatThrowsInRequest() {
    ProbeSource<Integer> source =
        onRequest(
            self -> {
              throw new IllegalStateException("request");
            });

    assertThat(errorOf(source)).hasMessage("request");
    assertThat(source.isCancelled()).isTrue();
  }

  @Test
  void shouldSurviveASourceThatThrowsInCancel() {
    ProbeSource<Integer> source =
        new ProbeSource<>() {
          @Override
          public void cancel() {
            super.cancel();
            throw new IllegalStateException("cancel");
          }
        };
    var stream = sender.sendNumbers(source).subscribe();
    source.awaitRequested(1);
    stream.dispose();

    assertThat(source.isCancelled()).isTrue();
  }

  @Test
  void shouldFailAFusedSourceThatThrowsInPoll() {
    Flux<Integer> source =
        Flux.range(0, 100)
            .map(
                n -> {
                  if (n == 50) {
                    throw new IllegalStateException("poll");
                  }
                  return n;
                });

    assertThat(errorOf(source)).hasMessage("poll");
    Await.until("50 are sent", () -> sender.counters().completed() == 51);
  }

  @Test
  void shouldEndASourceThatEndsWithoutOnSubscribe() {
    Publisher<Integer> source = s -> s.onError(new IllegalStateException("no onSubscribe"));

    assertThat(errorOf(source)).hasMessage("no onSubscribe");
  }

  @Test
  void shouldFailASourceThatEmitsBeforeOnSubscribe() {
    Publisher<Integer> source = s -> s.onNext(1);

    assertThat(errorOf(source)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void shouldSurviveASubscriberOfResultsThatThrowsInOnNext() {
    ProbeSource<Integer> source = new ProbeSource<>();
    AtomicInteger told = new AtomicInteger();
    sender
        .sendNumbersWithResults(source)
        .subscribe(
            new ResultSubscriber(Long.MAX_VALUE) {
              @Override
              public void onNext(SendResult<Integer> result) {
                told.incrementAndGet();
                throw new IllegalStateException("onNext");
              }
            });
    source.awaitRequested(2);
    source.emit(1);
    Await.until("the source is cancelled", source::isCancelled);
    source.emit(2);

    assertThat(told).hasValue(1);
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
    AtomicBoolean told = new AtomicBoolean();
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
                told.set(true);
                throw new IllegalStateException("onNext");
              }

              @Override
              public void onError(Throwable t) {}

              @Override
              public void onComplete() {}
            });
    Await.until("the report is told", told::get);
  }

  @Test
  void shouldIgnoreABadRequestOfTheReport() {
    AtomicReference<SendReport> told = new AtomicReference<>();
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
                told.set(report);
              }

              @Override
              public void onError(Throwable t) {}

              @Override
              public void onComplete() {}
            });
    Await.until("the report is told", () -> told.get() != null);
    assertThat(told.get().completed()).isEqualTo(10);
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
