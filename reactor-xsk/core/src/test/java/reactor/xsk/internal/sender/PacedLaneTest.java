package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.XskCounters;
import reactor.xsk.support.Numbered;
import reactor.xsk.virtual.VirtualKernel;

/** A lane with a rate, stepped a millisecond at a time. */
class PacedLaneTest {

  private final AtomicLong requested = new AtomicLong();
  private final Flux<Integer> source =
      Flux.range(0, Integer.MAX_VALUE).hide().doOnRequest(requested::addAndGet);

  @Test
  void shouldKeepItsRateAndAskItsSourceForNoMore() {
    SteppedSender sender =
        SteppedSender.over(VirtualKernel.create(), it -> it.pace(5_000).prefetch(64));
    sender.send(source, Numbered.WRITER).onErrorComplete().subscribe();
    sender.stepFor(Duration.ofSeconds(2));

    assertThat(sender.counters().completed()).isBetween(9_990L, 10_010L);
    assertThat(requested.get()).isBetween(10_000L, 10_010L + 64);
  }

  @Test
  void shouldKeepARateOfBits() {
    SteppedSender sender =
        SteppedSender.over(VirtualKernel.create(), it -> it.paceBits(8L * 5_000 * Numbered.BYTES));
    sender.send(source, Numbered.WRITER).onErrorComplete().subscribe();
    sender.stepFor(Duration.ofSeconds(2));

    assertThat(sender.counters().completed()).isBetween(9_990L, 10_010L);
  }

  @Test
  void shouldNotCatchUpOnAnIdleSecondWithMoreThanIsAllowed() {
    SteppedSender sender =
        SteppedSender.over(
            VirtualKernel.create(), it -> it.pace(5_000).paceCatchUp(Duration.ofMillis(4)));
    sender.advance(Duration.ofSeconds(1));
    sender.send(source, Numbered.WRITER).onErrorComplete().subscribe();
    sender.step();

    assertThat(sender.counters().packets()).isBetween(1L, 21L);
  }

  @Test
  void shouldSendWhatWasAcceptedWhenItIsClosedWhileItWaits() {
    SteppedSender sender = SteppedSender.over(VirtualKernel.create(), it -> it.pace(1_000));
    sender.send(Flux.range(0, 100).hide(), Numbered.WRITER).onErrorComplete().subscribe();
    sender.stepFor(Duration.ofMillis(20));
    sender.requestClose();
    sender.stepUntil("the loop has ended", sender::isEnded);

    XskCounters counters = sender.counters();
    assertThat(counters.accepted())
        .isEqualTo(counters.completed() + counters.failed() + counters.discarded());
    assertThat(counters.completed()).isEqualTo(100);
  }
}
