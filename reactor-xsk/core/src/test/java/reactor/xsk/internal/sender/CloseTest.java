package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.xsk.SendReport;
import reactor.xsk.XskClosedException;
import reactor.xsk.support.Await;
import reactor.xsk.support.LoopThreads;
import reactor.xsk.support.ProbeSource;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualKernel;

/** What a call of {@code close()} does, and what a closed sender refuses. */
@Timeout(60)
class CloseTest {

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
              assertThat(Ending.reportOf(e, XskClosedException.class).accepted()).isZero();
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
}
