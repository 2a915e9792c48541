package reactor.xsk.kernel.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.BusyPollOptions;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskGrant;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.VethPair;

/** Polling that is preferred to interrupts, which only root of the machine may ask for. */
@BulkKernel
class BusyPollOfRootKernelTest {

  @Test
  void shouldSendWhilePollingIsPreferred() {
    BusyPollOptions polling = BusyPollOptions.forAtMost(Duration.ofNanos(20_000)).preferred(64);
    try (VethPair pair = VethPair.create();
        XskSender sender =
            XskSender.create(
                XskConfig.builder(pair.near()).mode(XskMode.COPY).busyPoll(polling).build())) {
      SendReport report =
          sender
              .send(Flux.range(0, 1_000), (i, frame) -> SmallPacket.write(i, 60, 60, frame))
              .block(PATIENCE);

      assertThat(report).isNotNull();
      assertThat(report.completed()).isEqualTo(1_000);
      assertThat(sender.queues().getFirst().grants().busyPollMicros())
          .isEqualTo(XskGrant.of(20, 20, "preferred to interrupts, budget 64"));
    }
  }
}
