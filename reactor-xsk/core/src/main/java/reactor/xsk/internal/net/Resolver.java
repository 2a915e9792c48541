package reactor.xsk.internal.net;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.xsk.internal.linux.Link;
import reactor.xsk.internal.net.Resolution.Refused;
import reactor.xsk.internal.net.Resolution.Resolved;
import reactor.xsk.internal.net.Resolution.Waiting;

/**
 * From a destination to headers: asks for the route, walks from its interface down through VLANs to
 * the device, and looks the next hop up. One thread at a time.
 */
final class Resolver {

  /** More VLANs than this over each other are a circle. */
  private static final int MOST_VLANS = 2;

  private static final byte[] BROADCAST_MAC = {-1, -1, -1, -1, -1, -1};

  private final KernelTables tables;
  private final KernelDefaults defaults = new KernelDefaults();

  Resolver(KernelTables tables) {
    this.tables = tables;
  }

  /** What several flows have in common is asked for once in a round. */
  void beginRound() {
    tables.beginRound();
    defaults.beginRound();
  }

  /**
   * Asks the kernel about a flow.
   *
   * @param deviceIndex the interface that the sender is on, 0 if any will do
   * @param namedIndex the interface that was named for addresses that mean something on each, 0 if
   *     none was: the route of a group may leave by a VLAN over the device
   */
  Resolution resolve(FlowSpec flow, int deviceIndex, int namedIndex) {
    int scope = flow.scopeId() != 0 || !flow.isOfInterface() ? flow.scopeId() : namedIndex;
    if (scope == 0 && flow.address().isLinkLocalAddress() && !flow.isIpv4()) {
      return Refusals.noInterface();
    }
    if (flow.address().isAnyLocalAddress()) {
      return Refusals.thisMachine(); // ip6_datagram_dst_update; a table would say the default route
    }
    if (isOfThisMachineAlone(flow.address())) {
      return Refusals.nodeLocal();
    }
    if (!isSourceOfOurs(flow, scope)) {
      return Refusals.foreignSource(flow);
    }
    RouteAnswer route = tables.route(flow, scope);
    if (route == null) {
      return Refusals.byErrno(tables.errno(), flow);
    }
    return switch (route.type()) {
      case Rtnetlink.RTN_UNICAST,
          Rtnetlink.RTN_BROADCAST,
          Rtnetlink.RTN_MULTICAST,
          Rtnetlink.RTN_ANYCAST ->
          along(route, flow, deviceIndex);
      case Rtnetlink.RTN_LOCAL -> Refusals.thisMachine();
      default -> Refusals.unfit(route.type());
    };
  }

  /** Of scope 0 or 1 (RFC 4291, 2.7), which no interface sends: ip6_finish_output2. */
  private static boolean isOfThisMachineAlone(InetAddress address) {
    return address instanceof Inet6Address
        && address.isMulticastAddress()
        && (address.getAddress()[1] & 0xF) <= 1;
  }

  private boolean isSourceOfOurs(FlowSpec flow, int scope) {
    InetAddress source = flow.source();
    if (source == null) {
      return true;
    }
    RouteAnswer route = tables.route(new FlowSpec(new InetSocketAddress(source, 0)), scope);
    return route != null && route.type() == Rtnetlink.RTN_LOCAL;
  }

  private Resolution along(RouteAnswer route, FlowSpec flow, int deviceIndex) {
    Link outgoing = tables.link(route.interfaceIndex());
    if (outgoing == null) {
      return Refusals.gone("ifindex " + route.interfaceIndex());
    }
    if (outgoing.hardwareType() == Link.ARPHRD_LOOPBACK) {
      return Refusals.thisMachine();
    }
    List<Integer> tags = new ArrayList<>();
    Link device = outgoing;
    while (device.interfaceIndex() != deviceIndex
        && "vlan".equals(device.kind())
        && tags.size() < MOST_VLANS) {
      tags.add(0, VlanTags.of(device, flow));
      Link lower = device.lowerIndex() == 0 ? null : tables.link(device.lowerIndex());
      if (lower == null) {
        return Refusals.elsewhere(device.name());
      }
      device = lower;
    }
    Refused refusal = Refusals.of(device);
    if (refusal != null) {
      return refusal;
    }
    if (deviceIndex != 0 && device.interfaceIndex() != deviceIndex) {
      Link opened = tables.link(deviceIndex);
      return opened == null
          ? Refusals.gone("ifindex " + deviceIndex)
          : Refusals.wrongInterface(flow, device.name(), opened.name());
    }
    InetAddress source = flow.source() == null ? route.source() : flow.source();
    if (source == null) {
      return Refusals.noSource();
    }
    Path path =
        new Path(
            outgoing,
            device,
            tags.stream().mapToInt(Integer::intValue).toArray(),
            source,
            route.gateway() == null ? flow.address() : route.gateway(),
            route.type() == Rtnetlink.RTN_BROADCAST,
            mtuBytes(route, flow, outgoing),
            route.isMtuLocked(),
            hopLimit(route, flow, outgoing));
    return over(path, flow);
  }

