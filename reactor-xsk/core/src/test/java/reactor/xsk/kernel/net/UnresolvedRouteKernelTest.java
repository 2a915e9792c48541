package reactor.xsk.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
import reactor.xsk.net.UdpHeaders;
import reactor.xsk.net.UdpRoute;
import reactor.xsk.net.WhileUnresolved;

/**
 * The gateway is away for a while: its neighbour entry is deleted, and it answers no ARP. {@code
 * -Dxsk.awayMs=5000} for longer.
 */
@RealKernel
class UnresolvedRouteKernelTest {

  private static final InetSocketAddress DESTINATION = new InetSocketAddress("10.9.0.2", 4_739);
  private static final long AWAY_MS = Long.getLong("xsk.awayMs", 200);

  private volatile boolean isEnough;

  private final FarHost host = FarHost.behind(1);

  @BeforeEach
  void addressLinks() {
    FarHost.ipBatch(List.of("addr add 10.9.0.1/24 dev " + host.nearEnd(0)));
    host.farIpBatch(List.of("addr add 10.9.0.2/24 dev " + host.farEnd(0)));
  }

  @AfterEach
  void removeHost() {
    host.close();
  }

  private void takeGatewayAway() {
    host.far("ip link set " + host.farEnd(0) + " arp off");
    host.near("ip neigh del 10.9.0.2 dev " + host.nearEnd(0));
  }

  private void bringGatewayBack() {
    host.far("ip link set " + host.farEnd(0) + " arp on");
  }

  @Test
  void shouldHoldTheStreamAndLoseNothingWhileOthersGoOn() throws Exception {
    try (DatagramChannel receiver = receiver();
        UdpRoute route = UdpRoute.to(DESTINATION);
        XskSender sender = XskSender.create(XskConfig.builder(route.interfaceName()).build())) {
      await(route, true);
      CompletableFuture<SendReport> sent = send(sender, route);
      int before = receive(receiver, 100);

      takeGatewayAway();
      await(route, false);
      assertThat(sender.send(Flux.range(0, 100), others()).block(PATIENCE).completed())
          .as("another stream of the sender")
          .isEqualTo(100);
      long held = sender.counters().accepted();
      Thread.sleep(AWAY_MS); // time in which a stream that is not held would send as many packets
      assertThat(sender.counters().accepted()).as("accepted while held").isEqualTo(held);
      bringGatewayBack();
      await(route, true);

      int after = receive(receiver, 100);
      isEnough = true;
      SendReport report = sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(report.completed()).isEqualTo(report.accepted());
      int rest = receive(receiver, (int) report.completed() - before - after);
      assertThat(before + after + rest).isEqualTo((int) report.completed());
      assertThat(route.drops()).isEmpty();
    }
  }

  @Test
  void shouldDropAndCountEachItemWithTheReason() throws Exception {
    try (DatagramChannel receiver = receiver();
        UdpRoute route = route(WhileUnresolved.DROP);
        XskSender sender = XskSender.create(XskConfig.builder(route.interfaceName()).build())) {
      await(route, true);
      CompletableFuture<SendReport> sent = send(sender, route);
      int before = receive(receiver, 100);

      takeGatewayAway();
      Eventually.hold("drops", PATIENCE, () -> !route.drops().isEmpty());
      Thread.sleep(AWAY_MS);
      bringGatewayBack();
      await(route, true);
      isEnough = true;
      SendReport report = sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

      assertThat(report.dropped()).isPositive();
      assertThat(report.completed() + report.dropped()).isEqualTo(report.accepted());
      assertThat(route.drops().values().stream().mapToLong(it -> it).sum())
          .isEqualTo(report.dropped());
      assertThat(route.drops().keySet()).allSatisfy(it -> assertThat(it).contains("10.9.0.2"));
      assertThat(report.firstFailure()).hasMessageContaining("10.9.0.2");
      int after = receive(receiver, (int) report.completed() - before);
      assertThat(before + after).isEqualTo((int) report.completed());
    }
  }

  @Test
  void shouldEndTheStreamWithTheReason() throws Exception {
    try (UdpRoute route = route(WhileUnresolved.FAIL);
        XskSender sender = XskSender.create(XskConfig.builder(route.interfaceName()).build())) {
      await(route, true);
      CompletableFuture<SendReport> sent = send(sender, route);
      takeGatewayAway();
      assertThatThrownBy(() -> sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              XskException.class,
              e -> {
                SendReport report = e.report();
                assertThat(report).isNotNull();
                assertThat(report.accepted())
                    .isEqualTo(report.completed() + report.failed() + report.discarded());
              })
          .hasMessageContaining("10.9.0.2");
      Eventually.hold("no stream is open", PATIENCE, () -> sender.counters().openStreams() == 0);
    }
  }

  @Test
  void shouldCloseWhileAStreamIsHeld() throws Exception {
    try (UdpRoute route = UdpRoute.to(DESTINATION)) {
      XskSender sender = XskSender.create(XskConfig.builder(route.interfaceName()).build());
      await(route, true);
      CompletableFuture<SendReport> sent = send(sender, route);
      takeGatewayAway();
      await(route, false);
      sender.close();
      assertThat(sent).isCompletedExceptionally();
    }
  }

  private static UdpRoute route(WhileUnresolved policy) {
    return UdpRoute.builder(DESTINATION).whileUnresolved(policy).open();
  }

  /** One a millisecond, so that what is under way fits the receiver's buffer. */
  private CompletableFuture<SendReport> send(XskSender sender, UdpRoute route) {
    Flux<Integer> numbers =
        Flux.interval(Duration.ofMillis(1)).onBackpressureBuffer().map(Long::intValue);
    return sender
        .send(
            numbers.takeWhile(it -> !isEnough), route.datagrams(UnresolvedRouteKernelTest::encode))
        .toFuture();
  }

  private static int encode(int number, MemorySegment payload) {
    payload.set(ValueLayout.JAVA_INT_UNALIGNED, 0, number);
    return Integer.BYTES;
  }

  /** A stream without a route. */
  private static PacketWriter<Integer> others() {
    return UdpHeaders.builder(
            new InetSocketAddress("10.9.0.1", 1), new InetSocketAddress("10.9.0.7", 1))
        .ethernet("02:00:00:00:00:01", "02:00:00:00:00:77")
        .build()
        .datagrams(UnresolvedRouteKernelTest::encode);
  }

  private static void await(UdpRoute route, boolean resolved) {
    RouteState state =
        route.states().filter(it -> it.isResolved() == resolved).blockFirst(PATIENCE);
    assertThat(state).isNotNull();
  }

  private DatagramChannel receiver() throws Exception {
    return host.onFarHost(
        () -> {
          DatagramChannel channel = DatagramChannel.open();
          channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
          channel.configureBlocking(false);
          return channel.bind(DESTINATION);
        });
  }

  private static int receive(DatagramChannel channel, int count) {
    ByteBuffer buffer = ByteBuffer.allocate(2_048);
    int[] received = {0};
    Eventually.hold(
        count + " datagrams",
        PATIENCE,
        () -> {
          try {
            while (received[0] < count && channel.receive(buffer.clear()) != null) {
              received[0]++;
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return received[0] == count;
        });
    return received[0];
  }
}
