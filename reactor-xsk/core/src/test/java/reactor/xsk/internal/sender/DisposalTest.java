package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.xsk.LossPolicy;
import reactor.xsk.SendReport;
import reactor.xsk.XskClosedException;
import reactor.xsk.XskException;
import reactor.xsk.support.Await;
import reactor.xsk.support.LoopThreads;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualKernel;

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
  void shouldSignalTheEndToAllWhateverTheFirstSubscriberThrows() {
    sender.disposeLater().subscribe(new ThrowsAtTheEnd());
    sender.onDispose().subscribe(new ThrowsAtTheEnd());

    StepVerifier.create(sender.onDispose()).expectComplete().verify(Await.DEADLINE);
    StepVerifier.create(sender.disposeLater()).expectComplete().verify(Await.DEADLINE);
  }

  private static final class ThrowsAtTheEnd implements CoreSubscriber<Void> {

    @Override
    public void onSubscribe(Subscription s) {
      s.request(1);
    }

    @Override
    public void onNext(Void nothing) {}

    @Override
    public void onError(Throwable error) {
      throw new IllegalStateException("onError", error);
    }

    @Override
    public void onComplete() {
      throw new IllegalStateException("onComplete");
    }
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

  @Test
  void shouldNotWaitForAQueueThatStaysBusyWhenItIsClosedWhileItRebuilds() {
    VirtualKernel kernel = VirtualKernel.create();
    AtomicReference<Throwable> error = new AtomicReference<>();
    VirtualSender rebuilding =
        VirtualSender.open(
            kernel,
            it ->
                it.lossPolicy(LossPolicy.REBUILD)
                    .completionTimeout(Duration.ofMillis(20))
                    .closeTimeout(Duration.ofMillis(50))
                    .bindTimeout(Duration.ofMinutes(1)));
    kernel.failBind(16, Integer.MAX_VALUE);
    kernel.loseCompletions(1);
    rebuilding
        .sendNumbers(Flux.range(0, 1).concatWith(Flux.never()))
        .subscribe(r -> {}, error::set);
    Await.until("the loop waits for the queue", () -> isIn(rebuilding, "openSocket"));
    rebuilding.close();

    Await.until("the thread has ended", () -> LoopThreads.of(rebuilding.interfaceName()).isEmpty());
    assertThat(error.get()).isInstanceOf(XskException.class);
  }

  private static boolean isIn(VirtualSender sender, String method) {
    return LoopThreads.of(sender.interfaceName()).stream()
        .flatMap(thread -> Stream.of(thread.getStackTrace()))
        .anyMatch(frame -> frame.getMethodName().equals(method));
  }
}
