package reactor.xsk.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.net.HeaderWatch.Header;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.FarHost;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.net.RouteState;
import reactor.xsk.net.UdpRoute;

/**
 * The tables change while a stream sends as fast as it can. In the build only the order is
 * asserted: once the state of the route is new, no frame is begun with an old header. How long that
 * takes after the change depends on the machine: {@code -Dxsk.changes=200 -Dxsk.latenessMs=50}
 * asserts it, from the end of the {@code ip} command (before its end the kernel may not have made
 * the change: it waits for other CPUs). An ARP packet changes the table later than the command that
 * sends it ends, behind the packets of the stream; so there it counts from the last time that the
 * kernel, asked through another socket, still had the old MAC address. {@code -Dxsk.seed=N} replays
 * a run.
 */
@RealKernel
class OldHeadersKernelTest {

  private static final long SEED_OF_THE_BUILD = 12;
  private static final int CHANGES = Integer.getInteger("xsk.changes", 12);
  private static final long LATENESS_MS = Long.getLong("xsk.latenessMs", 30_000);
  private static final int ORIGINAL_MAX_PAYLOAD = 1_500 - 28;
  private static final String ROUTE = "route replace 10.50.0.0/16 ";

  /** The next hop of the other route has this address, whatever is asked. */
  private static final String OTHER_MAC = "02:00:00:00:00:33";

  private enum Change {
    ROUTE_REPLACED,
    GRATUITOUS_ARP,
    LINK_DOWN,
    NEXTHOP_DELETED,
    MTU,
    OWN_MAC
  }

  private final long seed = Long.getLong("xsk.seed", SEED_OF_THE_BUILD);
  private final Random random = new Random(seed);
  private final FarHost host = FarHost.behind(1);
  private final String near = host.nearEnd(0);
  private final NeighbourWatch neighbour = new NeighbourWatch(near, "10.9.0.2");
  private final Map<Change, Long> worstNs = new EnumMap<>(Change.class);
  private volatile boolean isEnough;
  private int number;

  @BeforeEach
  void addressLinks() {
    host.farIpBatch(List.of("addr add 10.9.0.2/24 dev " + host.farEnd(0)));
    host.far("sysctl -qw net.ipv4.conf.%s.arp_notify=1".formatted(host.farEnd(0)));
    FarHost.ipBatch(List.of("addr add 10.9.0.1/24 dev " + near));
    restore();
  }

  /** The tables as they were, but for MAC addresses. */
  private void restore() {
    FarHost.ipBatch(
        List.of(
            "link set " + near + " up",
            "neigh replace 10.9.0.3 lladdr %s nud permanent dev %s".formatted(OTHER_MAC, near),
            "nexthop replace id 5 via 10.9.0.2 dev " + near,
            ROUTE + "nhid 5"));
  }

  @AfterEach
  void removeHost() {
    neighbour.close();
    host.close();
  }

