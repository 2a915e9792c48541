package reactor.xsk.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  private static final int MANY = 1_000;
  private static final int CHANGES = Integer.getInteger("xsk.changes", 2);
  private static final Duration LATENESS =
      Duration.ofMillis(Long.getLong("xsk.latenessMs", 30_000));
  private static final String[] MACS = {"02:00:00:00:00:22", "02:00:00:00:00:33"};

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

  /**
   * The way of all destinations changes with one route. How long that takes depends on the machine:
   * {@code -Dxsk.latenessMs=50 -Dxsk.changes=20} asserts it, from the end of the {@code ip}
   * command.
   */
  @ParameterizedTest
  @CsvSource({"10.50.0.0/16, 10.9.0.", "fd00:50::/64, fd00:9::"})
  void shouldTakeAllDestinationsToTheNewNextHop(String network, String neighbour) {
    String replaceRoute = "route replace %s via %s".formatted(network, neighbour);
    try (FarHost host = FarHost.behind(1)) {
      String near = host.nearEnd(0);
      FarHost.ipBatch(
          List.of(
              "addr add 10.9.0.1/24 dev " + near,
              "addr add fd00:9::1/64 dev " + near + " nodad",
              "neigh replace %s2 lladdr %s nud permanent dev %s"
                  .formatted(neighbour, MACS[0], near),
              "neigh replace %s3 lladdr %s nud permanent dev %s"
                  .formatted(neighbour, MACS[1], near),
              replaceRoute + "2"));
      List<InetSocketAddress> destinations = new ArrayList<>();
      for (int i = 1; i <= MANY; i++) {
        String address =
            network.contains(":")
                ? "fd00:50::%x".formatted(i)
                : "10.50.%d.%d".formatted(i >> 8, i & 0xff);
        destinations.add(new InetSocketAddress(address, 4_739));
      }
      try (UdpRoutes routes = UdpRoutes.onInterface(near)) {
        Flux.fromIterable(destinations).flatMap(routes::prepare, MANY).blockLast(PATIENCE);
        awaitAll(routes, destinations, MACS[0]);
        long worstNs = 0;
        for (int change = 1; change <= CHANGES; change++) {
          host.near("ip " + replaceRoute + (2 + change % 2));
          long doneNs = System.nanoTime();
          awaitAll(routes, destinations, MACS[change % 2]);
          worstNs = Math.max(worstNs, System.nanoTime() - doneNs);
        }
        System.out.printf(
            "%d destinations were new at most %.1f ms after the change%n", MANY, worstNs / 1e6);
        assertThat(worstNs).isLessThanOrEqualTo(LATENESS.toNanos());
      }
    }
  }

  private static void awaitAll(UdpRoutes routes, List<InetSocketAddress> destinations, String mac) {
    for (InetSocketAddress each : destinations) {
      Eventually.hold(
          each + " by " + mac,
          PATIENCE,
          () ->
              mac.equals(
                  routes.prepare(each).map(it -> it.nextHopMac().orElse("")).block(PATIENCE)));
    }
  }

  private static int encode(int number, MemorySegment payload) {
    payload.set(ValueLayout.JAVA_INT_UNALIGNED, 0, number);
    return Integer.BYTES;
  }
}
