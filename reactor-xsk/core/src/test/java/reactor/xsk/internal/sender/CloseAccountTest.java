package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendReport;
import reactor.xsk.SendResult;
import reactor.xsk.XskClosedException;
import reactor.xsk.support.Await;
import reactor.xsk.support.ProbeSource;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualFault;
import reactor.xsk.virtual.VirtualKernel;

/** What becomes of the streams that {@code close()} finds open, and what their accounts say. */
@Timeout(60)
class CloseAccountTest {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldEndAnOpenStreamWithItsReport(boolean fused) {
    VirtualSender sender = VirtualSender.open();
    Flux<Integer> endless = Flux.range(0, Integer.MAX_VALUE);
    AtomicReference<Throwable> error = new AtomicReference<>();
    sender.sendNumbers(fused ? endless : endless.hide()).subscribe(report -> {}, error::set);
    Await.until("the stream runs", () -> sender.counters().completed() > 10_000);
    sender.close();

    SendReport report = Ending.reportOf(error.get(), XskClosedException.class);
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

    SendReport report = Ending.reportOf(error.get(), XskClosedException.class);
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

    SendReport report = Ending.reportOf(error.get(), XskClosedException.class);
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

    SendReport report = Ending.reportOf(error.get(), XskClosedException.class);
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
        VirtualSender.open(
            VirtualKernel.create(), it -> it.kickSize(1).closeTimeout(Duration.ZERO));
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

    SendReport report = Ending.reportOf(error.get(), XskClosedException.class);
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

    SendReport report = Ending.reportOf(error.get(), XskClosedException.class);
    assertThat(results).as("results; the report is %s", report).hasSize((int) report.accepted());
    assertThat(report.accepted()).isEqualTo(80);
    assertThat(report.discarded()).isEqualTo(79);
    assertThat(results).extracting(SendResult::item).doesNotHaveDuplicates();
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
}
