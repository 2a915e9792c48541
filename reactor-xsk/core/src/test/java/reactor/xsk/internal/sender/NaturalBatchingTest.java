package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.xsk.support.Await;
import reactor.xsk.support.Numbered;
import reactor.xsk.support.ProbeSource;
import reactor.xsk.support.VirtualSender;
import reactor.xsk.virtual.VirtualKernel;

/** Windows are as full as the source is fast: nothing waits, unless linger says so. */
@Timeout(60)
class NaturalBatchingTest {

  private final Numbered.Receiver received = new Numbered.Receiver();
  private final VirtualKernel kernel = VirtualKernel.builder().onPacket(received).build();

  @Test
  void shouldGiveEachItemOfASlowSourceAWindowOfItsOwn() {
    ProbeSource<Integer> source = new ProbeSource<>();
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      var report = sender.sendNumbers(source).toFuture();
      for (int i = 0; i < 100; i++) {
        emitAndAwait(source, i);
      }
      source.complete();
      report.join();

      assertThat(sender.counters().windows()).isEqualTo(100);
      assertThat(kernel.counters().kicks()).as("kicks").isEqualTo(100);
    }
  }

  @Test
  void shouldAddNoLatencyToASlowSource() {
    ProbeSource<Integer> source = new ProbeSource<>();
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      sender.sendNumbers(source).onErrorComplete().subscribe();
      source.awaitRequested(1);
      long[] tookNs = new long[60];
      for (int i = 0; i < tookNs.length; i++) {
        long startNs = System.nanoTime();
        emitAndAwait(source, i);
        tookNs[i] = System.nanoTime() - startNs;
      }
      Arrays.sort(tookNs);

      // a sender that parks without being woken takes up to a second; the machine may be busy
      assertThat(tookNs[tookNs.length / 2])
          .as("median latency in ns")
          .isLessThan(TimeUnit.MILLISECONDS.toNanos(150));
    }
  }

  @Test
  void shouldWakeAParkedLoopForOneItem() {
    ProbeSource<Integer> source = new ProbeSource<>();
    try (VirtualSender sender = VirtualSender.open(kernel, it -> it)) {
      sender.sendNumbers(source).onErrorComplete().subscribe();
      source.awaitRequested(1);
      long leastNs = Long.MAX_VALUE;
      for (int i = 0; i < 5; i++) {
        // long enough for the loop to have nothing in flight and to park
        Await.staysAt("received", i, Duration.ofMillis(60), () -> received.numbers().size());
        long startNs = System.nanoTime();
        emitAndAwait(source, i);
        leastNs = Math.min(leastNs, System.nanoTime() - startNs);
      }

      // of five, since the machine may be busy: without being woken each takes most of a second
      assertThat(leastNs)
          .as("latency from a parked loop in ns")
          .isLessThan(TimeUnit.MILLISECONDS.toNanos(700));
    }
  }

  @Test
  void shouldFillTheWindowWhenLingerAllowsToWait() {
    ProbeSource<Integer> source = new ProbeSource<>();
    try (VirtualSender sender =
        VirtualSender.open(kernel, it -> it.batchSize(4).linger(Duration.ofSeconds(1)))) {
      var report = sender.sendNumbers(source).toFuture();
      for (int i = 0; i < 8; i++) {
        source.awaitRequested(i + 1);
        source.emit(i);
        long taken = i + 1;
        Await.until("taken " + taken, () -> sender.counters().accepted() == taken);
      }
      Await.until("all sent", () -> received.numbers().size() == 8);

      assertThat(sender.counters().windows()).as("windows, before the end").isEqualTo(2);
      source.complete();
      report.join();
    }
  }

  @Test
  void shouldNotLingerLongerThanAllowed() {
    ProbeSource<Integer> source = new ProbeSource<>();
    SteppedSender sender = SteppedSender.over(kernel, it -> it.linger(Duration.ofMillis(100)));
    sender.<Integer>send(source, Numbered.WRITER).subscribe();
    sender.step();
    source.emit(0);
    sender.step();
    sender.advance(Duration.ofMillis(99));
    sender.step();

    assertThat(received.numbers()).as("after 99 ms").isEmpty();
    sender.advance(Duration.ofMillis(1));
    sender.step();

    assertThat(received.numbers()).as("after 100 ms").hasSize(1);
  }

  @Test
  void shouldNotLingerWhenTheSourceHasEnded() {
    ProbeSource<Integer> source = new ProbeSource<>();
    SteppedSender sender = SteppedSender.over(kernel, it -> it.linger(Duration.ofSeconds(1)));
    sender.<Integer>send(source, Numbered.WRITER).subscribe();
    sender.step();
    source.emit(0);
    source.complete();
    sender.step();

    assertThat(received.numbers()).as("without that any time has passed").hasSize(1);
  }

  private void emitAndAwait(ProbeSource<Integer> source, int number) {
    source.awaitRequested(number + 1);
    source.emit(number);
    Await.until(number + " is sent", () -> received.numbers().size() > number);
  }
}
