package reactor.xsk.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.xsk.PacketWriter;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.FarHost;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.net.RouteState;
import reactor.xsk.net.UdpRoute;
import reactor.xsk.net.UdpRoutes;
import reactor.xsk.net.WhileUnresolved;

/** A packet never leaves by another interface than the one of its route. */
@RealKernel
class OtherInterfaceKernelTest {

  private static final InetSocketAddress BEHIND = new InetSocketAddress("10.50.1.1", 4_739);

  private final FarHost host = FarHost.behind(2);

  private volatile boolean isEnough;

  @BeforeEach
  void addressLinks() {
    for (int link = 0; link < 2; link++) {
      FarHost.ipBatch(List.of("addr add 10.9.%d.1/24 dev %s".formatted(link, host.nearEnd(link))));
      host.farIpBatch(List.of("addr add 10.9.%d.2/24 dev %s".formatted(link, host.farEnd(link))));
    }
    routeBy(0);
  }

  @AfterEach
  void removeHost() {
    host.close();
  }

  private void routeBy(int link) {
    host.near("ip route replace 10.50.0.0/16 via 10.9.%d.2".formatted(link));
  }

  @Test
  void shouldRefuseASenderOnAnotherInterface() {
    String words =
        "10.50.1.1 leaves by %s, and this sender is on %s"
            .formatted(host.nearEnd(0), host.nearEnd(1));
    try (UdpRoute route = UdpRoute.to(BEHIND);
        XskSender sender = XskSender.create(XskConfig.builder(host.nearEnd(1)).build())) {
      Flux<Integer> never = Flux.error(new AssertionError("nothing is taken"));
      PacketWriter<Integer> writer = route.datagrams(OtherInterfaceKernelTest::encode);

      refused(sender.send(never, writer), words);
      refused(sender.sendWithResults(never, writer), words);
      refused(sender.sendByKey(never, it -> it, writer), words);
      assertThat(sender.counters().accepted()).isZero();
    }
  }

  @Test
  void shouldRefuseASenderOnAnotherInterfaceThanThatOfManyRoutes() {
    try (UdpRoutes routes = UdpRoutes.onInterface(host.nearEnd(0));
        XskSender sender = XskSender.create(XskConfig.builder(host.nearEnd(1)).build())) {
      refused(
          sender.send(
              Flux.just(1),
              routes.<Integer>datagrams(it -> BEHIND, OtherInterfaceKernelTest::encode)),
          "%s, and this sender is on %s".formatted(host.nearEnd(0), host.nearEnd(1)));
    }
  }

  private void refused(Publisher<?> sent, String words) {
    assertThatThrownBy(() -> Flux.from(sent).blockLast(PATIENCE))
        .isInstanceOfSatisfying(
            XskException.class,
            e -> {
              assertThat(e.hint()).isEqualTo("open the sender on " + host.nearEnd(0));
              assertThat(e.report()).isNotNull();
            })
        .hasMessageContaining(words);
  }

  @Test
  void shouldSendByAnInterfaceThatHasAnotherNameMeanwhile() {
    try (UdpRoute route = resolved(WhileUnresolved.FAIL)) {
      host.near("ip link set %s down".formatted(host.nearEnd(0)));
      host.near("ip link set %s name xskrenamed".formatted(host.nearEnd(0)));
      host.near("ip link set xskrenamed up");
      routeBy(0);
      await(route, true);
      try (XskSender sender = XskSender.create(XskConfig.builder("xskrenamed").build())) {
        SendReport report =
            sender
                .send(Flux.just(1), route.datagrams(OtherInterfaceKernelTest::encode))
                .block(PATIENCE);
        assertThat(report.completed()).isEqualTo(1);
      }
    } finally {
      host.near("ip link del xskrenamed");
    }
  }

  @Test
  void shouldHoldTheStreamWhileTheRouteLeavesByAnotherInterface() throws Exception {
    try (UdpRoute route = resolved(WhileUnresolved.HOLD);
        XskSender sender = XskSender.create(XskConfig.builder(route.interfaceName()).build())) {
      CompletableFuture<SendReport> sent = send(sender, route);
      Eventually.hold("packets", PATIENCE, () -> sender.counters().completed() > 0);
      routeBy(1);
      await(route, false);
      assertThat(route.state().reason()).isEqualTo(moved());
      Eventually.hold("nothing in flight", PATIENCE, () -> sender.counters().inFlight() == 0);
      long held = sender.counters().completed();
      routeBy(0);
      Eventually.hold("more packets", PATIENCE, () -> sender.counters().completed() > held);
      isEnough = true;
      SendReport report = sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(report.completed()).isEqualTo(report.accepted());
    }
  }

  @Test
  void shouldDropWhatWouldLeaveByAnotherInterface() throws Exception {
    try (UdpRoute route = resolved(WhileUnresolved.DROP);
        XskSender sender = XskSender.create(XskConfig.builder(route.interfaceName()).build())) {
      CompletableFuture<SendReport> sent = send(sender, route);
      routeBy(1);
      Eventually.hold("drops", PATIENCE, () -> !route.drops().isEmpty());
      isEnough = true;
      SendReport report = sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(route.drops()).containsExactly(java.util.Map.entry(moved(), report.dropped()));
    }
  }

  @Test
  void shouldEndTheStreamOfARouteThatLeavesByAnotherInterface() {
    try (UdpRoute route = resolved(WhileUnresolved.FAIL);
        XskSender sender = XskSender.create(XskConfig.builder(route.interfaceName()).build())) {
      CompletableFuture<SendReport> sent = send(sender, route);
      routeBy(1);
      assertThatThrownBy(() -> sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(XskException.class)
          .hasMessageContaining(moved());
    }
  }

  private String moved() {
    return "10.50.1.1 leaves by %s, and this sender is on %s"
        .formatted(host.nearEnd(1), host.nearEnd(0));
  }

  private static UdpRoute resolved(WhileUnresolved policy) {
    UdpRoute route = UdpRoute.builder(BEHIND).whileUnresolved(policy).open();
    await(route, true);
    return route;
  }

  private static void await(UdpRoute route, boolean resolved) {
    RouteState state =
        route.states().filter(it -> it.isResolved() == resolved).blockFirst(PATIENCE);
    assertThat(state).isNotNull();
  }

  private CompletableFuture<SendReport> send(XskSender sender, UdpRoute route) {
    Flux<Integer> numbers = Flux.<Integer>generate(sink -> sink.next(7));
    return sender
        .send(numbers.takeWhile(it -> !isEnough), route.datagrams(OtherInterfaceKernelTest::encode))
        .toFuture();
  }

  private static int encode(int number, MemorySegment payload) {
    return Integer.BYTES;
  }
}
