package reactor.xsk.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static reactor.xsk.docs.RecipeStage.WRITER;
import static reactor.xsk.docs.RecipeStage.await;
import static reactor.xsk.docs.RecipeStage.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Exceptions;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;
import reactor.xsk.SendReport;
import reactor.xsk.XskSender;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualKernel;

/** The recipes of docs/recipes.md for an interface that does not keep up, quoted line by line. */
@Timeout(30)
class OverloadRecipesTest {

  private final RecipeStage stage = new RecipeStage();
  private final TestPublisher<Long> hot =
      TestPublisher.createNoncompliant(TestPublisher.Violation.REQUEST_OVERFLOW);

  // ---- when the interface does not keep up

  @Test
  void shouldHoldTheSourceBackWithoutAnyOperator() {
    VirtualKernel kernel = stage.stuck();
    LongAdder generated = new LongAdder();
    Flux<Long> readings =
        Flux.range(0, 10_000)
            .map(
                n -> {
                  generated.increment();
                  return (long) n;
                });
    try (XskSender sender = XskSender.create(config(kernel))) {
      Mono<SendReport> sending = sender.send(readings, WRITER);
      sending.onErrorComplete().subscribe();
      await(() -> sender.counters().inFlight() == 16);
      assertThat(generated.sum()).isEqualTo(16);
    }
  }

  @Test
  void shouldDropTheNewestReadingsAndCountThem() {
    VirtualKernel kernel = stage.stuck();
    LongAdder left = new LongAdder();
    try (XskSender sender = XskSender.create(config(kernel))) {
      Flux<Long> readings = hot.flux();
      Mono<SendReport> sending =
          sender.send(readings.onBackpressureDrop(reading -> left.increment()), WRITER);
      var report = sending.toFuture();
      long emitted = emitMoreThanFits(sender);
      kernel.setCompletions(VirtualCompletions.immediate());
      kernel.complete(Integer.MAX_VALUE);
      hot.complete();
      assertThat(report.join().accepted() + left.sum()).isEqualTo(emitted);
      assertThat(left.sum()).isPositive();
      assertThat(stage.arrived()).as("the newest is gone").isNotEmpty().doesNotContain(emitted - 1);
    }
  }

  @Test
  void shouldSendTheLatestReadingWhenThereIsRoomAgain() {
    VirtualKernel kernel = stage.stuck();
    try (XskSender sender = XskSender.create(config(kernel))) {
      Flux<Long> gauge = hot.flux();
      Mono<SendReport> sending = sender.send(gauge.onBackpressureLatest(), WRITER);
      var report = sending.toFuture();
      long emitted = emitMoreThanFits(sender);
      kernel.setCompletions(VirtualCompletions.immediate());
      kernel.complete(Integer.MAX_VALUE);
      hot.complete();
      assertThat(report.join().accepted()).isLessThan(emitted);
      assertThat(new ArrayList<>(stage.arrived())).last().isEqualTo(emitted - 1);
    }
  }

  @Test
  void shouldRideOutABurstInABoundedBuffer() {
    VirtualKernel kernel = stage.stuck();
    LongAdder left = new LongAdder();
    try (XskSender sender = XskSender.create(config(kernel))) {
      Flux<Long> events = hot.flux();
      Mono<SendReport> sending =
          sender.send(
              events.onBackpressureBuffer(
                  100, event -> left.increment(), BufferOverflowStrategy.DROP_OLDEST),
              WRITER);
      var report = sending.toFuture();
      long emitted = emitMoreThanFits(sender);
      kernel.setCompletions(VirtualCompletions.immediate());
      kernel.complete(Integer.MAX_VALUE);
      hot.complete();
      assertThat(report.join().accepted() + left.sum()).isEqualTo(emitted);
      assertThat(new ArrayList<>(stage.arrived()))
          .endsWith(LongStream.range(emitted - 100, emitted).boxed().toArray(Long[]::new));
    }
  }

  @Test
  void shouldSendOneReadingPerInterval() {
    VirtualKernel kernel = stage.stuck();
    try (XskSender sender = XskSender.create(config(kernel))) {
      Flux<Long> gauge = Flux.interval(Duration.ofMillis(1)).onBackpressureDrop();
      Mono<SendReport> sending =
          sender.send(gauge.sample(Duration.ofMillis(20)).onBackpressureLatest().take(50), WRITER);
      var report = sending.toFuture();
      await(() -> sender.counters().inFlight() == 16);
      kernel.setCompletions(VirtualCompletions.immediate());
      kernel.complete(Integer.MAX_VALUE);
      assertThat(report.join().completed()).isEqualTo(50);
    }
  }

  @Test
  void shouldAskASourceForPagesOfItsOwnSize() {
    List<Long> requests = new ArrayList<>();
    try (XskSender sender = XskSender.create(config(stage.taking()))) {
      Flux<Long> rows = Flux.range(0, 1_000).map(n -> (long) n).hide().doOnRequest(requests::add);
      Mono<SendReport> sending = sender.send(rows.limitRate(100), WRITER);
      assertThat(sending.block().completed()).isEqualTo(1_000);
    }
    assertThat(requests).first().isEqualTo(100L);
    assertThat(requests).allSatisfy(n -> assertThat(n).isLessThanOrEqualTo(100));
  }

  // ---- what not to put in front

  @Test
  void shouldFailWhenBufferTimeoutMeetsASenderThatIsHeldUp() {
    VirtualKernel kernel = stage.stuck();
    AtomicReference<Throwable> overflow = new AtomicReference<>();
    Flux<List<Long>> lists =
        Flux.interval(Duration.ofMillis(1))
            .onBackpressureDrop()
            .bufferTimeout(32, Duration.ofMillis(2))
            .doOnError(overflow::set);
    try (XskSender sender = XskSender.create(config(kernel))) {
      var sending = sender.send(lists, (list, frame) -> 14).toFuture();
      await(() -> overflow.get() != null);
      await(
          () -> {
            kernel.complete(Integer.MAX_VALUE); // what was accepted before is still sent
            return sending.isDone();
          });
      assertThatThrownBy(sending::join).hasCause(overflow.get());
    }
    assertThat(Exceptions.isOverflow(overflow.get())).isTrue();
  }

  @Test
  void shouldAskWithoutBoundThroughAnUnboundedBuffer() {
    List<Long> requests = new ArrayList<>();
    try (XskSender sender = XskSender.create(config(stage.stuck()))) {
      Flux<Long> readings = Flux.range(0, 1_000).map(n -> (long) n).doOnRequest(requests::add);
      sender.send(readings.onBackpressureBuffer(), WRITER).onErrorComplete().subscribe();
    }
    assertThat(requests).containsExactly(Long.MAX_VALUE);
  }

  /** Emits until the frames are used up, and then 1,000 more. Returns how many. */
  private long emitMoreThanFits(XskSender sender) {
    await(() -> hot.subscribeCount() > 0);
    long number = 0;
    while (sender.counters().inFlight() < 16) {
      hot.next(number++);
    }
    for (int i = 0; i < 1_000; i++) {
      hot.next(number++);
    }
    return number;
  }
}
