package reactor.xsk.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import reactor.xsk.XskException;
import reactor.xsk.internal.net.FlowSpec;
import reactor.xsk.internal.net.RouteFollower;

/** Settings of a {@link UdpRoute}. What is not set is the kernel's to choose. For one thread. */
public final class UdpRouteBuilder {

  private static final Duration VERIFY_EVERY = Duration.ofSeconds(5);

  private final InetSocketAddress destination;
  private final FlowSpec flow;
  private int sourcePort;
  private String interfaceName = "";
  private WhileUnresolved policy = WhileUnresolved.HOLD;
  private Duration verifyEvery = VERIFY_EVERY;

  UdpRouteBuilder(InetSocketAddress destination) {
    if (destination.isUnresolved()) {
      throw new IllegalArgumentException(
          "the name has no address: " + destination.getHostString() + "; check the name service");
    }
    require(destination.getPort() != 0, "the destination needs a port: " + destination);
    this.destination = destination;
    this.flow = new FlowSpec(destination);
  }

  private boolean isIpv4() {
    return destination.getAddress() instanceof Inet4Address;
  }

  /**
   * The source address. Default: the kernel's choice, as for an ordinary socket.
   *
   * @param source an address of this machine, of the destination's family
   * @return this builder
   */
  public UdpRouteBuilder source(InetAddress source) {
    require(source instanceof Inet4Address == isIpv4(), "of another family: " + source);
    flow.source(source);
    return this;
  }

  /**
   * The source port. Default: a free one, which is kept from others while the route is open.
   *
   * @param sourcePort 1 to 65,535
   * @return this builder
   */
  public UdpRouteBuilder sourcePort(int sourcePort) {
    require(
        sourcePort >= 1 && sourcePort <= 65_535, "sourcePort must be 1 to 65535: " + sourcePort);
    this.sourcePort = sourcePort;
    return this;
  }

  /**
   * The class of service. Default 0.
   *
   * @param dscp 0 to 63 (RFC 2474)
   * @param ecn 0 to 3 (RFC 3168)
   * @return this builder
   */
  public UdpRouteBuilder trafficClass(int dscp, int ecn) {
    require(dscp >= 0 && dscp <= 63, "dscp must be 0 to 63: " + dscp);
    require(ecn >= 0 && ecn <= 3, "ecn must be 0 to 3: " + ecn);
    flow.trafficClass(dscp << 2 | ecn);
    return this;
  }

  /**
   * The TTL of IPv4, the hop limit of IPv6. Default: that of the route, or of the system; 1 for
   * multicast.
   *
   * @param hopLimit 1 to 255
   * @return this builder
   */
  public UdpRouteBuilder hopLimit(int hopLimit) {
    require(hopLimit >= 1 && hopLimit <= 255, "hopLimit must be 1 to 255: " + hopLimit);
    flow.hopLimit(hopLimit);
    return this;
  }

  /**
   * Whether datagrams have a UDP checksum. Default true; false is for IPv4 only (RFC 8200, 8.1).
   *
   * @param present whether they have one
   * @return this builder
   */
  public UdpRouteBuilder udpChecksum(boolean present) {
    require(present || isIpv4(), "IPv6 needs udpChecksum(true): RFC 8200, 8.1");
    flow.udpChecksum(present);
    return this;
  }

  /**
   * The interface of the sender. Default: that of the route. Needed for multicast and link-local
   * destinations that do not name one; otherwise a route by another interface is refused.
   *
   * @param interfaceName its name
   * @return this builder
   */
  public UdpRouteBuilder onInterface(String interfaceName) {
    this.interfaceName = Objects.requireNonNull(interfaceName);
    return this;
  }

  /**
   * What becomes of items while there is no way. Default {@link WhileUnresolved#HOLD}.
   *
   * @param policy the policy of all streams of this route
   * @return this builder
   */
  public UdpRouteBuilder whileUnresolved(WhileUnresolved policy) {
    this.policy = Objects.requireNonNull(policy);
    return this;
  }

  /**
   * How old the last confirmation of the next hop may become before the kernel asks it whether it
   * is still there. A next hop that dies silently is noticed after this time and three unanswered
   * questions, which are a second apart by default. Needs CAP_NET_ADMIN. Default 5 s.
   *
   * @param period 100 ms to 1 h
   * @return this builder
   */
  public UdpRouteBuilder verifyNextHopEvery(Duration period) {
    require(
        period.compareTo(Duration.ofMillis(100)) >= 0 && period.compareTo(Duration.ofHours(1)) <= 0,
        "verifyNextHopEvery must be 100 ms to 1 h: " + period);
    verifyEvery = period;
    return this;
  }

  /**
   * Asks the kernel for the way, and follows it from then on: see {@link UdpRoute#to}.
   *
   * @return an open route
   * @throws XskException if there is no way, or none that an AF_XDP socket can take
   */
  public UdpRoute open() {
    RouteFollower follower =
        RouteFollower.open("xsk-route-" + destination.getHostString(), verifyEvery.toNanos());
    try {
      if (!interfaceName.isEmpty()) {
        follower.bindTo(interfaceName);
      }
      flow.sourcePort(sourcePort == 0 ? follower.port() : sourcePort);
      return UdpRoute.open(flow.to(destination), follower, policy);
    } catch (RuntimeException | Error e) {
      follower.close();
      throw e;
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