  private int mtuBytes(RouteAnswer route, FlowSpec flow, Link outgoing) {
    int ofLink = defaults.mtuBytes(flow, outgoing.name(), outgoing.mtuBytes());
    return route.mtuBytes() == 0 ? ofLink : Math.min(ofLink, route.mtuBytes());
  }

  private int hopLimit(RouteAnswer route, FlowSpec flow, Link outgoing) {
    if (flow.hopLimit() != 0) {
      return flow.hopLimit();
    }
    boolean routeSays = route.hopLimit() != 0 && !flow.address().isMulticastAddress();
    return routeSays ? route.hopLimit() : defaults.hopLimit(flow, outgoing.name());
  }

  /** Asks for the entry of the next hop, which is all that is missing of a way. */
  Resolution over(Path path, FlowSpec flow) {
    if (!path.outgoing().isUp() || !path.device().isUp()) {
      return new Waiting(path, path.device().name() + " is down or has no carrier");
    }
    byte[] mac = macByRule(path);
    Neighbour neighbour = mac == null ? tables.neighbour(path.hop()) : null;
    if (neighbour != null) {
      mac = neighbour.usableMac();
    }
    if (mac == null && isWithoutArp(path.outgoing())) {
      mac = path.outgoing().address(); // as the kernel does: net/ipv4/arp.c, arp_constructor
    }
    if (mac == null) {
      boolean failed = neighbour != null && neighbour.hasFailed();
      String host = path.nextHop().getHostAddress();
      return new Waiting(
          path,
          failed
              ? "%s does not answer on %s".formatted(host, path.outgoing().name())
              : "the MAC address of %s on %s is not known yet"
                  .formatted(host, path.outgoing().name()));
    }
    return new Resolved(path, mac, new HeaderTemplate(fields(path, flow, mac)));
  }

  private static boolean isWithoutArp(Link link) {
    return (link.flags() & Rtnetlink.IFF_NOARP) != 0;
  }

  /** Of addresses that are of no single host; null of others. */
  private static byte @Nullable [] macByRule(Path path) {
    if (path.isBroadcast()) {
      return BROADCAST_MAC;
    }
    byte[] address = path.nextHop().getAddress();
    if (!path.nextHop().isMulticastAddress()) {
      return null;
    }
    byte[] mac;
    if (path.nextHop() instanceof Inet4Address) { // RFC 1112, 6.4: 23 bits
      mac = new byte[] {1, 0, 0x5e, (byte) (address[1] & 0x7f), address[2], address[3]};
    } else { // RFC 2464, 7: 32 bits
      mac = Arrays.copyOfRange(address, 10, 16);
      mac[0] = 0x33;
      mac[1] = 0x33;
    }
    return mac;
  }

  private static HeaderFields fields(Path path, FlowSpec flow, byte[] mac) {
    return new HeaderFields()
        .ethernet(Objects.requireNonNull(path.outgoing().address()), mac)
        .vlanTags(path.vlanTags())
        .addresses(path.source(), flow.address())
        .ports(flow.sourcePort(), flow.destination().getPort())
        .trafficClass(flow.trafficClass())
        .hopLimit(path.hopLimit())
        .udpChecksum(flow.hasUdpChecksum())
        .fragmentable(path.isMtuLocked())
        .mtuBytes(path.mtuBytes());
  }
}
