package reactor.xsk.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.FarHost;
import reactor.xsk.kernel.support.RealKernel;

/** Routes that are waited for, forgotten, and closed meanwhile; and destinations that are odd. */
@RealKernel
class UdpRoutesKernelTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  /** On the link, and of no host. */
  private static final InetSocketAddress SILENT = new InetSocketAddress("10.9.0.77", 4_739);

  private final FarHost host = FarHost.behind(2);
  private final String near = host.nearEnd(0);

  @BeforeEach
  void addressLinks() {
    FarHost.ipBatch(
        List.of(
            "link set lo up",
            "addr add 10.9.0.1/24 dev " + near,
            "addr add fd00::1/64 nodad dev " + near,
            "route add ::/0 via fd00::2"));
  }

  @AfterEach
  void removeHost() {
    host.close();
  }

  @Test
  void shouldForgetADestinationOnlyOnceItIsPreparedNoMore() {
    try (UdpRoutes routes = UdpRoutes.onInterface(near, Duration.ofMillis(20))) {
      Disposable waiting = routes.prepare(SILENT).subscribe();
      InetSocketAddress unused = new InetSocketAddress("10.9.0.78", 4_739);
      routes.prepare(unused).subscribe().dispose();
      Eventually.hold("the other one is forgotten", SOON, () -> routes.size() == 1);

      waiting.dispose();
      Eventually.hold("it is forgotten too", SOON, () -> routes.size() == 0);
    }
  }

  @Test
  void shouldEndWhatWaitsForAWayWhenItIsClosed() {
    UdpRoutes routes = UdpRoutes.onInterface(near);
    CompletableFuture<RouteState> waiting = routes.prepare(SILENT).toFuture();
    routes.close();

    assertThatThrownBy(() -> waiting.get(SOON.toSeconds(), TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(XskException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> routes.prepare(SILENT).block(SOON))
        .isInstanceOf(XskException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void shouldEndAStreamThatIsHeldWhenItsRouteIsClosed() {
    UdpRoute route = UdpRoute.to(SILENT);
    try (XskSender sender = sender()) {
      CompletableFuture<SendReport> sent =
          sender.send(Flux.just(1), route.datagrams(UdpRoutesKernelTest::encode)).toFuture();
      route.close();

      assertThatThrownBy(() -> sent.get(SOON.toSeconds(), TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(XskException.class)
          .hasMessageContaining("the route is closed");
    }
  }

  @Test
  void shouldTakeOneAddressOfTwoInterfacesForTwoDestinations() {
    InetSocketAddress here = linkLocal(near);
    InetSocketAddress elsewhere = linkLocal(host.nearEnd(1));
    assertThat(here).as("to Java").isEqualTo(elsewhere);
    host.near("ip neigh add fe80::77 lladdr 02:00:00:00:00:77 nud permanent dev " + near);
    try (UdpRoutes routes = UdpRoutes.onInterface(near);
        XskSender sender = sender()) {
      Eventually.hold(
          "a link-local address",
          SOON,
          () -> routes.prepare(here).blockOptional(Duration.ofSeconds(5)).isPresent());
      Disposable waiting = routes.prepare(elsewhere).subscribe();
      assertThat(routes.size()).isEqualTo(2);
      SendReport report =
          sender
              .send(
                  Flux.just(here, elsewhere, here),
                  routes.<InetSocketAddress>datagrams(
                      it -> it, (it, payload) -> encode(1, payload)))
              .block(SOON);
      waiting.dispose();

      assertThat(report.completed()).as("%s", report).isEqualTo(2);
      assertThat(report.dropped()).isEqualTo(1);
    }
  }

  @Test
  void shouldRefuseWhatAnOrdinarySocketKeepsOnThisMachine() {
    for (String address : List.of("::", "0.0.0.0", "::1", "127.0.0.1")) {
      refused(address, "it is an address of this machine");
    }
    for (String group : List.of("ff01::1", "ff01::1%" + near, "ff00::1%" + near)) {
      refused(group, "it is a group of this machine alone");
    }
  }

  @Test
  void shouldFailAnItemWhoseDestinationHasNoPort() {
    try (UdpRoutes routes = UdpRoutes.onInterface(near);
        XskSender sender = sender()) {
      SendReport report =
          sender
              .send(
                  Flux.just(1),
                  routes.<Integer>datagrams(
                      it -> new InetSocketAddress("10.9.0.2", 0), UdpRoutesKernelTest::encode))
              .block(SOON);

      assertThat(report.failed()).as("%s", report).isEqualTo(1);
      assertThat(routes.size()).isZero();
    }
  }

  /** Java knows an interface once it has an address, which comes after its carrier. */
  private static InetSocketAddress linkLocal(String interfaceName) {
    Supplier<InetSocketAddress> to =
        () -> new InetSocketAddress("fe80::77%" + interfaceName, 4_739);
    Eventually.hold("Java knows " + interfaceName, SOON, () -> !to.get().isUnresolved());
    return to.get();
  }

  private static void refused(String address, String words) {
    assertThatThrownBy(() -> UdpRoute.to(new InetSocketAddress(address, 4_739)).close())
        .as(address)
        .isInstanceOf(XskException.class)
        .hasMessageContaining(words);
  }

  private XskSender sender() {
    return XskSender.create(XskConfig.builder(near).frameCount(64).build());
  }

  private static int encode(int number, MemorySegment payload) {
    return Integer.BYTES;
  }
}
