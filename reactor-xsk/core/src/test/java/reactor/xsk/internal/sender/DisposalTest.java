package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.xsk.SendReport;
import reactor.xsk.XskClosedException;
import reactor.xsk.XskException;
import reactor.xsk.support.Await;
import reactor.xsk.support.LoopThreads;
import reactor.xsk.support.VirtualSender;

/** What users of Reactor's Disposable know, of a sender. */
@Timeout(60)
class DisposalTest {

  private final VirtualSender sender = VirtualSender.open();

  @Test
  void shouldCompleteOnDisposeOnceTheSenderIsClosed() {
    assertThat(sender.isDisposed()).isFalse();

    StepVerifier.create(sender.onDispose())
        .expectSubscription()
        .expectNoEvent(Duration.ofMillis(20))
        .then(sender::close)
        .expectComplete()
        .verify(Await.DEADLINE);
    assertThat(sender.isDisposed()).isTrue();
  }

  @Test
  void shouldSignalTheEndToThoseWhoSubscribeLater() {
    sender.close();

    StepVerifier.create(sender.onDispose()).expectComplete().verify(Await.DEADLINE);
  }

  @Test
  void shouldNotCloseWhenOnDisposeIsCancelled() {
    sender.onDispose().subscribe().dispose();

    assertThat(sender.sendNumbers(Flux.range(0, 3)).block(Await.DEADLINE).completed()).isEqualTo(3);
    sender.close();
  }

  @Test
  void shouldFailOnDisposeWithWhatEndedTheSenderBeforeTheNextSend() {
    Mono<SendReport> cutOff = sender.sendNumbers(Flux.<Integer>never().startWith(1));
    cutOff.onErrorComplete().subscribe();
    sender.kernel().removeInterface();
    sender.sendNumbers(Flux.range(0, 3)).onErrorComplete().block(Await.DEADLINE);

    StepVerifier.create(sender.onDispose())
        .expectErrorSatisfies(
            e ->
                assertThat(e)
                    .asInstanceOf(type(XskException.class))
                    .extracting(XskException::reason)
                    .isEqualTo("ENXIO"))
        .verify(Await.DEADLINE);
    assertThat(sender.isDisposed()).isTrue();
  }

  @Test
  void shouldCompleteDisposeLaterOfASenderThatHadFailed() {
    sender.kernel().removeInterface();
    sender.sendNumbers(Flux.range(0, 3)).onErrorComplete().block(Await.DEADLINE);

    StepVerifier.create(sender.disposeLater()).expectComplete().verify(Await.DEADLINE);
  }

  @Test
  void shouldCloseFromAnEventLoopThatMustNotBlock() {
    Publisher<Void> closing = sender.disposeLater().subscribeOn(Schedulers.parallel());
    assertThat(sender.isDisposed()).as("lazy").isFalse();

    StepVerifier.create(closing).expectComplete().verify(Await.DEADLINE);
    Await.until("the thread has ended", () -> LoopThreads.of(sender.interfaceName()).isEmpty());
  }

  @Test
  void shouldEndOpenStreamsWithTheirAccountWhenDisposed() {
    Disposable.Composite all = Disposables.composite(sender);

    StepVerifier.create(sender.sendNumbers(Flux.range(0, 3).concatWith(Flux.never())))
        .expectSubscription()
        .then(() -> Await.until("sent", () -> sender.counters().completed() == 3))
        .then(all::dispose)
        .expectErrorSatisfies(
            e -> assertThat(Ending.reportOf(e, XskClosedException.class).completed()).isEqualTo(3))
        .verify(Await.DEADLINE);
    StepVerifier.create(sender.onDispose()).expectComplete().verify(Await.DEADLINE);
  }

  @Test
  void shouldDisposeAgainAndAgainFromEveryMethod() {
    sender.dispose();
    sender.dispose();
    sender.close();
    sender.disposeLater().block(Await.DEADLINE);
    sender.disposeLater().block(Await.DEADLINE);

    assertThat(sender.isDisposed()).isTrue();
  }
}
