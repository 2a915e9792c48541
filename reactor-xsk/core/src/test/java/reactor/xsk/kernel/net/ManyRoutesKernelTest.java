package reactor.xsk.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.FarHost;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.net.UdpRoutes;

/** Many destinations through one sender. */
@RealKernel
class ManyRoutesKernelTest {

  private static final int HOSTS = 20;

  @Test
  void shouldSendEachItemToItsDestinationAndDropThoseWithoutAWay() throws Exception {
    List<InetSocketAddress> destinations = new ArrayList<>();
    try (FarHost host = FarHost.behind(1)) {
      FarHost.ipBatch(List.of("addr add 10.9.0.1/24 dev " + host.nearEnd(0)));
      List<String> far = new ArrayList<>();
      for (int i = 0; i < HOSTS; i++) {
        far.add("addr add 10.9.0.%d/24 dev %s".formatted(10 + i, host.farEnd(0)));
        destinations.add(new InetSocketAddress("10.9.0." + (10 + i), 4_739));
      }
      host.farIpBatch(far);
      try (DatagramChannel receiver =
              host.onFarHost(() -> DatagramChannel.open().bind(new InetSocketAddress(4_739)));
          UdpRoutes routes = UdpRoutes.onInterface(host.nearEnd(0));
          XskSender sender = XskSender.create(XskConfig.builder(host.nearEnd(0)).build())) {
        Flux.fromIterable(destinations).flatMap(routes::prepare).blockLast(PATIENCE);
        assertThat(routes.size()).isEqualTo(HOSTS);
        destinations.add(new InetSocketAddress("172.31.0.1", 1)); // no route

        SendReport report =
            sender
                .send(
                    Flux.range(0, HOSTS + 1),
                    routes.<Integer>datagrams(destinations::get, ManyRoutesKernelTest::encode))
                .block(PATIENCE);

        assertThat(report.completed()).as("%s", report).isEqualTo(HOSTS);
        assertThat(report.dropped()).isEqualTo(1);
        assertThat(routes.drops().values()).containsExactly(1L);
        receiver.configureBlocking(false);
        ByteBuffer buffer = ByteBuffer.allocate(64);
        int[] received = {0};
        Eventually.hold(
            HOSTS + " datagrams",
            PATIENCE,
            () -> {
              try {
                while (receiver.receive(buffer.clear()) != null) {
                  received[0]++;
                }
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
              return received[0] == HOSTS;
            });
      }
    }
  }

  private static int encode(int number, MemorySegment payload) {
    payload.set(ValueLayout.JAVA_INT_UNALIGNED, 0, number);
    return Integer.BYTES;
  }
}
