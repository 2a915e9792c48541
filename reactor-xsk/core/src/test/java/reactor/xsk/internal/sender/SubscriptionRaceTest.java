package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.IdleStrategy;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskSender;
import reactor.xsk.virtual.VirtualKernel;

/** The loop looks at a stream while its source is being subscribed on another thread. */
class SubscriptionRaceTest {

  /** Enough for the loop to come in between several times. */
  private static final int STREAMS = 50_000;

  @Test
  void shouldTakeAFusedSourceForWhatItIsWhileItIsBeingSubscribed() {
    XskConfig config =
        XskConfig.builder("virtual0")
            .virtualKernel(VirtualKernel.builder().build())
            .idleStrategy(IdleStrategy.busySpin())
            .frameCount(64)
            .build();
    try (XskSender sender = XskSender.create(config)) {
      for (int i = 0; i < STREAMS; i++) {
        SendReport report =
            sender
                .<Integer>send(Flux.range(0, 3), (number, frame) -> 60)
                .block(Duration.ofSeconds(5));
        assertThat(report).isNotNull();
        assertThat(report.completed()).isEqualTo(3);
      }
    }
  }
}
