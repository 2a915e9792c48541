package reactor.xsk.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.xsk.XskException;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.FarHost;
import reactor.xsk.kernel.support.OrdinarySocket;
import reactor.xsk.kernel.support.PacketTap;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.net.RouteState;
import reactor.xsk.net.UdpRoute;

/**
 * Random tables, and the same datagram from a route and from an ordinary socket: the frames are
 * equal, but for the IPv4 identification (with its checksum), the IPv6 flow label, and the UDP
 * checksum, which a socket leaves to the device; or both are refused with the same errno. {@code
 * -Dxsk.setups=1000} for more, {@code -Dxsk.seed=N} replays a run.
 */
@RealKernel
class SameAsSocketKernelTest {

  private static final long SEED_OF_THE_BUILD = 12;
  private static final int SETUPS = Integer.getInteger("xsk.setups", 60);
  private static final String CLEAR =
      """
      {
        ip route flush root 10.50.0.0/16
        ip route flush root 224.0.0.0/4
        ip -6 route flush root fd50::/16
        ip route flush table 100
        ip rule del pref 90
        ip nexthop flush
      } 2>/dev/null >&2
      true
      """;

  private static final int ETH_P_ALL = 3;
  private static final int SOURCE_PORT = 40_001;
  private static final int LOCAL = 0;

  private final long seed = Long.getLong("xsk.seed", SEED_OF_THE_BUILD);
  private final Random random = new Random(seed);
  private final FarHost host = FarHost.behind(2);
  private final List<PacketTap> taps = new ArrayList<>();
  private boolean hasVlans;

  @BeforeEach
  void addressLinks() throws Exception {
    List<String> near = new ArrayList<>();
    List<String> far = new ArrayList<>();
    for (int link = 0; link < 2; link++) {
      String here = " dev " + host.nearEnd(link);
      String there = " dev " + host.farEnd(link);
      near.add("addr add 10.9.%d.1/24 brd +%s".formatted(link, here));
      near.add("addr add 10.9.%d.9/24%s".formatted(link, here));
      near.add("addr add fd09:%d::1/64 nodad%s".formatted(link, here));
      for (int number = 2; number <= 3; number++) {
        far.add("addr add 10.9.%d.%d/24%s".formatted(link, number, there));
        far.add("addr add fd09:%d::%d/64 nodad%s".formatted(link, number, there));
      }
    }
    far.add("route add local 10.50.0.0/16 dev lo"); // answers ARP for what is on the link
    FarHost.ipBatch(near);
    host.farIpBatch(far);
    for (int link = 0; link < 2; link++) {
      String there = host.farEnd(link);
      taps.add(host.onFarHost(() -> PacketTap.ofType(there, ETH_P_ALL).withTags()));
    }
    hasVlans = addVlans();
  }

  /** One VLAN over each link, and one in a service VLAN over the first. */
  private boolean addVlans() {
    try {
      FarHost.ipBatch(vlans(host.nearEnd(0), host.nearEnd(1), 1));
      host.farIpBatch(vlans(host.farEnd(0), host.farEnd(1), 2));
      return true;
    } catch (IllegalStateException e) {
      System.out.println("this kernel has no VLANs: set-ups are without them. " + e.getMessage());
      return false;
    }
  }

  private static List<String> vlans(String first, String second, int host) {
    List<String> lines = new ArrayList<>();
    String q = " type vlan id 7 egress-qos-map 0:5";
    lines.add("link add link %s name xv0 %s".formatted(first, q));
    lines.add("link add link %s name xv1 %s".formatted(second, q));
    lines.add("link add link %s name xvs type vlan proto 802.1ad id 9".formatted(first));
    lines.add("link add link xvs name xv2 type vlan id 8");
    lines.add("link set xvs up");
    for (int i = 0; i < 3; i++) {
      lines.add("link set xv%d up".formatted(i));
      lines.add("addr add 10.19.%d.%d/24 dev xv%d".formatted(i, host, i));
      lines.add("addr add fd19:%d::%d/64 nodad dev xv%d".formatted(i, host, i));
    }
    return lines;
  }

  @AfterEach
  void removeHost() {
    taps.forEach(PacketTap::close);
    host.close();
  }

  /** One state of the tables, and a destination. */
  private record Setup(String destination, List<String> lines) {}

  @Test
  void shouldWriteTheFrameThatASocketWrites() throws Exception {
    int refused = 0;
    for (int i = 0; i < SETUPS; i++) {
      Setup setup = next();
      FarHost.ipBatch(setup.lines);
      try {
        refused += compare(setup, 5_000 + i) ? 0 : 1;
      } catch (Exception | AssertionError e) {
        throw new AssertionError("seed %d, set-up %d: %s".formatted(seed, i, setup), e);
      }
      FarHost.shell(CLEAR);
    }
    assertThat(refused).as("set-ups without a way").isLessThan(SETUPS);
  }

