package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.xsk.SendReport;
import reactor.xsk.XskClosedException;
import reactor.xsk.XskException;
import reactor.xsk.support.Await;
import reactor.xsk.support.LoopThreads;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualKernel;

/** Code of a user blocks the loop thread: then the loop is blocked, and whoever closes is not. */
@Timeout(60)
class BlockedLoopTest {

  /** Closing gives up a second after the timeout; the rest is for a machine under load. */
  private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(20);

  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicBoolean blocked = new AtomicBoolean();
  private final List<SendReport> reports = new CopyOnWriteArrayList<>();
  private final AtomicReference<Throwable> error = new AtomicReference<>();
  private final VirtualSender sender =
      VirtualSender.open(
          VirtualKernel.create(),
          it -> it.closeTimeout(Duration.ofMillis(50)).reportListener(this::onReport));
  private boolean listenerBlocks;

  /** Where the code is that blocks. */
  enum Place {
    WRITER,
    FUSED_SOURCE,
    SOURCE_IN_REQUEST,
    SUBSCRIBER_OF_RESULTS,
    SUBSCRIBER_OF_THE_REPORT,
    REPORT_LISTENER
  }

  /** As code does that waits for a lock: an interrupt does not end it. */
  private void block() {
    blocked.set(true);
    boolean interrupted = false;
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    while (release.getCount() > 0 && System.nanoTime() - deadlineNs < 0) {
      try {
        release.await(40, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void onReport(SendReport report) {
    reports.add(report);
    if (listenerBlocks && LoopThreads.isCurrent()) {
      block();
    }
  }

  private void blockIn(Place place) {
    switch (place) {
      case WRITER ->
          sender.send(Flux.range(0, 100), this::blockAtTen).subscribe(r -> {}, error::set);
      case FUSED_SOURCE ->
          sender
              .sendNumbers(Flux.range(0, 100).map(this::blockAtTen))
              .subscribe(r -> {}, error::set);
      case SOURCE_IN_REQUEST ->
          sender
              .sendNumbers(Flux.range(0, 100).map(this::blockAtTen).hide())
              .subscribe(r -> {}, error::set);
      case SUBSCRIBER_OF_RESULTS ->
          sender
              .sendNumbersWithResults(Flux.range(0, 100))
              .subscribe(result -> blockAtTen(result.item()), error::set);
      case SUBSCRIBER_OF_THE_REPORT ->
          sender.sendNumbers(Flux.range(0, 100)).subscribe(r -> block());
      case REPORT_LISTENER -> {
        listenerBlocks = true;
        sender.sendNumbers(Flux.range(0, 100)).subscribe();
      }
    }
    Await.until("the loop is blocked", blocked::get);
  }

  private int blockAtTen(int number, MemorySegment frame) {
    return Numbered.WRITER.write(blockAtTen(number), frame);
  }

  private int blockAtTen(int number) {
    if (number == 10) {
      block();
    }
    return number;
  }

  @AfterEach
  void letGo() {
    release.countDown();
    sender.close();
    Await.until("the thread has ended", () -> LoopThreads.of(sender.interfaceName()).isEmpty());
  }

  private Duration timeToClose() {
    long beganNs = System.nanoTime();
    sender.close();
    return Duration.ofNanos(System.nanoTime() - beganNs);
  }

  @ParameterizedTest
  @EnumSource
  void shouldReturnFromCloseWhileTheLoopIsBlocked(Place place) {
    blockIn(place);

    assertThat(timeToClose()).isLessThan(CLOSE_DEADLINE);
    assertThat(LoopThreads.of(sender.interfaceName())).as("still blocked").isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void shouldEndTheOtherStreamsWhileTheLoopIsBlocked(Place place) {
    AtomicReference<Throwable> other = new AtomicReference<>();
    sender.sendNumbers(Flux.<Integer>never()).subscribe(r -> {}, other::set);
    blockIn(place);
    sender.close();

    assertThat(Ending.reportOf(other.get(), XskClosedException.class).accepted()).isZero();
    assertThat(other.get()).hasMessageContaining("thread=xsk-tx-" + sender.interfaceName());
  }

  @ParameterizedTest
  @EnumSource(
      value = Place.class,
      names = {"WRITER", "FUSED_SOURCE", "SOURCE_IN_REQUEST"})
  void shouldEndTheStreamThatBlocksWithAnAccountInWhichTheUndecidedIsLost(Place place) {
    blockIn(place);
    sender.close();

    SendReport report = Ending.reportOf(error.get(), XskClosedException.class);
    assertThat(report.accepted()).isEqualTo(report.completed() + report.lost());
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseStreamsOnceCloseHasReturned(Place place) {
    blockIn(place);
    sender.close();

    StepVerifier.create(sender.sendNumbers(Flux.range(0, 3)))
        .expectError(XskClosedException.class)
        .verify(Await.DEADLINE);
  }

  @ParameterizedTest
  @EnumSource
  void shouldReleaseEverythingAndReportTheTrueAccountOnceTheLoopComesBack(Place place) {
    blockIn(place);
    sender.close();
    release.countDown();
    Await.until("the thread has ended", () -> LoopThreads.of(sender.interfaceName()).isEmpty());

    assertThat(reports).hasSize(1);
    assertThat(reports.getFirst().lost()).isZero();
    assertThat(sender.counters().freeFrames()).isEqualTo(sender.config().frameCount());
    assertThat(sender.counters().openStreams()).isZero();
  }

  @Test
  void shouldReturnAtOnceFromTheSecondCloseOfABlockedLoop() {
    blockIn(Place.WRITER);
    sender.close();

    assertThat(Collections.min(List.of(timeToClose(), timeToClose())))
        .isLessThan(Duration.ofMillis(900));
  }

  @Test
  void shouldCloseFromTheEndOfAStreamThatCloseHasGivenUp() {
    AtomicReference<Duration> inner = new AtomicReference<>();
    sender.sendNumbers(Flux.<Integer>never()).subscribe(r -> {}, e -> inner.set(timeToClose()));
    blockIn(Place.WRITER);
    sender.close();

    Await.until("it was closed there", () -> inner.get() != null);
    assertThat(inner.get()).isLessThan(Duration.ofMillis(990));
  }

  @Test
  void shouldInterruptCodeThatBlocksWhenItGivesUp() {
    sender
        .send(
            Flux.range(0, 1),
            (number, frame) -> {
              blocked.set(true);
              try {
                release.await(40, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return 60;
            })
        .subscribe(r -> {}, error::set);
    Await.until("the loop is blocked", blocked::get);
    sender.close();

    Await.until("the thread has ended", () -> LoopThreads.of(sender.interfaceName()).isEmpty());
    assertThat(reports).singleElement().extracting(SendReport::failed).isEqualTo(1L);
  }

  @Test
  void shouldKeepAnInterruptOfTheThreadThatCloses() throws Exception {
    blockIn(Place.WRITER);
    AtomicBoolean kept = new AtomicBoolean();
    Thread closer =
        Thread.ofVirtual()
            .start(
                () -> {
                  Thread.currentThread().interrupt();
                  sender.close();
                  kept.set(Thread.currentThread().isInterrupted());
                });

    assertThat(closer.join(CLOSE_DEADLINE)).isTrue();
    assertThat(kept).isTrue();
  }

  @Test
  void shouldFailDisposeLaterWithTheStackOfTheLoopAndBlockNoOneMeanwhile() {
    blockIn(Place.WRITER);

    StepVerifier.create(sender.disposeLater().subscribeOn(Schedulers.parallel()))
        .expectErrorSatisfies(
            e -> {
              assertThat(e)
                  .asInstanceOf(type(XskException.class))
                  .extracting(XskException::operation)
                  .isEqualTo("close");
              assertThat(e.getCause()).hasStackTraceContaining("BlockedLoopTest.block");
            })
        .verify(CLOSE_DEADLINE);
    StepVerifier.create(sender.onDispose()).expectError(XskException.class).verify(Await.DEADLINE);
  }

  @Test
  void shouldGiveBackEachItemOnceInAResultOrToTheDiscardHook() throws Exception {
    AtomicInteger[] ends = new AtomicInteger[100];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = new AtomicInteger();
    }
    AtomicInteger emitted = new AtomicInteger();
    sender
        .sendWithResults(
            Flux.range(0, 100).doOnNext(i -> emitted.incrementAndGet()).hide(), this::blockAtTen)
        .doOnDiscard(Integer.class, i -> ends[i].incrementAndGet())
        .subscribe(result -> ends[result.item()].incrementAndGet(), error::set);
    Await.until("the loop is blocked", blocked::get);
    sender.close();
    release.countDown();
    assertThat(LoopThreads.of(sender.interfaceName()).map(this::hasEnded).orElse(true)).isTrue();

    assertThat(error.get()).isInstanceOf(XskClosedException.class);
    for (int i = 0; i < emitted.get(); i++) {
      assertThat(ends[i]).as("item %d", i).hasValue(1);
    }
  }

  private boolean hasEnded(Thread thread) {
    try {
      return thread.join(Await.DEADLINE);
    } catch (InterruptedException e) {
      return false;
    }
  }
}
