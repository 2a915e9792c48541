package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.xsk.SendReport;
import reactor.xsk.SendResult;
import reactor.xsk.support.Await;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualKernel;

/** How a stream ends by its source. */
@Timeout(60)
class EndingsTest {

  private final Numbered.Receiver received = new Numbered.Receiver();
  private final VirtualKernel kernel = VirtualKernel.builder().onPacket(received).build();

  static Stream<Named<UnaryOperator<Flux<Integer>>>> kinds() {
    return Stream.of(
        Named.of("SYNC-fused", flux -> flux),
        Named.of("plain", Flux::hide),
        Named.of("ASYNC-fused", flux -> flux.publishOn(Schedulers.parallel())));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void shouldReportAnEmptySource(UnaryOperator<Flux<Integer>> kind) {
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      SendReport report = sender.sendNumbers(kind.apply(Flux.range(0, 0))).block(Await.DEADLINE);

      assertThat(report).isEqualTo(SendReport.builder().build());
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void shouldFailAsItsSourceFails(UnaryOperator<Flux<Integer>> kind) {
    IllegalStateException error = new IllegalStateException("at once");
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      StepVerifier.create(sender.sendNumbers(kind.apply(Flux.error(error))))
          .expectErrorSatisfies(e -> assertThat(e).isSameAs(error))
          .verify(Await.DEADLINE);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 31, 32, 33, 1_000})
  void shouldSendWhatCameBeforeTheError(int items) {
    IllegalStateException error = new IllegalStateException("later");
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      Flux<Integer> source = Flux.range(0, items).concatWith(Flux.error(error));

      StepVerifier.create(sender.sendNumbers(source))
          .expectErrorSatisfies(e -> assertThat(e).isSameAs(error))
          .verify(Await.DEADLINE);
      assertThat(received.numbers()).hasSize(items);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void shouldTakeNothingAfterAnOperatorHasThrown(UnaryOperator<Flux<Integer>> kind) {
    kernel.setCompletions(VirtualCompletions.onDemand());
    Flux<Integer> source = kind.apply(Flux.range(0, 1_000)).map(EndingsTest::throwAtFive);
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      var report = sender.sendNumbers(source).toFuture();
      Await.until("five are sent", () -> received.numbers().size() >= 5);
      // the stream lives on until its packets are completed: that must not make it go on
      Await.staysAt("sent", 5, Duration.ofMillis(50), () -> received.numbers().size());
      kernel.complete(1_000);

      assertThatThrownBy(report::join).hasRootCauseMessage("five");
      assertThat(received.numbers()).containsExactly(0, 1, 2, 3, 4);
    }
  }

  @Test
  void shouldNotPollASourceThatHasEnded() {
    kernel.setCompletions(VirtualCompletions.onDemand());
    AtomicInteger cleanups = new AtomicInteger();
    Flux<Integer> source =
        Flux.generate(
            () -> 0,
            (n, sink) -> {
              if (n < 5) {
                sink.next(n);
              } else {
                sink.complete();
              }
              return n + 1;
            },
            state -> cleanups.incrementAndGet());
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      var report = sender.sendNumbers(source).toFuture();
      Await.until("five are sent", () -> received.numbers().size() == 5);
      Await.staysAt("cleanups", 1, Duration.ofMillis(30), cleanups::get);
      kernel.complete(5);

      assertThat(report.join().completed()).isEqualTo(5);
    }
  }

  @Test
  void shouldFailWhenAQueueThrowsAfterItsFusedSourceHasCompleted() {
    // publishOn completes at once, and leaves the iterator to the loop
    Iterable<Integer> numbers =
        () -> IntStream.range(0, 100).map(EndingsTest::throwAtFive).iterator();
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      Flux<Integer> source = Flux.fromIterable(numbers).publishOn(Schedulers.immediate());
      StepVerifier.create(sender.sendNumbers(source))
          .expectErrorMessage("five")
          .verify(Await.DEADLINE);
      assertThat(received.numbers()).startsWith(0, 1, 2, 3, 4);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void shouldTellResultsBeforeTheError(UnaryOperator<Flux<Integer>> kind) {
    Flux<Integer> source =
        kind.apply(Flux.range(0, 100)).concatWith(Flux.error(new IllegalStateException("later")));
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      StepVerifier.create(sender.sendNumbersWithResults(source).map(SendResult::item))
          .expectNextSequence(IntStream.range(0, 100).boxed().toList())
          .expectErrorMessage("later")
          .verify(Await.DEADLINE);
    }
  }

  private static int throwAtFive(int number) {
    if (number == 5) {
      throw new IllegalStateException("five");
    }
    return number;
  }
}
