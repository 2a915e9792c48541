package reactor.xsk.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.xsk.PacketWriter;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendReport;
import reactor.xsk.SendResult;
import reactor.xsk.support.Await;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.VirtualSender;

/** Reactor's context and its tools go through a sender as through any operator. */
@Timeout(60)
class ContextTest {

  private static final PacketWriter<Integer> FAILS_AT_3 =
      (number, frame) -> {
        if (number == 3) {
          throw new IllegalArgumentException("three");
        }
        return Numbered.WRITER.write(number, frame);
      };

  // ---- context

  private static Flux<Integer> noting(List<Object> tenants) {
    return Flux.deferContextual(
        context -> {
          tenants.add(context.get("tenant"));
          return Flux.range(0, 3);
        });
  }

  @Test
  void shouldHandTheContextToTheSourceOfSend() {
    try (VirtualSender sender = VirtualSender.open()) {
      List<Object> seen = new ArrayList<>();
      Flux<Integer> source = noting(seen);
      sender.sendNumbers(source).contextWrite(context -> context.put("tenant", 42)).block();
      assertThat(seen).containsExactly(42);
    }
  }

  @Test
  void shouldHandTheContextToTheSourceOfSendWithResults() {
    try (VirtualSender sender = VirtualSender.open()) {
      List<Object> seen = new ArrayList<>();
      Flux<Integer> source = noting(seen);
      sender
          .sendNumbersWithResults(source)
          .contextWrite(context -> context.put("tenant", 42))
          .blockLast();
      assertThat(seen).containsExactly(42);
    }
  }

  // ---- onErrorContinue

  @Test
  void shouldCountAFailedWriteAndNotHideItWithOnErrorContinue() {
    try (VirtualSender sender = VirtualSender.open()) {
      AtomicInteger continued = new AtomicInteger();
      Mono<SendReport> sending =
          sender
              .send(Flux.range(0, 10), FAILS_AT_3)
              .onErrorContinue((error, item) -> continued.incrementAndGet());
      SendReport report = sending.block();

      assertThat(report.failed()).isEqualTo(1);
      assertThat(report.completed()).isEqualTo(9);
      assertThat(report.firstFailure()).hasRootCauseMessage("three");
      assertThat(continued).as("calls of onErrorContinue").hasValue(0);
    }
  }

  @Test
  void shouldTellAFailedWriteAsAResultInSpiteOfOnErrorContinue() {
    try (VirtualSender sender = VirtualSender.open()) {
      AtomicInteger continued = new AtomicInteger();
      List<SendResult<Integer>> results =
          sender
              .sendWithResults(Flux.range(0, 10), FAILS_AT_3)
              .onErrorContinue((error, item) -> continued.incrementAndGet())
              .collectList()
              .block();

      assertThat(results.stream().filter(r -> r.outcome() == SendOutcome.FAILED))
          .extracting(SendResult::item)
          .containsExactly(3);
      assertThat(results).hasSize(10);
      assertThat(continued).as("calls of onErrorContinue").hasValue(0);
    }
  }

  @Test
  void shouldFailTheStreamInSpiteOfOnErrorContinueWhenTheSenderIsClosed() {
    VirtualSender sender = VirtualSender.open();
    AtomicReference<Throwable> error = new AtomicReference<>();
    sender
        .sendNumbers(Flux.never())
        .onErrorContinue((e, item) -> {})
        .subscribe(report -> {}, error::set);
    sender.close();
    assertThat(error.get()).isInstanceOf(reactor.xsk.XskClosedException.class);
  }

  // ---- tracing

  @Test
  void shouldBeNamedInTheTracebackOfACheckpoint() {
    try (VirtualSender sender = VirtualSender.open()) {
      Flux<Integer> failing = Flux.<Integer>error(new IllegalStateException("upstream"));
      StepVerifier.create(sender.sendNumbers(failing).checkpoint("after the sender"))
          .expectErrorSatisfies(
              e ->
                  assertThat(e)
                      .hasMessage("upstream")
                      .satisfies(
                          it ->
                              assertThat(it.getSuppressed()[0])
                                  .hasMessageContaining("after the sender")))
          .verify(Await.DEADLINE);
    }
  }

  @Test
  void shouldBeNamedOnTheWayOfAnErrorWhenOperatorsAreTraced() {
    Hooks.onOperatorDebug();
    try (VirtualSender sender = VirtualSender.open()) {
      Flux<Integer> failing = Flux.<Integer>error(new IllegalStateException("upstream"));
      StepVerifier.create(sender.sendNumbers(failing))
          .expectErrorSatisfies(e -> assertTraced(e, "MonoSend"))
          .verify(Await.DEADLINE);
      StepVerifier.create(sender.sendNumbersWithResults(failing))
          .expectErrorSatisfies(e -> assertTraced(e, "FluxSendResults"))
          .verify(Await.DEADLINE);
    } finally {
      Hooks.resetOnOperatorDebug();
    }
  }

  private static void assertTraced(Throwable e, String operator) {
    assertThat(e.getSuppressed()).hasSize(1);
    assertThat(e.getSuppressed()[0]).hasMessageContainingAll("Flux.error", operator);
  }

  @Test
  void shouldBeNamedWhenOperatorsAreTracedAndTheSenderFailsTheStream() {
    Hooks.onOperatorDebug();
    VirtualSender sender = VirtualSender.open();
    AtomicReference<Throwable> error = new AtomicReference<>();
    try {
      sender.sendNumbers(Flux.never()).subscribe(report -> {}, error::set);
    } finally {
      Hooks.resetOnOperatorDebug();
      sender.close();
    }
    assertThat(error.get().getSuppressed()[0])
        .hasMessageContaining("Assembly trace from producer")
        .hasMessageContaining("MonoSend");
  }

  @Test
  void shouldLeadAScanFromItsSubscriberToItsSource() {
    try (VirtualSender sender = VirtualSender.open()) {
      Flux<Integer> source = Flux.<Integer>never().hide().map(number -> number);
      assertScannable(sender.sendNumbers(source), source);
      assertScannable(sender.sendNumbersWithResults(source), source);
    }
  }

  private static <T> void assertScannable(org.reactivestreams.Publisher<T> sending, Object source) {
    assertThat(Scannable.from(sending).scan(Attr.PARENT)).isSameAs(source);
    assertThat(Scannable.from(sending).scan(Attr.RUN_STYLE)).isEqualTo(Attr.RunStyle.ASYNC);
    assertThat(Scannable.from(sending).scanOrDefault(Attr.PREFETCH, 0)).isPositive();

    AtomicReference<Subscription> seen = new AtomicReference<>();
    BaseSubscriber<T> subscriber =
        new BaseSubscriber<>() {
          @Override
          protected void hookOnSubscribe(Subscription subscription) {
            seen.set(subscription);
          }
        };
    ((reactor.core.CorePublisher<T>) sending).subscribe((CoreSubscriber<T>) subscriber);
    Scannable downstream = Scannable.from(seen.get());
    assertThat(downstream.scanUnsafe(Attr.ACTUAL)).isSameAs(subscriber);
    assertThat(downstream.scan(Attr.TERMINATED)).isFalse();
    assertThat(downstream.steps()).as("from the source to the sender").contains("map", "send");
    subscriber.cancel();
    assertThat(downstream.scan(Attr.CANCELLED)).isTrue();
  }
}