  private Setup next() {
    int link = random.nextInt(2);
    int other = 1 - link;
    String dev = host.nearEnd(link);
    String to = "10.50.%d.%d".formatted(random.nextInt(256), 1 + random.nextInt(254));
    String gate = "10.9.%d.%d".formatted(link, 2 + random.nextInt(2));
    String route = "route add 10.50.0.0/16 ";
    int vlan = random.nextInt(3);
    return switch (random.nextInt(hasVlans ? 26 : 22)) {
      case 0 -> new Setup(to, List.of(route + "via " + gate));
      case 1 -> new Setup(to, List.of(route + "via " + gate + " src 10.9." + link + ".9"));
      case 2 -> new Setup(to, List.of(route + "via " + gate + " mtu 1300"));
      case 3 -> new Setup(to, List.of(route + "via " + gate + " mtu lock 1300"));
      case 4 -> new Setup(to, List.of(route + "via " + gate + " hoplimit 17"));
      case 5 -> new Setup(to, List.of(route + "dev " + dev));
      case 6 -> new Setup(to, List.of(route + "via inet6 fd09:" + link + "::2 dev " + dev));
      case 7 ->
          new Setup(
              to,
              List.of(
                  route
                      + "nexthop via 10.9.0.2 weight %d nexthop via 10.9.1.3 weight %d"
                          .formatted(1 + random.nextInt(4), 1 + random.nextInt(4))));
      case 8 ->
          new Setup(to, List.of("nexthop add id 5 via " + gate + " dev " + dev, route + "nhid 5"));
      case 9 ->
          new Setup(
              to,
              List.of(
                  "nexthop add id 5 via 10.9.0.3 dev " + host.nearEnd(0),
                  "nexthop add id 6 via 10.9.1.3 dev " + host.nearEnd(1),
                  "nexthop add id 7 group 5/6",
                  route + "nhid 7"));
      case 10 -> new Setup(to, List.of("route add blackhole 10.50.0.0/16"));
      case 11 -> new Setup(to, List.of("route add unreachable 10.50.0.0/16"));
      case 12 -> new Setup(to, List.of("route add prohibit 10.50.0.0/16"));
      case 13 -> new Setup(to, List.of()); // no route
      case 14 ->
          new Setup(
              to,
              List.of(
                  "rule add pref 90 to 10.50.0.0/16 lookup 100",
                  "route add 10.50.0.0/16 via 10.9.%d.2 table 100".formatted(other),
                  route + "via " + gate));
      case 15 ->
          new Setup(
              to,
              List.of(
                  route + "via " + gate + " metric 200",
                  route + "via 10.9.%d.3 metric 100".formatted(other)));
      case 16 -> new Setup("10.9." + link + ".255", List.of());
      case 17 ->
          new Setup(
              "239.1.%d.%d".formatted(random.nextInt(256), random.nextInt(256)),
              List.of("route add 224.0.0.0/4 dev " + dev));
      case 18 -> new Setup("10.9." + link + ".1", List.of());
      case 19 -> new Setup("fd50::7", List.of("route add fd50::/16 via fd09:" + link + "::3"));
      case 20 -> new Setup("fd09:" + link + "::2", List.of());
      case 22 -> new Setup(to, List.of(route + "via 10.19.%d.2".formatted(vlan)));
      case 23 -> new Setup("10.19.%d.2".formatted(vlan), List.of());
      case 24 ->
          new Setup("fd50::7", List.of("route add fd50::/16 via fd19:%d::2".formatted(vlan)));
      case 25 ->
          new Setup("239.2.%d.1".formatted(vlan), List.of("route add 224.0.0.0/4 dev xv" + vlan));
      default -> new Setup("fd50::9", List.of("route add unreachable fd50::/16"));
    };
  }

  /** Returns whether there was a way. */
  private boolean compare(Setup setup, int port) throws Exception {
    InetSocketAddress destination =
        new InetSocketAddress(InetAddress.getByName(setup.destination), port);
    byte[] payload = new byte[random.nextInt(100)];
    random.nextBytes(payload);
    int errno;
    try (OrdinarySocket socket =
        OrdinarySocket.bound(destination.getAddress() instanceof Inet4Address, SOURCE_PORT)) {
      errno = socket.send(payload, destination);
    }
    try (UdpRoute route = UdpRoute.builder(destination).sourcePort(SOURCE_PORT).open()) {
      assertThat(errno).as("errno of the socket, where %s", route).isZero();
      route.states().filter(RouteState::isResolved).blockFirst(PATIENCE);
      int link = route.interfaceName().equals(host.nearEnd(0)) ? 0 : 1;
      byte[] theirs = captured(port, link);
      assertThat(SentFrame.comparable(ours(route, payload)))
          .isEqualTo(SentFrame.comparable(theirs));
      return true;
    } catch (XskException e) {
      if (e.errno() == LOCAL) {
        assertThat(e).hasMessageContaining("this machine");
        assertThat(setup.destination).endsWith(".1");
      } else {
        assertThat(e.errno()).as("%s", e).isEqualTo(errno);
      }
      return false;
    }
  }

  private static byte[] ours(UdpRoute route, byte[] payload) {
    MemorySegment frame = Arena.ofAuto().allocate(2_048);
    int length =
        route
            .<byte[]>datagrams(
                (bytes, into) -> {
                  into.asSlice(0, bytes.length).copyFrom(MemorySegment.ofArray(bytes));
                  return bytes.length;
                })
            .write(payload, frame);
    return frame.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /** The frame that the socket sent to this port, at the far end of this link. */
  private byte[] captured(int port, int link) {
    byte[] buffer = new byte[2_048];
    byte[] @Nullable [] found = new byte[1][];
    Eventually.hold(
        "a frame of the socket at link " + link,
        PATIENCE,
        () -> {
          taps.get(link)
              .read(
                  buffer,
                  1_000,
                  (bytes, length) -> {
                    if (SentFrame.destinationPort(bytes, length) == port) {
                      found[0] = Arrays.copyOf(bytes, length);
                    }
                  });
          return found[0] != null;
        });
    return found[0];
  }
}
