package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.xsk.SendReport;
import reactor.xsk.support.Await;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.ProbeSource;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualKernel;

/** Several streams share one sender in turn, and each has its own account. */
@Timeout(60)
class SeveralStreamsTest {

  static Stream<Arguments> fastStreams() {
    return Stream.of(2, 3, 8)
        .flatMap(
            streams ->
                Stream.<Named<UnaryOperator<Flux<Integer>>>>of(
                        Named.of("SYNC-fused", flux -> flux), Named.of("plain", Flux::hide))
                    .map(kind -> Arguments.of(streams, kind)));
  }

  @ParameterizedTest
  @MethodSource("fastStreams")
  void shouldGiveFastStreamsEqualShares(int streams, UnaryOperator<Flux<Integer>> kind) {
    int enough = 20_000 * streams;
    AtomicIntegerArray sent = new AtomicIntegerArray(streams);
    AtomicInteger sentByAll = new AtomicInteger();
    VirtualKernel kernel =
        VirtualKernel.builder()
            .onPacket(
                packet -> {
                  if (sentByAll.get() < enough) { // the shares at one moment
                    sent.incrementAndGet(Numbered.of(packet));
                    sentByAll.incrementAndGet();
                  }
                })
            .build();
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      Disposable.Composite all = Disposables.composite();
      kernel.setInterfaceUp(false);
      for (int i = 0; i < streams; i++) {
        int number = i;
        Flux<Integer> source = kind.apply(Flux.range(0, Integer.MAX_VALUE)).map(n -> number);
        all.add(sender.sendNumbers(source).onErrorComplete().subscribe());
      }
      Await.until("all are open", () -> sender.counters().openStreams() == streams);
      kernel.setInterfaceUp(true);
      Await.until("enough is sent", () -> sentByAll.get() == enough);
      int[] shares = IntStream.range(0, streams).map(sent::get).toArray();
      all.dispose();

      double mean = IntStream.of(shares).average().orElse(0);
      assertThat(shares)
          .as("packets of each stream; mean %s", mean)
          .satisfies(
              it -> {
                for (int share : it) {
                  assertThat((double) share).isBetween(0.9 * mean, 1.1 * mean);
                }
              });
    }
  }

  @Test
  void shouldServeAWindowAtATime() {
    VirtualKernel kernel = VirtualKernel.builder().build();
    Numbered.Receiver received = new Numbered.Receiver();
    VirtualKernel traced = VirtualKernel.builder().onPacket(received).build();
    try (VirtualSender sender = VirtualSender.open(traced, it -> it.batchSize(8).kickSize(1))) {
      traced.setInterfaceUp(false);
      var first = sender.sendNumbers(Flux.range(0, 64).map(n -> 1)).toFuture();
      var second = sender.sendNumbers(Flux.range(0, 64).map(n -> 2)).toFuture();
      Await.until("both are open", () -> sender.counters().openStreams() == 2);
      traced.setInterfaceUp(true);
      first.join();
      second.join();

      // past the windows that the first stream may have had before the second came
      List<Integer> numbers = received.numbers().subList(16, 112);
      for (int window = 0; window < 12; window++) {
        assertThat(numbers.subList(8 * window, 8 * window + 8).stream().distinct())
            .as("streams in window %d", window)
            .hasSize(1);
      }
      assertThat(numbers.subList(0, 32).stream().distinct()).as("streams in turn").hasSize(2);
    }
    assertThat(kernel.counters().packets()).isZero();
  }

  @Test
  void shouldReportEachStreamByItself() {
    try (VirtualSender sender = VirtualSender.open()) {
      List<CompletableFuture<SendReport>> reports = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        int items = 100 * i;
        int everyNthFails = i + 2;
        Flux<Integer> source = Flux.range(1, items);
        reports.add(
            sender
                .send(
                    i % 3 == 0 ? source : i % 3 == 1 ? source.hide() : publishOn(source),
                    (Integer number, java.lang.foreign.MemorySegment frame) ->
                        number % everyNthFails == 0 ? 0 : Numbered.WRITER.write(number, frame))
                .subscribeOn(Schedulers.parallel())
                .toFuture());
      }
      long accepted = 0;
      for (int i = 0; i < 50; i++) {
        SendReport report =
            reports.get(i).orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join();
        assertThat(report.accepted()).as("accepted of %d", i).isEqualTo(100L * i);
        assertThat(report.failed()).as("failed of %d", i).isEqualTo(100L * i / (i + 2));
        assertThat(report.completed()).isEqualTo(report.accepted() - report.failed());
        assertThat(report.bytes()).isEqualTo(report.completed() * Numbered.BYTES);
        accepted += report.accepted();
      }
      assertThat(sender.counters().accepted()).isEqualTo(accepted);
      Await.until("none is open", () -> sender.counters().openStreams() == 0);
    }
  }

  @Test
  void shouldNotLetAStuckStreamHoldBackAnother() {
    try (VirtualSender sender = VirtualSender.open()) {
      // one has emitted some and stands still; one has results that are never taken
      ProbeSource<Integer> stuck = new ProbeSource<>();
      Disposable first = sender.sendNumbers(stuck).subscribe();
      stuck.awaitRequested(3);
      stuck.emit(1);
      Disposable second =
          sender
              .sendNumbersWithResults(Flux.range(0, Integer.MAX_VALUE))
              .subscribeWith(
                  new reactor.core.publisher.BaseSubscriber<>() {
                    @Override
                    protected void hookOnSubscribe(org.reactivestreams.Subscription s) {
                      s.request(1);
                    }
                  });

      SendReport report = sender.sendNumbers(Flux.range(0, 100_000).hide()).block(Await.DEADLINE);

      assertThat(report.completed()).isEqualTo(100_000);
      first.dispose();
      second.dispose();
    }
  }

  @Test
  void shouldServeStreamsThatComeAndGoAtAnyTime() {
    try (VirtualSender sender = VirtualSender.open()) {
      long total =
          Flux.range(0, 2_000)
              .flatMap(
                  i -> {
                    int items = ThreadLocalRandom.current().nextInt(50);
                    Flux<Integer> source = Flux.range(0, items);
                    return sender
                        .sendNumbers(i % 2 == 0 ? source : source.hide())
                        .subscribeOn(Schedulers.parallel())
                        .doOnNext(it -> assertThat(it.completed()).isEqualTo(items));
                  },
                  64)
              .map(SendReport::completed)
              .reduce(0L, Long::sum)
              .block(Await.DEADLINE);

      assertThat(sender.counters().completed()).isEqualTo(total);
    }
  }

  private static Flux<Integer> publishOn(Flux<Integer> source) {
    return source.publishOn(Schedulers.parallel(), 16);
  }
}
