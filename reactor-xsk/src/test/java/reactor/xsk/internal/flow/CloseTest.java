package reactor.xsk.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendReport;
import reactor.xsk.SendResult;
import reactor.xsk.XskClosedException;
import reactor.xsk.XskException;
import reactor.xsk.support.Await;
import reactor.xsk.support.LoopThreads;
import reactor.xsk.support.ProbeSource;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;

/** How {@code close()} and a fatal error end streams, sender and thread. */
@Timeout(60)
class CloseTest {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldEndAnOpenStreamWithItsReport(boolean fused) {
    VirtualSender sender = VirtualSender.open();
    Flux<Integer> endless = Flux.range(0, Integer.MAX_VALUE);
    AtomicReference<Throwable> error = new AtomicReference<>();
    sender.sendNumbers(fused ? endless : endless.hide()).subscribe(report -> {}, error::set);
    Await.until("the stream runs", () -> sender.counters().completed() > 10_000);
    sender.close();

    SendReport report = reportOf(error.get(), XskClosedException.class);
    assertThat(report.accepted()).isEqualTo(sender.counters().accepted()).isGreaterThan(10_000);
    assertThat(report.completed()).as("drained").isEqualTo(report.accepted());
  }

  @Test
  void shouldSendWhatWasHandedOver() {
    VirtualKernel kernel = VirtualKernel.create();
    VirtualSender sender = VirtualSender.open(kernel, it -> it);
    kernel.setCarrier(false); // the loop stops after the first packet
    ProbeSource<Integer> source = new ProbeSource<>();
    AtomicReference<Throwable> error = new AtomicReference<>();
    sender.sendNumbers(source).subscribe(report -> {}, error::set);
    source.awaitRequested(20);
    source.emit(0);
    Await.until("it waits for the link", () -> sender.counters().linkWaits() == 1);
    for (int i = 1; i < 20; i++) {
      source.emit(i);
    }
    CompletableFuture<Void> closing = CompletableFuture.runAsync(sender::close);
    Await.until("close has cancelled the source", source::isCancelled);
    kernel.setCarrier(true);
    closing.join();

    SendReport report = reportOf(error.get(), XskClosedException.class);
    assertThat(report.accepted()).isEqualTo(20);
    assertThat(report.dropped()).isEqualTo(1);
    assertThat(report.completed()).isEqualTo(19);
  }

  @Test
  void shouldWaitForCompletionsUpToTheTimeout() {
    VirtualKernel kernel =
        VirtualKernel.builder()
            .completions(VirtualCompletions.after(Duration.ofMillis(200)))
            .build();
    VirtualSender sender = VirtualSender.open(kernel, it -> it);
    AtomicReference<Throwable> error = new AtomicReference<>();
    sender.sendNumbers(Flux.range(0, 1_000_000)).subscribe(report -> {}, error::set);
    Await.until("the frames are out", () -> sender.counters().inFlight() == 2_048);
    sender.close();

    SendReport report = reportOf(error.get(), XskClosedException.class);
    assertThat(report.isClean()).as("all completed: %s", report).isTrue();
    assertThat(report.accepted()).isGreaterThanOrEqualTo(2_048);
  }

  @Test
  void shouldReportAsLostWhatWasNotGivenBackInTime() {
    VirtualSender sender =
        VirtualSender.neverCompleting(it -> it.frameCount(64).closeTimeout(Duration.ofMillis(200)));
    AtomicReference<Throwable> error = new AtomicReference<>();
    sender.sendNumbers(Flux.range(0, 1_000)).subscribe(report -> {}, error::set);
    Await.until("the frames are out", () -> sender.counters().inFlight() == 64);
    sender.kernel().complete(10);
    Await.until("they are out again", () -> sender.counters().accepted() == 74);
    long startNs = System.nanoTime();
    sender.close();
    long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);

