package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.support.Await;
import reactor.xsk.support.ProbeSource;

/** Sources that break the rules of Reactive Streams. */
@Timeout(60)
class SourcesThatBreakRulesTest extends BesideAGoodStream {

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
}
