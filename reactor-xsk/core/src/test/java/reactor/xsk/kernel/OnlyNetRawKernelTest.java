package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Privileges;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.VethPair;

/** What docs/containers.md says of a process that has CAP_NET_RAW and nothing else. */
@RealKernel
class OnlyNetRawKernelTest {

  private static final int CAP_NET_RAW = Privileges.CAP_NET_RAW;

  @Test
  void shouldSendInCopyModeWhateverElseIsAskedFor() throws Exception {
    try (VethPair pair = VethPair.create()) {
      XskConfig config = XskConfig.builder(pair.near()).bulkAllowed(true).hugePages(true).build();

      SendReport report = Privileges.withOnly(CAP_NET_RAW, () -> send(config));

      assertThat(report.completed()).isEqualTo(1_000);
    }
  }

  private static SendReport send(XskConfig config) {
    try (XskSender sender = XskSender.create(config)) {
      assertThat(sender.mode()).isEqualTo(XskMode.COPY);
      SendReport report =
          sender
              .send(Flux.range(0, 1_000), (i, frame) -> SmallPacket.write(i, 60, 60, frame))
              .block(PATIENCE);
      assertThat(report).isNotNull();
      return report;
    }
  }
}
