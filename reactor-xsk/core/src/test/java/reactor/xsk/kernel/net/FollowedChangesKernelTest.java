package reactor.xsk.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.FarHost;
import reactor.xsk.kernel.support.Privileges;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.kernel.support.ResolvedRoute;
import reactor.xsk.net.NextHopUpkeep;
import reactor.xsk.net.UdpRoute;

/**
 * What changes while a route is open, announced or not. {@code -Dxsk.noticeMs=10000} asserts how
 * long a dead gateway stays unnoticed, which depends on the machine's load.
 */
@RealKernel
class FollowedChangesKernelTest {

  private static final InetSocketAddress BEHIND = new InetSocketAddress("10.50.1.1", 4_739);
  private static final long MOST_UNNOTICED_MS = Long.getLong("xsk.noticeMs", PATIENCE.toMillis());

  private final FarHost host = FarHost.behind(1);

  @BeforeEach
  void addressLinks() {
    host.beGatewayOfIpv4();
  }

  @AfterEach
  void removeHost() {
    host.close();
  }

  @Test
  void shouldSendToTheNewMacOfANeighbourAndFromTheNewOfItsOwn() {
    try (UdpRoute route = ResolvedRoute.to(BEHIND)) {
      host.far("ip link set " + host.farEnd(0) + " address 02:00:00:00:00:99");
      host.near("ip neigh change 10.9.0.2 dev %s nud probe".formatted(host.nearEnd(0)));
      Eventually.hold(
          "the new MAC",
          PATIENCE,
          () -> "02:00:00:00:00:99".equals(route.state().nextHopMac().orElse("")));
      assertThat(route.state().isResolved()).isTrue();
    }
  }

  @Test
  void shouldBeRightAgainAfterTheLinkWasDown() {
    try (UdpRoute route = ResolvedRoute.to(BEHIND)) {
      host.near("ip link set " + host.nearEnd(0) + " down");
      Eventually.hold("no way", PATIENCE, () -> !route.state().isResolved());
      host.near("ip link set " + host.nearEnd(0) + " up");
      host.near("ip route replace 10.50.0.0/16 via 10.9.0.2"); // the kernel has removed it silently
      // sooner than any timer of the route: by the event
      Eventually.hold("resolved", PATIENCE, () -> route.state().isResolved());
      assertThat(route.state().upkeep()).isEqualTo(NextHopUpkeep.MANAGED);
      assertThat(host.near("ip neigh show 10.9.0.2")).contains("managed");
    }
  }

  @Test
  void shouldWriteAnEventForEachChangeOfTheRoute() throws Exception {
    Queue<RecordedEvent> events = new ConcurrentLinkedQueue<>();
    try (RecordingStream recording = new RecordingStream();
        UdpRoute route = ResolvedRoute.to(BEHIND)) {
      recording.enable("reactor.xsk.RouteChanged");
      recording.onEvent(events::add);
      recording.startAsync();
      host.near("ip route replace 10.50.0.0/16 via 10.9.0.2 mtu 1300");
      Eventually.hold("the MTU", PATIENCE, () -> route.maxPayloadBytes() == 1_272);
      host.near("ip link set " + host.nearEnd(0) + " down");
      Eventually.hold( // it is written after the state is there
          "an event of no way",
          PATIENCE,
          () -> events.stream().anyMatch(event -> event.getString("reason") != null));
      recording.stop();
    }
    assertThat(events)
        .anySatisfy(event -> assertThat(event.getInt("maxPayload")).isEqualTo(1_272))
        .allSatisfy(event -> assertThat(event.getString("destination")).isEqualTo("10.50.1.1"));
  }

  @Test
  void shouldNoticeANexthopObjectThatIsDeletedWithoutAnEventOfTheRoute() {
    FarHost.ipBatch(
        List.of(
            "route del 10.50.0.0/16",
            "nexthop add id 5 via 10.9.0.2 dev " + host.nearEnd(0),
            "route add 10.50.0.0/16 nhid 5"));
    try (UdpRoute route = ResolvedRoute.to(BEHIND)) {
      host.near("ip nexthop del id 5");
      Eventually.hold("no way", PATIENCE, () -> !route.state().isResolved());
      assertThat(route.state().reason()).contains("no route");
    }
  }

  @Test
  void shouldBeRightAfterMoreEventsThanTheSocketHolds() {
    try (UdpRoute route = ResolvedRoute.to(BEHIND)) {
      List<String> storm = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        storm.add("route add 10.%d.%d.0/24 via 10.9.0.2".formatted(100 + i / 250, i % 250));
      }
      storm.add("route replace 10.50.0.0/16 via 10.9.0.2 mtu 1300");
      FarHost.ipBatch(storm);
      Eventually.hold("the MTU after the storm", PATIENCE, () -> route.maxPayloadBytes() == 1_272);
    }
  }

  @Test
  void shouldNoticeAGatewayThatDiesSilently() {
    try (UdpRoute route = ResolvedRoute.to(BEHIND)) {
      assertThat(route.state().upkeep()).isEqualTo(NextHopUpkeep.MANAGED);
      host.far(
          "ip link set "
              + host.farEnd(0)
              + " arp off"); // nothing else changes, and no other event comes
      long diedNs = System.nanoTime();
      Eventually.hold("unresolved", PATIENCE, () -> !route.state().isResolved());
      long noticedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - diedNs);
      System.out.printf("the gateway's death was noticed after %,d ms%n", noticedMs);
      assertThat(noticedMs).isLessThanOrEqualTo(MOST_UNNOTICED_MS);
      host.far("ip link set " + host.farEnd(0) + " arp on");
      Eventually.hold("resolved", PATIENCE, () -> route.state().isResolved());
    }
  }

  @Test
  void shouldSendWithoutTheCapabilityToChangeNeighbours() throws Exception {
    Privileges.without(
        Privileges.CAP_NET_ADMIN,
        () -> {
          try (UdpRoute route = ResolvedRoute.to(BEHIND);
              XskSender sender =
                  XskSender.create(XskConfig.builder(route.interfaceName()).build())) {
            assertThat(route.state().upkeep()).isEqualTo(NextHopUpkeep.DATAGRAMS);
            assertThat(route.state().whyNoBetterUpkeep()).contains("CAP_NET_ADMIN");
            SendReport report =
                sender.send(Flux.range(0, 10), route.datagrams((n, into) -> 9)).block(PATIENCE);
            assertThat(report).isNotNull();
            assertThat(report.completed()).isEqualTo(10);
          }
          return null;
        });
  }
}
