package reactor.xsk.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.FarHost;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.net.NextHopUpkeep;
import reactor.xsk.net.RouteState;
import reactor.xsk.net.UdpRoute;

/** What a user writes: a destination and a payload; an ordinary socket on another host receives. */
@RealKernel
class UdpRouteKernelTest {

  private static final int PORT = 4_739;

  private final FarHost host = FarHost.behind(2);

  @AfterEach
  void removeHost() {
    host.close();
  }

  private void addressLinks() {
    host.addressFirstPair();
    FarHost.ipBatch(List.of("addr add 10.9.1.1/24 dev " + host.nearEnd(1)));
    host.farIpBatch(List.of("addr add 10.9.1.2/24 dev " + host.farEnd(1)));
  }

  @Test
  void shouldReachAnOrdinarySocketOverIpv4() throws Exception {
    addressLinks();
    shouldReach("10.9.0.2");
  }

  @Test
  void shouldReachAnOrdinarySocketOverIpv6() throws Exception {
    addressLinks();
    shouldReach("fd09::2");
  }

  private void shouldReach(String address) throws Exception {
    InetSocketAddress destination = new InetSocketAddress(address, PORT);
    try (DatagramChannel receiver = receiver(destination);
        UdpRoute route = UdpRoute.to(destination);
        XskSender sender = XskSender.create(XskConfig.builder(route.interfaceName()).build())) {
      awaitResolved(route);
      SendReport report =
          sender
              .send(Flux.just("one", "two", "three"), route.datagrams(UdpRouteKernelTest::encode))
              .block(PATIENCE);
      assertThat(report).isNotNull();
      assertThat(report.completed()).as("%s", report).isEqualTo(3);
      for (String expected : List.of("one", "two", "three")) {
        assertThat(receive(receiver)).isEqualTo(expected);
      }
      assertThat(route.interfaceName()).isEqualTo(host.nearEnd(0));
      assertThat(route.state().upkeep()).isEqualTo(NextHopUpkeep.MANAGED);
    }
    assertThat(host.near("ip neigh show " + address)).doesNotContain("managed");
  }

  @Test
  void shouldFollowARouteThatIsReplacedAndRefuseOneByAnotherInterface() {
    addressLinks();
    host.near("ip route add 10.50.0.0/16 via 10.9.0.2");
    try (UdpRoute route = UdpRoute.to(new InetSocketAddress("10.50.1.1", PORT))) {
      awaitResolved(route);
      assertThat(route.maxPayloadBytes()).isEqualTo(1_472);

      host.near("ip route replace 10.50.0.0/16 via 10.9.0.2 mtu 1400");
      Eventually.hold("the MTU of the route", PATIENCE, () -> route.maxPayloadBytes() == 1_372);

      host.near("ip route replace 10.50.0.0/16 via 10.9.1.2");
      Eventually.hold("no way", PATIENCE, () -> !route.state().isResolved());
      assertThat(route.state().reason())
          .isEqualTo(
              "10.50.1.1 leaves by %s, and this sender is on %s"
                  .formatted(host.nearEnd(1), host.nearEnd(0)));
    }
  }

  @Test
  void shouldSayWhyThereIsNoWay() throws Exception {
    addressLinks();
    FarHost.ipBatch(
        List.of(
            "route add blackhole 10.60.0.0/24",
            "route add prohibit 10.60.1.0/24",
            "route add unreachable 10.60.2.0/24",
            "link add name xskbr type bridge",
            "link set xskbr up",
            "addr add 10.61.0.1/24 dev xskbr",
            "link add name xskip type vxlan id 7 local 10.9.0.1 remote 10.9.0.2 dstport 4789",
            "link set xskip up",
            "addr add 10.62.0.1/24 dev xskip"));
    try {
      refusal("10.60.0.1", 22, "blackhole");
      refusal("10.60.1.1", 13, "prohibit");
      refusal("10.60.2.1", 113, "unreachable");
      refusal("172.31.1.1", 101, "no route");
      refusal("10.9.0.1", 0, "this machine");
      refusal("127.0.0.1", 0, "this machine");
      refusal("10.61.0.2", 0, "xskbr, a bridge");
      refusal("10.62.0.2", 0, "xskip, a tunnel (vxlan)");
      assertThatThrownBy(
              () ->
                  UdpRoute.builder(new InetSocketAddress("10.9.0.2", PORT))
                      .source(InetAddress.getByName("10.99.99.99"))
                      .open())
          .hasMessageContaining("not of this machine");
    } finally {
      host.near("ip link del xskbr");
      host.near("ip link del xskip");
    }
  }

  private static void refusal(String address, int errno, String reason) {
    assertThatThrownBy(() -> UdpRoute.to(new InetSocketAddress(address, PORT)))
        .isInstanceOfSatisfying(
            XskException.class, e -> assertThat(e.errno()).as("%s", e).isEqualTo(errno))
        .hasMessageContaining(reason);
  }

  private static void awaitResolved(UdpRoute route) {
    RouteState state = route.states().filter(RouteState::isResolved).blockFirst(PATIENCE);
    assertThat(state).isNotNull();
  }

  private static int encode(String text, MemorySegment payload) {
    payload.setString(0, text);
    return text.length();
  }

  private DatagramChannel receiver(InetSocketAddress address) throws Exception {
    return host.onFarHost(() -> DatagramChannel.open().bind(address));
  }

  private static String receive(DatagramChannel channel) throws Exception {
    channel.configureBlocking(false);
    ByteBuffer buffer = ByteBuffer.allocate(2_048);
    Eventually.hold(
        "a datagram",
        PATIENCE,
        () -> {
          try {
            return channel.receive(buffer) != null;
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
    byte[] bytes = new byte[buffer.flip().remaining()];
    buffer.get(bytes);
    return new String(bytes, java.nio.charset.StandardCharsets.US_ASCII);
  }
}