  @Test
  void shouldBeginNoFrameWithAnOldHeaderOnceTheChangeIsKnown() throws Exception {
    try (UdpRoute route = UdpRoute.to(new InetSocketAddress("10.50.1.1", 4_739));
        XskSender sender = XskSender.create(XskConfig.builder(route.interfaceName()).build())) {
      HeaderWatch watch = new HeaderWatch(route);
      Flux<Integer> endless = Flux.generate(sink -> sink.next(7));
      CompletableFuture<SendReport> sent =
          sender.send(endless.takeWhile(it -> !isEnough), watch).toFuture();
      for (int i = 0; i < CHANGES; i++) {
        awaitOriginal(route, watch);
        Change change = Change.values()[random.nextInt(Change.values().length)];
        try {
          make(change, route, watch);
        } catch (Exception | AssertionError e) {
          throw new AssertionError("seed %d, change %d: %s".formatted(seed, i, change), e);
        }
        restore();
      }
      isEnough = true;
      assertThat(sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).accepted())
          .isEqualTo(watch.frames());
    }
    long worst = worstNs.values().stream().mapToLong(it -> it).max().orElseThrow();
    System.out.printf(
        "%d changes, the last frame with an old header, ms after the change (negative: before the"
            + " command ended): %s%n",
        CHANGES, inMs());
    assertThat(worst)
        .as("seed %d, ns: %s", seed, worstNs)
        .isLessThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(LATENESS_MS));
  }

  /** Frames go by the tables as {@link #restore} left them. */
  private void awaitOriginal(UdpRoute route, HeaderWatch watch) {
    long ownMac = HeaderWatch.mac(FarHost.macOf(near));
    Eventually.hold(
        "the original way",
        PATIENCE,
        () -> {
          RouteState state = route.state();
          boolean isOriginal =
              state.isResolved()
                  && state.nextHop().orElseThrow().getHostAddress().equals("10.9.0.2")
                  && state.maxPayloadBytes() == ORIGINAL_MAX_PAYLOAD;
          return isOriginal
              && watch.isNow(
                  header ->
                      header.source() == ownMac
                          && header.destination()
                              == HeaderWatch.mac(state.nextHopMac().orElseThrow())
                          && header.maxPayloadBytes() == ORIGINAL_MAX_PAYLOAD);
        });
    awaitMoreFrames(watch);
  }

  private Map<Change, Double> inMs() {
    Map<Change, Double> result = new EnumMap<>(Change.class);
    worstNs.forEach((change, ns) -> result.put(change, ns / 10_000 / 100.0));
    return result;
  }

  private void make(Change change, UdpRoute route, HeaderWatch watch) {
    number++;
    switch (change) {
      case ROUTE_REPLACED ->
          headers(
              change,
              ROUTE + "via 10.9.0.3",
              route,
              watch,
              it -> it.nextHopMac().orElse("").equals(OTHER_MAC),
              it -> it.destination() == HeaderWatch.mac(OTHER_MAC));
      case GRATUITOUS_ARP -> {
        String mac = "02:00:00:01:%02x:%02x".formatted(number >> 8, number & 0xff);
        headers(
            change,
            "link set %s address %s".formatted(host.farEnd(0), mac),
            route,
            watch,
            it -> it.nextHopMac().orElse("").equals(mac),
            it -> it.destination() == HeaderWatch.mac(mac));
      }
      case OWN_MAC -> {
        String mac = "02:00:00:02:%02x:%02x".formatted(number >> 8, number & 0xff);
        headers(
            change,
            "link set %s address %s".formatted(near, mac),
            route,
            watch,
            it -> it.isResolved() && watch.isNow(h -> h.source() == HeaderWatch.mac(mac)),
            it -> it.source() == HeaderWatch.mac(mac));
      }
      case MTU -> {
        int mtu = 1_300 + random.nextInt(100);
        headers(
            change,
            "link set %s mtu %d".formatted(near, mtu),
            route,
            watch,
            it -> it.maxPayloadBytes() == mtu - 28,
            it -> it.maxPayloadBytes() == mtu - 28);
        host.near("ip link set %s mtu 1500".formatted(near));
      }
      case LINK_DOWN -> silence(change, "link set " + near + " down", route, watch);
      case NEXTHOP_DELETED -> silence(change, "nexthop del id 5", route, watch);
    }
  }

  /** A change after which frames have another header. */
  private void headers(
      Change change,
      String ip,
      UdpRoute route,
      HeaderWatch watch,
      Predicate<RouteState> isKnown,
      Predicate<Header> isNew) {
    long doneNs = run(change, ip);
    Eventually.hold("the new state", PATIENCE, () -> isKnown.test(route.state()));
    long knownNs = System.nanoTime();
    Eventually.hold("a new header", PATIENCE, () -> watch.isNow(isNew));
    awaitMoreFrames(watch);
    long lastNs = watch.lastOtherBegunNs(isNew);
    assertThat(lastNs - knownNs).as("ns from the new state to the last old frame").isNegative();
    worstNs.merge(change, lastNs - doneNs, Math::max);
  }

  /** A change after which there are no frames. */
  private void silence(Change change, String ip, UdpRoute route, HeaderWatch watch) {
    long doneNs = run(change, ip);
    Eventually.hold("no way", PATIENCE, () -> !route.state().isResolved());
    long frames = watch.frames();
    Eventually.hold(
        "a pause of 20 ms", PATIENCE, () -> System.nanoTime() - watch.lastBegunNs() > 20e6);
    assertThat(watch.frames() - frames)
        .as("frames begun after the way was lost: of a window that was taken before")
        .isLessThanOrEqualTo(XskConfig.builder(near).build().batchSize());
    worstNs.merge(change, watch.lastBegunNs() - doneNs, Math::max);
  }

  /** Returns when the kernel had made the change, or had not yet. */
  private long run(Change change, String ip) {
    if (change != Change.GRATUITOUS_ARP) {
      host.near("ip " + ip);
      return System.nanoTime();
    }
    host.far("ip " + ip);
    long doneNs = System.nanoTime();
    String mac = ip.substring(ip.lastIndexOf(' ') + 1);
    return Math.max(doneNs, neighbour.lastOtherNs(HeaderWatch.mac(mac), PATIENCE));
  }

  private static void awaitMoreFrames(HeaderWatch watch) {
    long before = watch.frames();
    Eventually.hold("more frames", PATIENCE, () -> watch.frames() > before + 1_000);
  }
}