    SendReport report = reportOf(error.get(), XskClosedException.class);
    assertThat(report.accepted()).isEqualTo(74);
    assertThat(report.completed()).isEqualTo(10);
    assertThat(report.lost()).isEqualTo(64);
    assertThat(report.firstFailure()).hasMessageContaining("never gave its frame back");
    assertThat(tookMs).as("ms that close took").isBetween(195L, 5_000L);
    assertThat(sender.counters().lost()).isEqualTo(64);
    assertThat(sender.counters().freeFrames()).as("free frames").isEqualTo(64);
  }

  @Test
  void shouldNotCallLostWhatHasComeBackAtTheDeadline() {
    VirtualSender sender =
        VirtualSender.open(VirtualKernel.create(), it -> it.closeTimeout(Duration.ZERO));
    AtomicReference<Throwable> error = new AtomicReference<>();
    // closed while a window is written: it is published, kicked and completed in that same pass
    sender
        .send(
            Flux.range(0, 1_000),
            (number, frame) -> {
              if (number == 10) {
                sender.close();
              }
              return 60;
            })
        .subscribe(report -> {}, error::set);
    Await.until("the stream has failed", () -> error.get() != null);

    SendReport report = reportOf(error.get(), XskClosedException.class);
    assertThat(report.completed()).as("%s", report).isEqualTo(32);
    assertThat(report.isClean()).isTrue();
  }

  @Test
  void shouldReportAsFailedWhatTheKernelNeverTook() {
    VirtualKernel kernel = VirtualKernel.create();
    VirtualSender sender =
        VirtualSender.open(kernel, it -> it.closeTimeout(Duration.ofMillis(100)));
    kernel.onNextKicks(VirtualFault.takeOnly(5), VirtualFault.again().times(1_000_000));
    List<SendResult<Integer>> results = new ArrayList<>();
    AtomicReference<Throwable> error = new AtomicReference<>();
    sender.sendNumbersWithResults(Flux.range(0, 32)).subscribe(results::add, error::set);
    Await.until("five are completed", () -> sender.counters().completed() == 5);
    sender.close();

    assertThat(results).hasSize(32);
    assertThat(results.subList(5, 32))
        .allSatisfy(
            it -> {
              assertThat(it.outcome()).isEqualTo(SendOutcome.FAILED);
              assertThat(it.exception()).hasMessageContaining("the kernel did not take the packet");
            });
    assertThat(sender.counters().freeFrames()).as("free frames").isEqualTo(2_048);
  }

  @Test
  void shouldTellTheResultOfEveryAcceptedItem() {
    VirtualKernel kernel = VirtualKernel.create();
    VirtualSender sender = VirtualSender.open(kernel, it -> it.closeTimeout(Duration.ZERO));
    kernel.setCarrier(false); // the loop stops after the first packet
    List<SendResult<Integer>> results = new ArrayList<>();
    AtomicReference<Throwable> error = new AtomicReference<>();
    ProbeSource<Integer> source = new ProbeSource<>();
    sender.sendNumbersWithResults(source).subscribe(results::add, error::set);
    source.awaitRequested(80);
    source.emit(0);
    Await.until("it waits for the link", () -> sender.counters().linkWaits() == 1);
    for (int i = 1; i < 80; i++) {
      source.emit(i);
    }
    sender.close();

    SendReport report = reportOf(error.get(), XskClosedException.class);
    assertThat(results).as("results; the report is %s", report).hasSize((int) report.accepted());
    assertThat(report.accepted()).isEqualTo(80);
    assertThat(report.discarded()).isEqualTo(79);
    assertThat(results).extracting(SendResult::item).doesNotHaveDuplicates();
  }

  @Test
  void shouldBeIdempotent() {
    VirtualSender sender = VirtualSender.open();
    sender.close();
    sender.close();
    sender.close();

    assertThat(LoopThreads.of(sender.interfaceName())).isEmpty();
  }

  @Test
  void shouldReturnFromAllThreadsThatClose() throws Exception {
    VirtualSender sender = VirtualSender.open();
    sender.sendNumbers(Flux.range(0, Integer.MAX_VALUE)).onErrorComplete().subscribe();
    CountDownLatch start = new CountDownLatch(1);
    List<CompletableFuture<Boolean>> closers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      closers.add(
          CompletableFuture.supplyAsync(
              () -> {
                awaitQuietly(start);
                sender.close();
                return LoopThreads.of(sender.interfaceName()).isEmpty();
              },
              task -> Thread.ofVirtual().start(task)));
    }
    start.countDown();

    for (CompletableFuture<Boolean> closer : closers) {
      assertThat(closer.get(10, TimeUnit.SECONDS)).as("the thread has ended").isTrue();
    }
  }

  @Test
  void shouldCloseFromACallbackOnTheLoopThread() {
    VirtualSender sender = VirtualSender.open();
    AtomicReference<Throwable> error = new AtomicReference<>();
    sender
        .sendNumbersWithResults(Flux.range(0, Integer.MAX_VALUE))
        .subscribe(
            result -> {
              if (result.item() == 1_000) {
                sender.close();
              }
            },
            error::set);

    Await.until("the stream has ended", () -> error.get() != null);
    assertThat(error.get()).isInstanceOf(XskClosedException.class);
    Await.until("the thread has ended", () -> LoopThreads.of(sender.interfaceName()).isEmpty());
  }

  @Test
  void shouldCloseFromTheWriter() {
    VirtualSender sender = VirtualSender.open();

    StepVerifier.create(
            sender.send(
                Flux.range(0, Integer.MAX_VALUE),
                (number, frame) -> {
                  if (number == 100) {
                    sender.close();
                  }
                  return 60;
                }))
        .expectError(XskClosedException.class)
        .verify(Await.DEADLINE);
  }

  @Test
  void shouldRefuseStreamsAfterClose() {
    VirtualSender sender = VirtualSender.open();
    sender.close();
    ProbeSource<Integer> source = new ProbeSource<>();

    StepVerifier.create(sender.sendNumbers(source))
        .expectErrorSatisfies(
            e -> {
              assertThat(reportOf(e, XskClosedException.class).accepted()).isZero();
              assertThat(e)
                  .hasMessageContaining("the sender is closed")
                  .hasMessageContaining(sender.interfaceName());
            })
        .verify(Await.DEADLINE);
    StepVerifier.create(sender.sendNumbersWithResults(source))
        .expectError(XskClosedException.class)
        .verify(Await.DEADLINE);
    assertThat(source.requested()).isZero();
  }

  @Test
  void shouldReportAnEmptyAccountOfEachRefusedStreamOnce() {
    List<SendReport> reports = new CopyOnWriteArrayList<>();
    VirtualSender sender =
        VirtualSender.open(VirtualKernel.create(), it -> it.reportListener(reports::add));
    sender.sendNumbers(Flux.range(0, 3)).block(Await.DEADLINE);
    sender.close();
    sender.sendNumbers(Flux.range(0, 3)).onErrorComplete().block(Await.DEADLINE);
    sender.sendNumbersWithResults(Flux.range(0, 3)).onErrorComplete().blockLast(Await.DEADLINE);

    assertThat(reports).extracting(SendReport::accepted).containsExactly(3L, 0L, 0L);
  }

  @Test
  void shouldDiscardWhatComesAfterClose() {
    VirtualSender sender = VirtualSender.open();
    ProbeSource<Integer> source = new ProbeSource<>();
    ConcurrentLinkedQueue<Integer> discarded = new ConcurrentLinkedQueue<>();
    sender
        .sendNumbers(source)
        .doOnDiscard(Integer.class, discarded::add)
        .onErrorComplete()
        .subscribe();
    source.awaitRequested(1);
    sender.close();
    source.emit(7);

    assertThat(discarded).containsExactly(7);
    assertThat(source.isCancelled()).isTrue();
  }

  @Test
  void shouldFailWithinASecondWhenTheInterfaceIsRemoved() {
    VirtualSender sender = VirtualSender.open();
    AtomicReference<Throwable> error = new AtomicReference<>();
    sender.sendNumbers(Flux.range(0, Integer.MAX_VALUE)).subscribe(report -> {}, error::set);
    Await.until("the stream runs", () -> sender.counters().completed() > 1_000);
    sender.kernel().removeInterface();
    Await.until("the stream fails", Duration.ofSeconds(1), () -> error.get() != null);

    SendReport report = reportOf(error.get(), XskException.class);
    assertThat(((XskException) error.get()).reason()).isEqualTo("ENXIO");
    assertThat(report.accepted()).isEqualTo(sender.counters().accepted());
    Await.until("the thread has ended", () -> LoopThreads.of(sender.interfaceName()).isEmpty());
    assertThat(sender.counters().freeFrames()).as("free frames").isEqualTo(2_048);
    sender.close();
  }

  @Test
  void shouldNoticeARemovedInterfaceWhileAllFramesAreOut() {
    VirtualSender sender = VirtualSender.neverCompleting(it -> it.frameCount(64));
    AtomicReference<Throwable> error = new AtomicReference<>();
    sender.sendNumbers(Flux.range(0, 1_000)).subscribe(report -> {}, error::set);
    Await.until("the frames are out", () -> sender.counters().inFlight() == 64);
    sender.kernel().removeInterface();
    Await.until("the stream fails", Duration.ofSeconds(1), () -> error.get() != null);

    assertThat(reportOf(error.get(), XskException.class).lost()).isEqualTo(64);
    sender.close();
  }

  @Test
  void shouldFailAllStreamsAndLaterOnesAfterAFatalError() {
    VirtualSender sender = VirtualSender.open();
    List<AtomicReference<Throwable>> errors = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      AtomicReference<Throwable> error = new AtomicReference<>();
      errors.add(error);
      sender.sendNumbers(new ProbeSource<>()).subscribe(report -> {}, error::set);
    }
    sender.kernel().onNextKicks(VirtualFault.unbound());
    sender.sendNumbers(Flux.range(0, 1)).onErrorComplete().block(Await.DEADLINE);

    assertThat(errors)
        .allSatisfy(
            error -> {
              Await.until("the stream fails", () -> error.get() != null);
              assertThat(error.get())
                  .asInstanceOf(type(XskException.class))
                  .satisfies(e -> assertThat(e.reason()).isEqualTo("ENXIO"));
            });
    StepVerifier.create(sender.sendNumbers(Flux.range(0, 1)))
        .expectErrorSatisfies(
            e ->
                assertThat(e)
                    .asInstanceOf(type(XskException.class))
                    .satisfies(x -> assertThat(x.reason()).isEqualTo("ENXIO")))
        .verify(Await.DEADLINE);
    sender.close();
    assertThat(LoopThreads.of(sender.interfaceName())).isEmpty();
  }

  @Test
  void shouldLeaveTheQueueFreeForTheNextSender() {
    VirtualKernel kernel = VirtualKernel.create();
    for (int i = 0; i < 100; i++) {
      try (VirtualSender sender = VirtualSender.open(kernel, it -> it.bindTimeout(Duration.ZERO))) {
        sender.sendNumbers(Flux.range(0, 10)).block(Await.DEADLINE);
      }
    }
    assertThat(kernel.counters().packets()).isEqualTo(1_000);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SendReport reportOf(Throwable error, Class<? extends XskException> expected) {
    assertThat(error).isInstanceOf(expected);
    SendReport report = ((XskException) error).report();
    assertThat(report).as("the report in %s", error).isNotNull();
    return report;
  }
}
