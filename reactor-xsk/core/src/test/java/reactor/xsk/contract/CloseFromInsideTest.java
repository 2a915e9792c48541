package reactor.xsk.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.SendResult;
import reactor.xsk.XskClosedException;
import reactor.xsk.XskException;
import reactor.xsk.support.Await;
import reactor.xsk.support.LoopThreads;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualKernel;

/** {@code close()} from where the loop thread calls: it returns at once and ends all the same. */
@Timeout(60)
class CloseFromInsideTest {

  private final AtomicReference<VirtualSender> sender = new AtomicReference<>();
  private final AtomicReference<Throwable> error = new AtomicReference<>();

  private void closeHere() {
    assertThat(LoopThreads.isCurrent()).as("on the loop thread").isTrue();
    sender.get().close();
  }

  private SendReport assertClosed() {
    String name = sender.get().interfaceName();
    Await.until("the loop has ended", () -> LoopThreads.of(name).isEmpty());
    assertThat(error.get()).isInstanceOf(XskClosedException.class);
    SendReport report = ((XskException) error.get()).report();
    assertThat(report).isNotNull();
    assertThat(report.isClean()).as("all that was accepted was sent").isTrue();
    return report;
  }

  private static Flux<Integer> endless() {
    return Flux.range(0, Integer.MAX_VALUE);
  }

  @Test
  void shouldCloseFromOnNextOfAResult() {
    sender.set(VirtualSender.open());
    List<SendResult<Integer>> results = new CopyOnWriteArrayList<>();
    sender
        .get()
        .sendNumbersWithResults(endless())
        .subscribe(
            result -> {
              results.add(result);
              if (result.item() == 100) {
                closeHere();
              }
            },
            error::set);
    SendReport report = assertClosed();
    assertThat(report.accepted()).isGreaterThan(100);
    assertThat(results).hasSize((int) report.accepted());
  }

  @Test
  void shouldCloseFromAWriter() {
    sender.set(VirtualSender.open());
    sender
        .get()
        .<Integer>send(
            endless(),
            (number, frame) -> {
              if (number == 100) {
                closeHere();
              }
              return Numbered.WRITER.write(number, frame);
            })
        .subscribe(report -> {}, error::set);
    assertThat(assertClosed().accepted()).isGreaterThan(100);
  }

  @Test
  void shouldCloseFromTheReportListener() {
    sender.set(
        VirtualSender.open(
            VirtualKernel.create(), config -> config.reportListener(report -> closeHere())));
    sender.get().sendNumbers(Flux.never()).subscribe(report -> {}, error::set);
    sender.get().sendNumbers(Flux.range(0, 10)).block(Await.DEADLINE);
    assertThat(assertClosed().accepted()).isZero();
  }

  @Test
  void shouldCloseFromTheOperatorOfAFusedSource() {
    sender.set(VirtualSender.open());
    Flux<Integer> source =
        endless()
            .doOnNext(
                number -> {
                  if (number == 100) {
                    closeHere();
                  }
                });
    sender.get().sendNumbers(source).subscribe(report -> {}, error::set);
    assertThat(assertClosed().accepted()).isGreaterThan(100);
  }

  @Test
  void shouldCloseFromRequest() {
    sender.set(VirtualSender.open());
    Flux<Integer> source = Flux.<Integer>never().doOnRequest(n -> closeHere());
    sender.get().sendNumbers(source).subscribe(report -> {}, error::set);
    assertThat(assertClosed().accepted()).isZero();
  }

  @Test
  void shouldCloseFromTheErrorOfAnotherStream() {
    sender.set(VirtualSender.open());
    sender.get().sendNumbers(Flux.never()).subscribe(report -> {}, error::set);
    Flux<Integer> failing = Flux.<Integer>error(new IllegalStateException("upstream"));
    sender.get().sendNumbers(failing.hide()).subscribe(report -> {}, e -> closeHere());
    assertThat(assertClosed().accepted()).isZero();
  }

  @Test
  void shouldTakeNothingMoreFromAFusedSourceThatIsCancelledFromWithin() {
    sender.set(VirtualSender.open());
    BaseSubscriber<SendReport> stream = new BaseSubscriber<>() {};
    List<Integer> written = new CopyOnWriteArrayList<>();
    Flux<Integer> source =
        endless()
            .doOnNext(
                number -> {
                  if (number == 5) {
                    stream.cancel();
                  }
                });
    sender
        .get()
        .send(
            source,
            (Integer number, MemorySegment frame) -> {
              written.add(number);
              return Numbered.WRITER.write(number, frame);
            })
        .subscribe(stream);
    Await.until("the stream is over", () -> sender.get().counters().accepted() > 0);
    Await.until("it is gone", () -> sender.get().counters().openStreams() == 0);
    sender.get().close();
    assertThat(written).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void shouldNotWaitForEachOtherForEverWhenTwoSendersCloseEachOther() throws Exception {
    VirtualSender one = VirtualSender.open();
    VirtualSender two = VirtualSender.open();
    CountDownLatch both = new CountDownLatch(2);
    closeFrom(one, two, both);
    closeFrom(two, one, both);
    Await.until("one has ended", () -> LoopThreads.of(one.interfaceName()).isEmpty());
    Await.until("two has ended", () -> LoopThreads.of(two.interfaceName()).isEmpty());
  }

  private static void closeFrom(VirtualSender here, VirtualSender there, CountDownLatch both) {
    here.<Integer>send(
            endless(),
            (number, frame) -> {
              if (number == 0) {
                meet(both);
                there.close();
              }
              return Numbered.WRITER.write(number, frame);
            })
        .subscribe(report -> {}, e -> {});
  }

  private static void meet(CountDownLatch both) {
    both.countDown();
    try {
      assertThat(both.await(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
