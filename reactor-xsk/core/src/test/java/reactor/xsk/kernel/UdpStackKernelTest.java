package reactor.xsk.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.xsk.SendReport;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Deadline;
import reactor.xsk.kernel.support.EveryKernelPort;
import reactor.xsk.kernel.support.Pace;
import reactor.xsk.kernel.support.PortLink;
import reactor.xsk.kernel.support.UdpPacket;

/**
 * An ordinary UDP socket receives what is sent: the kernel's IP stack has verified the checksums.
 */
@EveryKernelPort
class UdpStackKernelTest {

  private static final int PACKETS = 100_000;

  /** Less than the ring of a veth, so that the device need not refuse any. */
  private static final int MOST_ON_THE_WAY = 200;

  private final PortLink link = new PortLink();
  private final AtomicInteger received = new AtomicInteger();

  @AfterEach
  void removeInterfaces() {
    link.close();
  }

  @Test
  void shouldBeReceivedByAnOrdinaryUdpSocketInOrder() throws Exception {
    // 10.77.0.1, the sender's address, belongs to no interface: the stack would refuse its own
    link.pair().addressFar("10.77.0.2/24", UdpPacket.DESTINATION_MAC);
    InetAddress local = InetAddress.getByName("10.77.0.2");
    try (DatagramChannel channel = DatagramChannel.open();
        XskSender sender = XskSender.create(link.config().frameCount(512).build())) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
      channel.bind(new InetSocketAddress(local, 7_777));
      UdpPacket packet = new UdpPacket("10.77.0.1", "10.77.0.2", 7_777);
      CompletableFuture<SendReport> sent =
          sender
              .send(Pace.numbers(PACKETS, MOST_ON_THE_WAY, received::get), packet::write)
              .toFuture();
      receiveAll(channel);

      assertThat(sent.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS).completed())
          .isEqualTo(PACKETS);
    }
  }

  /** With a deadline of its own: a channel that blocks cannot be given one. */
  private void receiveAll(DatagramChannel channel) throws IOException {
    channel.configureBlocking(false);
    ByteBuffer buffer = ByteBuffer.allocate(2_048);
    long lastNs = System.nanoTime();
    while (received.get() < PACKETS) {
      buffer.clear();
      InetSocketAddress source = (InetSocketAddress) channel.receive(buffer);
      if (source == null) {
        assertThat(Duration.ofNanos(System.nanoTime() - lastNs))
            .as("silence after %d packets", received.get())
            .isLessThan(Deadline.PATIENCE);
        Thread.onSpinWait();
        continue;
      }
      lastNs = System.nanoTime();
      int number = received.get();
      assertThat(source.getPort()).isEqualTo(UdpPacket.SOURCE_PORT);
      assertThat(buffer.flip().remaining()).isEqualTo(UdpPacket.payloadBytes(number));
      assertThat(buffer.getInt()).isEqualTo(number);
      received.incrementAndGet();
    }
  }
}
