package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.xsk.SendReport;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Deadline;
import reactor.xsk.kernel.support.EveryKernelPort;
import reactor.xsk.kernel.support.NumberedDatagrams;
import reactor.xsk.kernel.support.Pace;
import reactor.xsk.kernel.support.PortLink;
import reactor.xsk.kernel.support.UdpPacket;
import reactor.xsk.kernel.support.Volume;

/**
 * An ordinary UDP socket receives what is sent: the kernel's IP stack has verified the checksums.
 */
@EveryKernelPort
class UdpStackKernelTest {

  private static final int PACKETS = Volume.partOf(100_000);

  /** Less than the ring of a veth, so that the device need not refuse any. */
  private static final int MOST_ON_THE_WAY = 200;

  private final PortLink link = new PortLink();

  @AfterEach
  void removeInterfaces() {
    link.close();
  }

  @Test
  void shouldBeReceivedByAnOrdinaryUdpSocketInOrder() throws Exception {
    // 10.77.0.1, the sender's address, belongs to no interface: the stack would refuse its own
    link.pair().addressFar("10.77.0.2/24", UdpPacket.DESTINATION_MAC);
    try (NumberedDatagrams datagrams = NumberedDatagrams.at("10.77.0.2", 7_777);
        XskSender sender = XskSender.create(link.config().frameCount(512).build())) {
      UdpPacket packet = new UdpPacket("10.77.0.1", "10.77.0.2", 7_777);
      CompletableFuture<SendReport> sent =
          sender
              .send(Pace.numbers(PACKETS, MOST_ON_THE_WAY, datagrams::received), packet::write)
              .toFuture();
      datagrams.receive(PACKETS);

      assertThat(sent.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS).completed())
          .isEqualTo(PACKETS);
    }
  }
}
