package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.ThrowingConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskCounters;
import reactor.xsk.XskException;
import reactor.xsk.support.Await;
import reactor.xsk.support.ProbeSource;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualKernel;

/**
 * Races between signals and endings: no item and no frame is lost or counted twice: invariant 2.
 */
@Timeout(60)
class ConservationTest {

  private static final int RACES = 2_000;
  private static final int ITEMS = 20;

  private final ExecutorService racers = Executors.newFixedThreadPool(2);

  @AfterEach
  void stopRacers() {
    racers.shutdownNow();
  }

  @Test
  void shouldConserveItemsWhenCancelRacesWithOnNext() throws Exception {
    try (VirtualSender sender = VirtualSender.open()) {
      for (int i = 0; i < RACES; i++) {
        Race race = new Race(sender);
        race.run(Race::emitAll, it -> it.stream.dispose());
        race.checkThatEachItemIsSentOrDiscarded();
      }
      checkAtRest(sender.counters(), 2_048);
    }
  }

  @Test
  void shouldConserveItemsWhenTheErrorRacesWithCancel() throws Exception {
    try (VirtualSender sender = VirtualSender.open()) {
      for (int i = 0; i < RACES; i++) {
        Race race = new Race(sender);
        race.run(
            it -> {
              it.emitAll();
              it.source.fail(new IllegalStateException("race"));
            },
            it -> it.stream.dispose());
        race.checkThatEachItemIsSentOrDiscarded();
      }
      checkAtRest(sender.counters(), 2_048);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldConserveItemsWhenCloseRacesWithOnNext(boolean inTime) throws Exception {
    VirtualKernel kernel = VirtualKernel.create();
    for (int i = 0; i < RACES / 8; i++) {
      VirtualSender sender =
          VirtualSender.open(
              kernel,
              it -> it.frameCount(64).closeTimeout(inTime ? Duration.ofSeconds(5) : Duration.ZERO));
      Race race = new Race(sender);
      race.run(Race::emitAll, it -> sender.close());
      race.checkThatEachItemIsSentOrDiscarded();
      race.checkReport();
      checkAtRest(sender.counters(), 64);
    }
  }

  @Test
  void shouldEndOnceWhenTheErrorRacesWithClose() throws Exception {
    VirtualKernel kernel = VirtualKernel.create();
    for (int i = 0; i < RACES / 8; i++) {
      VirtualSender sender = VirtualSender.open(kernel, it -> it.frameCount(64));
      Race race = new Race(sender);
      race.run(
          it -> {
            it.emitAll();
            it.source.fail(new IllegalStateException("race"));
          },
          it -> sender.close());
      Await.until("the stream has ended", () -> race.ends.get() > 0);

      assertThat(race.ends).hasValue(1);
      race.checkThatEachItemIsSentOrDiscarded();
      checkAtRest(sender.counters(), 64);
    }
  }

  @Test
  void shouldEndEachStreamOnceWhenSendRacesWithClose() throws Exception {
    VirtualKernel kernel = VirtualKernel.create();
    for (int i = 0; i < RACES / 8; i++) {
      VirtualSender sender = VirtualSender.open(kernel, it -> it.frameCount(64));
      AtomicInteger ends = new AtomicInteger();
      Flux<Integer> source = i % 2 == 0 ? Flux.range(0, 10) : Flux.range(0, 10).hide();
      race(
          () ->
              sender
                  .sendNumbers(source)
                  .subscribe(report -> ends.incrementAndGet(), e -> ends.incrementAndGet()),
          sender::close);
      Await.until("the stream has ended", () -> ends.get() > 0);

      assertThat(ends).hasValue(1);
      checkAtRest(sender.counters(), 64);
    }
  }

  private void race(Runnable first, Runnable second) throws Exception {
    CountDownLatch start = new CountDownLatch(2);
    List<Future<?>> both = new ArrayList<>();
    for (Runnable racer : List.of(first, second)) {
      both.add(
          racers.submit(
              () -> {
                start.countDown();
                while (start.getCount() > 0) {
                  Thread.yield();
                }
                racer.run();
              }));
    }
    for (Future<?> racer : both) {
      racer.get(10, TimeUnit.SECONDS);
    }
  }

  private static void checkAtRest(XskCounters counters, int frames) {
    assertThat(counters.accepted())
        .as("%s", counters)
        .isEqualTo(
            counters.completed() + counters.dropped() + counters.failed() + counters.discarded());
    assertThat(counters.freeFrames()).as("free frames").isEqualTo(frames);
    assertThat(counters.inFlight()).as("in flight").isZero();
    assertThat(counters.openStreams()).as("open streams").isZero();
  }

  /** One stream whose ending is raced for, with everything that can become of its items. */
  private final class Race {

    private final VirtualSender sender;
    private final ProbeSource<Integer> source = new ProbeSource<>();
    private final AtomicInteger discarded = new AtomicInteger();
    private final AtomicInteger ends = new AtomicInteger();
    private final AtomicReference<Throwable> error = new AtomicReference<>();
    private final long acceptedBefore;
    private final long sentBefore;
    private final Disposable stream;

    Race(VirtualSender sender) {
      this.sender = sender;
      this.acceptedBefore = sender.counters().accepted();
      this.sentBefore = finished();
      this.stream =
          sender
              .sendNumbers(source)
              .doOnDiscard(Integer.class, it -> discarded.incrementAndGet())
              .doOnError(e -> ends.incrementAndGet())
              .subscribe(report -> ends.incrementAndGet(), error::set);
      source.awaitRequested(ITEMS);
    }

    void run(ThrowingConsumer<Race> first, ThrowingConsumer<Race> second) throws Exception {
      race(() -> accept(first), () -> accept(second));
    }

    private void accept(ThrowingConsumer<Race> action) {
      try {
        action.accept(this);
      } catch (Throwable t) {
        throw new IllegalStateException(t);
      }
    }

    void emitAll() {
      for (int i = 0; i < ITEMS; i++) {
        source.emit(i);
      }
    }

    void checkThatEachItemIsSentOrDiscarded() {
      Await.until(
          "%d items are sent or discarded: %d sent, %d discarded"
              .formatted(ITEMS, sent(), discarded.get()),
          () -> sent() + discarded.get() >= ITEMS && sender.counters().openStreams() == 0);
      assertThat(sent() + discarded.get())
          .as("%d sent and %d discarded", sent(), discarded.get())
          .isEqualTo(ITEMS);
    }

    /** Items that came to an end other than the discard hook. */
    private long sent() {
      return finished() - sentBefore;
    }

    private long finished() {
      XskCounters now = sender.counters();
      return now.completed() + now.failed() + now.dropped();
    }

    void checkReport() {
      Await.until("the stream has failed", () -> error.get() != null);
      SendReport report = ((XskException) error.get()).report();
      assertThat(report.accepted()).isEqualTo(sender.counters().accepted() - acceptedBefore);
      assertThat(report.completed() + report.failed()).isEqualTo(sent());
      assertThat(report.discarded()).as("discarded").isLessThanOrEqualTo(discarded.get());
    }
  }
}
