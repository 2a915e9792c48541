package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.xsk.support.Await;
import reactor.xsk.support.ProbeSource;
import reactor.xsk.support.VirtualSender;

/**
 * Items taken never outrun the frames, and items handed over ahead never the prefetch: invariant 3.
 */
@Timeout(60)
class BackpressureTest {

  private static final int FRAMES = 256;
  private static final int PREFETCH = 12;
  private static final Duration WATCHED = Duration.ofMillis(150);
  private static final long HUGE = 100_000_000;

  static Stream<Named<UnaryOperator<Flux<Integer>>>> kinds() {
    return Stream.of(
        Named.of("SYNC-fused", flux -> flux),
        Named.of("plain", Flux::hide),
        Named.of("ASYNC-fused", flux -> flux.publishOn(Schedulers.parallel(), 32)),
        Named.of(
            "plain, from another thread", flux -> flux.hide().subscribeOn(Schedulers.parallel())));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void shouldTakeAsManyItemsAsThereAreFramesAndNoMore(UnaryOperator<Flux<Integer>> kind) {
    try (VirtualSender sender = VirtualSender.neverCompleting(it -> it.frameCount(FRAMES))) {
      Disposable stream = start(sender, kind.apply(Flux.range(0, (int) HUGE)));

      Await.staysAt("items taken", FRAMES, WATCHED, () -> sender.counters().accepted());
      assertThat(sender.counters().freeFrames()).as("free frames").isZero();
      assertThat(sender.kernel().waitingCompletions()).as("at the kernel").isEqualTo(FRAMES);
      stream.dispose();
    }
  }

  @Test
  void shouldNotPullMoreOutOfAPlainSourceThanThereAreFramesAndPrefetch() {
    AtomicLong emitted = new AtomicLong();
    Flux<Integer> source =
        Flux.range(0, (int) HUGE).doOnNext(n -> emitted.incrementAndGet()).hide();
    int prefetch = 100;
    try (VirtualSender sender =
        VirtualSender.neverCompleting(it -> it.frameCount(FRAMES).prefetch(prefetch))) {
      Disposable stream = start(sender, source);

      Await.until("the frames are used", () -> emitted.get() >= FRAMES);
      // a request is made when three quarters of the last were taken
      Await.until("the rest is handed over", () -> emitted.get() > FRAMES + prefetch / 4);
      Await.staysAt("items taken", FRAMES, WATCHED, () -> sender.counters().accepted());
      assertThat(emitted.get()).as("items emitted").isLessThanOrEqualTo(FRAMES + prefetch);
      stream.dispose();
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void shouldTakeAsManyMoreAsAreCompleted(UnaryOperator<Flux<Integer>> kind) {
    try (VirtualSender sender = VirtualSender.neverCompleting(it -> it.frameCount(FRAMES))) {
      Disposable stream = start(sender, kind.apply(Flux.range(0, (int) HUGE)));
      long expected = FRAMES;
      for (int completed : new int[] {1, 2, 31, 32, 33, 100, FRAMES}) {
        Await.staysAt(
            "items taken", expected, Duration.ofMillis(20), () -> sender.counters().accepted());
        assertThat(sender.kernel().complete(completed)).isEqualTo(completed);
        expected += completed;
      }
      Await.staysAt("items taken", expected, WATCHED, () -> sender.counters().accepted());
      stream.dispose();
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void shouldHoldBackASourceWhoseResultsNobodyTakes(UnaryOperator<Flux<Integer>> kind) {
    try (VirtualSender sender = VirtualSender.open()) {
      int frames = sender.config().frameCount();
      Flux<Integer> source = kind.apply(Flux.range(0, (int) HUGE));
      List<Subscription> subscription = new ArrayList<>();
      AtomicLong results = new AtomicLong();
      sender
          .sendNumbersWithResults(source)
          .onErrorComplete()
          .doOnNext(result -> results.incrementAndGet())
          .subscribeWith(
              new reactor.core.publisher.BaseSubscriber<>() {
                @Override
                protected void hookOnSubscribe(Subscription s) {
                  subscription.add(s);
                }
              });

      Await.staysAt("items taken", frames, WATCHED, () -> sender.counters().accepted());
      subscription.getFirst().request(10);
      Await.staysAt("results emitted", 10, WATCHED, results::get);
      Await.staysAt("items taken", frames + 10, WATCHED, () -> sender.counters().accepted());
      subscription.getFirst().cancel();
    }
  }

  @ParameterizedTest
  @MethodSource("frameCounts")
  void shouldNeverHaveMoreRequestedAndNotFinishedThanFramesAndPrefetch(int[] framesAndSources) {
    int frames = framesAndSources[0];
    int sources = framesAndSources[1];
    AtomicLong requested = new AtomicLong();
    AtomicLong worst = new AtomicLong();
    try (VirtualSender sender =
        VirtualSender.neverCompleting(
            it -> it.frameCount(frames).batchSize(8).prefetch(PREFETCH))) {
      List<Disposable> streams = new ArrayList<>();
      for (int i = 0; i < sources; i++) {
        // requests come on the loop thread, which also counts: the difference is exact
        Flux<Integer> source =
            Flux.range(0, (int) HUGE)
                .hide()
                .doOnRequest(
                    n ->
                        worst.accumulateAndGet(
                            requested.addAndGet(n) - sender.counters().completed(), Math::max));
        streams.add(start(sender, source));
      }
      long given = 0;
      for (int round = 0; round < 200; round++) {
        Await.until("all are out", () -> sender.kernel().waitingCompletions() == frames);
        given += sender.kernel().complete(1 + round % frames);
      }

      assertThat(given).as("the test moved packets").isGreaterThan(frames);
      assertThat(worst.get())
          .as("requested and not finished")
          .isBetween(1L, (long) frames + sources * PREFETCH);
      streams.forEach(Disposable::dispose);
    }
  }

  static Stream<int[]> frameCounts() {
    return Stream.of(
        new int[] {8, 1},
        new int[] {64, 1},
        new int[] {64, 3},
        new int[] {64, 20},
        new int[] {13, 4});
  }

  @Test
  void shouldServeABusySourceBesideIdleOnes() {
    try (VirtualSender sender = VirtualSender.open()) {
      Disposable.Composite idle = Disposables.composite();
      idle.add(start(sender, Flux.never()));
      idle.add(start(sender, Sinks.many().unicast().<Integer>onBackpressureBuffer().asFlux()));
      idle.add(start(sender, Sinks.many().multicast().<Integer>directBestEffort().asFlux()));
      idle.add(start(sender, new ProbeSource<>()));
      Await.until("all are open", () -> sender.counters().openStreams() == 4);

      var report = sender.sendNumbers(Flux.range(0, 100_000).hide()).block(Await.DEADLINE);

      assertThat(report.completed()).isEqualTo(100_000);
      idle.dispose();
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void shouldServeABusySourceBeside500IdleOnes(UnaryOperator<Flux<Integer>> kind) {
    try (VirtualSender sender = VirtualSender.open()) {
      Disposable.Composite idle = Disposables.composite();
      for (int i = 0; i < 500; i++) {
        idle.add(start(sender, new ProbeSource<>()));
      }
      Await.until("all are open", () -> sender.counters().openStreams() == 500);

      var report = sender.sendNumbers(kind.apply(Flux.range(0, 5_000))).block(Await.DEADLINE);

      assertThat(report.completed()).isEqualTo(5_000);
      idle.dispose();
    }
  }

  @Test
  void shouldGiveTheFramesOfCancelledSourcesToOthers() {
    try (VirtualSender sender = VirtualSender.open()) {
      for (int i = 0; i < 3_000; i++) {
        ProbeSource<Integer> source = new ProbeSource<>();
        Disposable stream = start(sender, source);
        source.awaitRequested(1);
        stream.dispose();
      }
      Await.until("none is open", () -> sender.counters().openStreams() == 0);

      var report = sender.sendNumbers(Flux.range(0, 1_000).hide()).block(Await.DEADLINE);

      assertThat(report.completed()).isEqualTo(1_000);
      assertThat(sender.counters().windows()).as("windows").isEqualTo(32);
    }
  }

  @Test
  void shouldSurviveARequestThatEmitsAndRequestsAgain() {
    AtomicInteger depth = new AtomicInteger();
    AtomicInteger deepest = new AtomicInteger();
    ProbeSource<Integer> source =
        new ProbeSource<>() {
          private int next;

          @Override
          public void request(long n) {
            deepest.accumulateAndGet(depth.incrementAndGet(), Math::max);
            super.request(n);
            for (long i = 0; i < n && next < 10_000; i++) {
              emit(next++);
              if (next == 10_000) {
                complete();
              }
            }
            depth.decrementAndGet();
          }
        };
    try (VirtualSender sender = VirtualSender.open()) {
      var report = sender.sendNumbers(source).block(Await.DEADLINE);

      assertThat(report.completed()).isEqualTo(10_000);
      assertThat(deepest.get()).as("requests inside requests").isEqualTo(1);
    }
  }

  @Test
  void shouldKeepMemoryFlatWhileNothingCompletes() {
    try (VirtualSender sender = VirtualSender.neverCompleting(it -> it.frameCount(FRAMES))) {
      Disposable stream = start(sender, Flux.range(0, (int) HUGE).hide());
      Await.until("all frames are taken", () -> sender.counters().freeFrames() == 0);
      long before = usedBytes();
      Await.staysAt("items taken", FRAMES, WATCHED, () -> sender.counters().accepted());

      assertThat(usedBytes() - before).as("bytes kept more than before").isLessThan(4 << 20);
      stream.dispose();
    }
  }

  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static Disposable start(
      VirtualSender sender, org.reactivestreams.Publisher<Integer> source) {
    return sender.sendNumbers(source).onErrorComplete().subscribe();
  }
}
