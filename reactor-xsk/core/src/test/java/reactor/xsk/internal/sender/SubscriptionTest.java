package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.xsk.SendReport;
import reactor.xsk.SendResult;
import reactor.xsk.XskCounters;
import reactor.xsk.support.Await;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.ProbeSource;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualKernel;

/** What a subscriber may do: subscribe again, wait, cancel; and what not: block the loop. */
@Timeout(60)
class SubscriptionTest {

  private final Numbered.Receiver received = new Numbered.Receiver();
  private final VirtualKernel kernel = VirtualKernel.builder().onPacket(received).build();

  @ParameterizedTest
  @MethodSource("reactor.xsk.internal.sender.EndingsTest#kinds")
  void shouldTakeNothingMoreAfterCancel(UnaryOperator<Flux<Integer>> kind) {
    try (VirtualSender sender = VirtualSender.neverCompleting(it -> it.frameCount(64))) {
      Disposable stream =
          sender
              .sendNumbers(kind.apply(Flux.range(0, Integer.MAX_VALUE)))
              .onErrorComplete()
              .subscribe();
      Await.until("all frames are out", () -> sender.kernel().waitingCompletions() == 64);
      stream.dispose();
      sender.kernel().complete(64);
      Await.until("the stream has ended", () -> sender.counters().openStreams() == 0);

      Await.until("all frames are back", () -> sender.counters().freeFrames() == 64);
      Await.staysAt("taken", 64, Duration.ofMillis(20), () -> taken(sender.counters()));
      assertThat(sender.counters().completed()).as("what was in flight counts").isEqualTo(64);
    }
  }

  /** What a plain source has handed over ahead counts as accepted and discarded. */
  private static long taken(XskCounters counters) {
    return counters.accepted() - counters.discarded();
  }

  @Test
  void shouldCancelTheSourceOnCancel() {
    ProbeSource<Integer> source = new ProbeSource<>();
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      Disposable stream = sender.sendNumbers(source).subscribe();
      source.awaitRequested(1);
      stream.dispose();

      assertThat(source.isCancelled()).isTrue();
    }
  }

  @Test
  void shouldDiscardItemsThatComeAfterCancel() {
    ProbeSource<Integer> source = new ProbeSource<>();
    ConcurrentLinkedQueue<Integer> discarded = new ConcurrentLinkedQueue<>();
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      Disposable stream =
          sender.sendNumbers(source).doOnDiscard(Integer.class, discarded::add).subscribe();
      source.awaitRequested(1);
      stream.dispose();
      Await.until("the stream has ended", () -> sender.counters().openStreams() == 0);
      source.emit(1);
      source.emit(2);

      assertThat(discarded).containsExactly(1, 2);
    }
  }

  @Test
  void shouldTakeNothingWhenCancelledInOnSubscribe() {
    AtomicInteger emitted = new AtomicInteger();
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      for (int i = 0; i < 100; i++) {
        Flux<Integer> source = Flux.range(0, 100).doOnNext(n -> emitted.incrementAndGet());
        sender
            .sendNumbers(i % 2 == 0 ? source : source.hide())
            .subscribe(
                new BaseSubscriber<>() {
                  @Override
                  protected void hookOnSubscribe(Subscription subscription) {
                    subscription.cancel();
                  }
                });
      }
      sender.sendNumbers(Flux.range(0, 10)).block(Await.DEADLINE);

      Await.until("none is open", () -> sender.counters().openStreams() == 0);
      assertThat(emitted).hasValue(0);
      assertThat(sender.counters().accepted()).isEqualTo(10);
    }
  }

  @Test
  void shouldNotTouchTheSourceBeforeItIsSubscribed() {
    ProbeSource<Integer> source = new ProbeSource<>();
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      sender.sendNumbers(source);
      sender.sendNumbersWithResults(source);
      sender.sendNumbers(Flux.range(0, 10)).block(Await.DEADLINE);

      assertThat(source.requested()).isZero();
    }
  }

  @Test
  void shouldGiveEachSubscriptionAStreamOfItsOwn() {
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      var send = sender.sendNumbers(Flux.range(0, 10));

      assertThat(send.block(Await.DEADLINE).completed()).isEqualTo(10);
      assertThat(send.block(Await.DEADLINE).completed()).isEqualTo(10);
      assertThat(sender.counters().completed()).isEqualTo(20);
    }
  }

  @Test
  void shouldWaitForTheRequestOfTheReport() {
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      StepVerifier.create(sender.sendNumbers(Flux.range(0, 10)), 0)
          .expectSubscription()
          .expectNoEvent(Duration.ofMillis(50))
          .thenRequest(1)
          .expectNextMatches(SendReport::isClean)
          .expectComplete()
          .verify(Await.DEADLINE);
    }
  }

  @Test
  void shouldRefuseToBlockTheLoop() {
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      List<SendResult<Integer>> results =
          sender
              .<Integer>sendWithResults(
                  Flux.range(0, 1),
                  (number, frame) -> sender.sendNumbers(Flux.range(0, 1)).block().hashCode())
              .collectList()
              .block(Await.DEADLINE);

      assertThat(results)
          .singleElement()
          .extracting(SendResult::exception)
          .asInstanceOf(type(Throwable.class))
          .satisfies(e -> assertThat(e.getCause()).hasMessageContaining("not supported in thread"));
    }
  }
}
