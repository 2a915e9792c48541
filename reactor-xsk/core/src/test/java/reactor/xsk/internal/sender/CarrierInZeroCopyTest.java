package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.support.Numbered;
import reactor.xsk.virtual.VirtualCompletions;
import reactor.xsk.virtual.VirtualKernel;
import reactor.xsk.virtual.VirtualTransmit;

/** No kick of a zero-copy driver says that there is no carrier. */
class CarrierInZeroCopyTest {

  private static final int FRAMES = 32;

  private final VirtualKernel kernel =
      VirtualKernel.builder()
          .transmit(VirtualTransmit.ZERO_COPY)
          .completions(VirtualCompletions.onDemand())
          .build();
  private final SteppedSender sender =
      SteppedSender.over(kernel, it -> it.batchSize(8).frameCount(FRAMES).txRingSize(32));
  private final List<SendReport> reports = new ArrayList<>();

  @Test
  void shouldWaitWhileThereIsNoCarrierAndLoseNoMoreThanWasTakenMeanwhile() {
    sender.<Integer>send(Flux.range(0, 10_000), Numbered.WRITER).subscribe(reports::add);
    sender.stepFor(Duration.ofMillis(5));
    kernel.setCarrier(false);
    long before = sender.counters().packets();
    for (int i = 0; i < 1_000; i++) {
      kernel.complete(8);
      sender.stepFor(Duration.ofMillis(1));
    }
    assertThat(sender.counters().linkWaits()).isEqualTo(1);
    assertThat(sender.counters().packets() - before).as("sent without carrier").isLessThan(FRAMES);

    kernel.setCarrier(true);
    sender.stepUntil(
        "all are sent",
        () -> {
          kernel.complete(FRAMES);
          return !reports.isEmpty();
        });
    assertThat(10_000 - kernel.counters().packets()).as("lost").isLessThan(2 * FRAMES);
  }

  @Test
  void shouldNotLookAtTheLinkWhenNothingIsInFlight() {
    kernel.setCarrier(false);

    sender.stepFor(Duration.ofSeconds(1));

    assertThat(sender.counters().linkWaits()).isZero();
  }
}
