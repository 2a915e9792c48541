package reactor.xsk.internal.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskException;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.Link;
import reactor.xsk.internal.linux.Links;
import reactor.xsk.internal.linux.Netlink;
import reactor.xsk.internal.linux.NetlinkMessage;
import reactor.xsk.internal.linux.NetlinkRequest;
import reactor.xsk.internal.linux.NetlinkSocket;
import reactor.xsk.internal.linux.Operation;

/** Asks the kernel's tables of routes, neighbours and links. One thread at a time. */
final class KernelTables {

  private static final int PROTOCOL_UDP = 17;

  private final NetlinkSocket socket;
  private final Links links;
  private final Map<Integer, Link> linksOfRound = new HashMap<>();
  private final Map<NextHop, Optional<Neighbour>> neighboursOfRound = new HashMap<>();
  private int errno;

  KernelTables(NetlinkSocket socket) {
    this.socket = socket;
    this.links = new Links(socket);
  }

  /** From now on links and neighbours are asked for anew, each once. */
  void beginRound() {
    linksOfRound.clear();
    beginNeighbours();
  }

  /** From now on neighbours are asked for anew, each once while nothing is done to it. */
  void beginNeighbours() {
    neighboursOfRound.clear();
  }

  /** The errno of the last question that was not answered. */
  int errno() {
    return errno;
  }

  /**
   * What a packet of this flow gets; null if the kernel refuses, with {@link #errno}. As all
   * questions here it throws if the kernel does not answer.
   *
   * @param interfaceIndex for addresses that mean something on each interface; 0 otherwise, since
   *     with one the kernel answers that anything is on its link
   */
  @Nullable RouteAnswer route(FlowSpec flow, int interfaceIndex) {
    byte[] destination = flow.address().getAddress();
    InetAddress source = flow.source();
    NetlinkRequest request =
        new NetlinkRequest(Rtnetlink.RTM_GETROUTE, 0)
            .u8(flow.isIpv4() ? Rtnetlink.AF_INET : Rtnetlink.AF_INET6)
            .u8(destination.length * Byte.SIZE)
            .u8(source == null ? 0 : destination.length * Byte.SIZE)
            .u8(flow.trafficClass() & ~3) // without ECN
            .u32(0)
            .u32(0)
            .attribute(Rtnetlink.RTA_DST, destination);
    if (source != null) {
      request.attribute(Rtnetlink.RTA_SRC, source.getAddress());
    }
    if (interfaceIndex != 0) {
      request.attributeU32(Rtnetlink.RTA_OIF, interfaceIndex);
    }
    request
        .attributeU8(Rtnetlink.RTA_IP_PROTO, PROTOCOL_UDP)
        .attribute(Rtnetlink.RTA_SPORT, bigEndian(flow.sourcePort()))
        .attribute(Rtnetlink.RTA_DPORT, bigEndian(flow.destination().getPort()));
    NetlinkMessage answer = ask(request, flow);
    return answer == null ? null : whole(RouteAnswer.of(answer), flow);
  }

  private static byte[] bigEndian(int port) {
    return ByteBuffer.allocate(Short.BYTES).putShort((short) port).array();
  }

  /** The entry of a next hop; null if there is none. */
  @Nullable Neighbour neighbour(NextHop hop) {
    return neighboursOfRound.computeIfAbsent(hop, this::askForNeighbour).orElse(null);
  }

  private Optional<Neighbour> askForNeighbour(NextHop hop) {
    NetlinkMessage answer =
        ask(neighbourRequest(Rtnetlink.RTM_GETNEIGH, 0, hop, Rtnetlink.NUD_NONE, 0), hop);
    return answer == null ? Optional.empty() : Optional.of(whole(Neighbour.of(answer), hop));
  }

  /** The entry of a next hop may be another one now. */
  void forget(NextHop hop) {
    neighboursOfRound.remove(hop);
  }

  /** Makes the kernel resolve a next hop, once. Returns 0 or the errno. */
  int use(NextHop hop) {
    return order(hop, neighbourRequest(hop, Rtnetlink.NUD_NONE, Rtnetlink.NTF_USE));
  }

  /** Makes the kernel keep a next hop resolved (Linux 5.16). Returns 0 or the errno. */
  int manage(NextHop hop) {
    return order(
        hop,
        neighbourRequest(hop, Rtnetlink.NUD_NONE, 0)
            .attributeU32(Rtnetlink.NDA_FLAGS_EXT, Rtnetlink.NTF_EXT_MANAGED));
  }

  /**
   * Makes the kernel ask the next hop now whether it is still there; a managed entry is an ordinary
   * one after that. Returns 0 or the errno.
   */
  int probe(NextHop hop) {
    return order(
        hop,
        neighbourRequest(Rtnetlink.RTM_NEWNEIGH, Netlink.NLM_F_ACK, hop, Rtnetlink.NUD_PROBE, 0));
  }

  private static NetlinkRequest neighbourRequest(NextHop hop, int state, int flags) {
    int create = Netlink.NLM_F_ACK | Netlink.NLM_F_CREATE;
    return neighbourRequest(Rtnetlink.RTM_NEWNEIGH, create, hop, state, flags);
  }

  private static NetlinkRequest neighbourRequest(
      int type, int messageFlags, NextHop hop, int state, int flags) {
    boolean isIpv4 = hop.address() instanceof Inet4Address;
    return new NetlinkRequest(type, messageFlags)
        .u8(isIpv4 ? Rtnetlink.AF_INET : Rtnetlink.AF_INET6)
        .u8(0)
        .u16(0)
        .u32(hop.interfaceIndex())
        .u16(state)
        .u8(flags)
        .u8(0)
        .attribute(Rtnetlink.NDA_DST, hop.address().getAddress());
  }

  private int order(NextHop hop, NetlinkRequest request) {
    forget(hop);
    return -socket.request(request, new ArrayList<>(1));
  }

  /** The answer, or null with an {@link #errno} that is one. */
  private @Nullable NetlinkMessage ask(NetlinkRequest request, Object about) {
    List<NetlinkMessage> answer = new ArrayList<>(1);
    int result = socket.request(request, answer);
    if (result < 0 && NetlinkSocket.isOfTheMoment(-result)) {
      throw Operation.GET_ROUTE.failed(result, "about=" + about);
    }
    errno = -result;
    return errno == 0 ? answer.getFirst() : null;
  }

  private static <T> T whole(@Nullable T answer, Object about) {
    if (answer == null) {
      throw Operation.GET_ROUTE.failed(-Errno.EAGAIN, "about=%s, cut".formatted(about));
    }
    return answer;
  }

  /** An interface; null if there is none of this index. */
  @Nullable Link link(int interfaceIndex) {
    Link known = linksOfRound.get(interfaceIndex);
    if (known != null) {
      return known;
    }
    try {
      Link link = links.byIndex(interfaceIndex);
      linksOfRound.put(interfaceIndex, link);
      return link;
    } catch (XskException e) {
      if (e.errno() == Errno.ENODEV) {
        return null;
      }
      throw e;
    }
  }

  /**
   * An interface by its name.
   *
   * @throws XskException if there is none
   */
  Link link(String name) {
    return links.byName(name);
  }
}
