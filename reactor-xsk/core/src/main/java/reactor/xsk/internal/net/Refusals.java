package reactor.xsk.internal.net;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.Link;
import reactor.xsk.internal.net.Resolution.Refused;

/** Every reason why there is no way, with what would work instead. */
final class Refusals {

  /** Kinds of interfaces whose own driver decides where a packet goes. */
  private static final Map<String, String> INDIRECT =
      Map.ofEntries(
          Map.entry("bond", "a bond, which decides itself by which of its ports a packet leaves"),
          Map.entry("team", "a team, which decides itself by which of its ports a packet leaves"),
          Map.entry(
              "bridge", "a bridge, which decides itself by which of its ports a frame leaves"),
          Map.entry("openvswitch", "a switch, which decides itself by which port a frame leaves"),
          Map.entry("vrf", "a VRF, which is followed no further"),
          Map.entry("macsec", "a MACsec interface, which encrypts what it sends"));

  /** Kinds of tunnels: rtnl_link_ops under net/ipv4, net/ipv6, net/xfrm and drivers/net. */
  private static final Set<String> TUNNELS =
      Set.of(
          "vxlan",
          "geneve",
          "gretap",
          "ip6gretap",
          "erspan",
          "ip6erspan",
          "bareudp",
          "gre",
          "ip6gre",
          "ipip",
          "sit",
          "ip6tnl",
          "vti",
          "vti6",
          "xfrm",
          "wireguard",
          "ovpn");

  private Refusals() {}

  static Refused byErrno(int errno, FlowSpec flow) {
    return switch (errno) {
      case Errno.ENETUNREACH ->
          refused(
              errno,
              "there is no route to it",
              "add a route: `ip route get %s` shows the gap",
              flow);
      case Errno.EHOSTUNREACH ->
          refused(errno, "its route is of type unreachable", "see `ip route show match %s`", flow);
      case Errno.EACCES ->
          refused(errno, "its route is of type prohibit", "see `ip route show match %s`", flow);
      case Errno.EINVAL ->
          refused(errno, "its route is of type blackhole", "see `ip route show match %s`", flow);
      default -> refused(errno, "the kernel has no route", "see `ip route get %s`", flow);
    };
  }

  private static Refused refused(int errno, String reason, String hint, FlowSpec flow) {
    return new Refused(errno, Errno.nameOf(errno), reason, hint.formatted(flow));
  }

  private static Refused refused(String reason, String hint) {
    return new Refused(0, "", reason, hint);
  }

  static Refused foreignSource(FlowSpec flow) {
    return new Refused(
        Errno.EADDRNOTAVAIL,
        Errno.nameOf(Errno.EADDRNOTAVAIL),
        "the source address %s is not of this machine"
            .formatted(Objects.requireNonNull(flow.source()).getHostAddress()),
        "take one that `ip addr` lists");
  }

  static Refused thisMachine() {
    return refused(
        "it is an address of this machine, where packets do not pass an interface",
        "send to it with an ordinary socket");
  }

  static Refused nodeLocal() {
    return refused(
        "it is a group of this machine alone (scope 0 or 1), which no interface sends",
        "take a group of a wider scope: ff02::/16 for the link");
  }

  static Refused unfit(int type) {
    return refused(
        "its route is of type " + type + " (rtm_type), which no packet is sent by",
        "see `ip route get`");
  }

  static Refused gone(String interfaceName) {
    return new Refused(
        Errno.ENODEV,
        Errno.nameOf(Errno.ENODEV),
        "the interface %s is gone".formatted(interfaceName),
        "open route and sender anew once it is back");
  }

  static Refused wrongInterface(FlowSpec flow, String leavesBy, String opened) {
    return refused(
        "%s leaves by %s, and this sender is on %s".formatted(flow, leavesBy, opened),
        "open the sender on " + leavesBy);
  }

  static Refused noInterface() {
    return refused(
        "the address means another host on each interface",
        "name the interface, in the address (fe80::1%eth0) or by onInterface(..)");
  }

  static Refused elsewhere(String interfaceName) {
    return refused(
        "it leaves by %s, and the interface below is in another network namespace"
            .formatted(interfaceName),
        "run the sender in that namespace");
  }

  static Refused noSource() {
    return refused(
        "the kernel has no source address for it", "give its interface an address (`ip addr add`)");
  }

  /** Why frames cannot be handed to this interface, or null if they can. */
  static @Nullable Refused of(Link link) {
    String kind = link.kind();
    String indirect = kind == null ? null : indirection(kind, link);
    if (indirect != null) {
      return refused(
          "it leaves by %s, %s".formatted(link.name(), indirect),
          "send to it with an ordinary socket, or write headers yourself (UdpHeaders) for a port"
              + " of it");
    }
    byte[] mac = link.address();
    boolean isEthernet =
        link.hardwareType() == Link.ARPHRD_ETHER && mac != null && mac.length == 6 && !isZero(mac);
    return isEthernet
        ? null
        : refused(
            "it leaves by %s, which is not an Ethernet interface (%s)"
                .formatted(
                    link.name(), kind == null ? "ARPHRD " + link.hardwareType() : "a " + kind),
            "send to it with an ordinary socket");
  }

  private static @Nullable String indirection(String kind, Link link) {
    boolean isTun = kind.equals("tun") && link.hardwareType() != Link.ARPHRD_ETHER; // and no tap
    return isTun || TUNNELS.contains(kind)
        ? "a tunnel (%s), which wraps packets into others".formatted(kind)
        : INDIRECT.get(kind);
  }

  private static boolean isZero(byte[] bytes) {
    int any = 0;
    for (byte b : bytes) {
      any |= b;
    }
    return any == 0;
  }
}
