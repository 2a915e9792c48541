package reactor.xsk.kernel.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.internal.bpf.BulkDevice;
import reactor.xsk.internal.bpf.PeerProgram;
import reactor.xsk.kernel.support.SmallPacket;
import reactor.xsk.kernel.support.VethPair;
import reactor.xsk.kernel.support.Warnings;

/** Where the transmit program is attached, so that calls are fast, and what is said of it. */
@BulkKernel
class BulkAnchorKernelTest {

  private static final int PACKETS = 200_000;

  private final VethPair pair = VethPair.create();

  @AfterEach
  void removeInterfaces() {
    pair.close();
  }

  @Test
  void shouldMakeItsTapAnewWhenSomebodyRemovesItAndSaySo() {
    try (PeerProgram peer = PeerProgram.dropping(pair.far());
        Warnings warnings = new Warnings();
        XskSender sender =
            XskSender.create(XskConfig.builder(pair.near()).mode(XskMode.BULK).build())) {
      send(sender);
      String removed = tapName();
      Shell.run("ip link del " + removed);

      send(sender);

      assertThat(Shell.run("ip -o link show")).contains("xskbulk");
      assertThat(warnings.of("xskbulk")).hasSize(1);
      assertThat(peer.count()).isEqualTo(2 * PACKETS);
    }
    assertThat(Shell.run("ip -o link show")).doesNotContain("xskbulk");
  }

  @Test
  void shouldWarnWhenTheProgramGoesOntoTheInterfaceForWantOfATap() {
    try (PeerProgram peer = PeerProgram.dropping(pair.far());
        Warnings warnings = new Warnings();
        BulkDevice device = WithoutTap.open(pair.near())) {
      assertThat(Shell.xdpProgram(pair.near())).isNotEmpty();
      assertThat(warnings.of("tap"))
          .singleElement()
          .asString()
          .contains("interface=" + pair.near(), "/dev/net/tun");
      assertThat(device.frames().byteSize()).isPositive();
      assertThat(peer.count()).isZero();
    }
  }

  private static void send(XskSender sender) {
    SendReport report =
        sender.<Integer>send(Flux.range(0, PACKETS), SmallPacket::write).block(PATIENCE);
    assertThat(report).isNotNull();
    assertThat(report.completed()).isEqualTo(PACKETS);
  }

  private static String tapName() {
    return Shell.run("ip -o link show | grep -o 'xskbulk[0-9]*' | head -n 1");
  }
}
