package reactor.xsk.internal.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import reactor.xsk.XskException;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.NetlinkMessage;
import reactor.xsk.internal.linux.NetlinkSocket;

/**
 * Events of the kernel's tables. What changed is not computed from them: they say that the tables
 * are to be asked again, of one next hop or of everything.
 */
final class RouteEvents {

  private static final int[] GROUPS = {
    Rtnetlink.RTNLGRP_LINK,
    Rtnetlink.RTNLGRP_NEIGH,
    Rtnetlink.RTNLGRP_IPV4_IFADDR,
    Rtnetlink.RTNLGRP_IPV4_ROUTE,
    Rtnetlink.RTNLGRP_IPV4_RULE,
    Rtnetlink.RTNLGRP_IPV6_IFADDR,
    Rtnetlink.RTNLGRP_IPV6_ROUTE,
    Rtnetlink.RTNLGRP_IPV6_RULE,
    Rtnetlink.RTNLGRP_NEXTHOP
  };

  /** Below it are the types of netlink itself, as RTM_BASE says. */
  private static final int FIRST_RTNETLINK_TYPE = 16;

  /** Datagrams taken at once, so that a storm of events does not keep the thread here. */
  private static final int MOST_DATAGRAMS = 256;

  private final NetlinkSocket socket;
  private long lost;
  private boolean isLosing;

  /** Subscribes {@code socket}; the first question comes after that. */
  RouteEvents(NetlinkSocket socket) {
    this.socket = socket;
    for (int group : GROUPS) {
      if (group != Rtnetlink.RTNLGRP_NEXTHOP) {
        socket.join(group);
      }
    }
    joinNexthops();
  }

  /** Nexthop objects came with Linux 5.3; before that there are no such events. */
  private void joinNexthops() {
    try {
      socket.join(Rtnetlink.RTNLGRP_NEXTHOP);
    } catch (XskException e) {
      if (e.errno() != Errno.EINVAL) {
        throw e;
      }
    }
  }

  /** Waits for events. Returns whether there are any. */
  boolean await(int timeoutMs) {
    return socket.await(timeoutMs);
  }

  /** How often the kernel had to drop events, because they came faster than they were taken. */
  long lost() {
    return lost;
  }

  /**
   * Takes what is there.
   *
   * @param watched the next hops in use: of others no event matters
   * @param onNeighbour is given a next hop of those whose entry changed
   * @return whether anything else changed, or events were lost
   */
  boolean take(Set<NextHop> watched, Consumer<NextHop> onNeighbour) {
    boolean anything = false;
    List<NetlinkMessage> messages = new ArrayList<>();
    for (int i = 0; i < MOST_DATAGRAMS; i++) {
      messages.clear();
      int result = socket.receive(messages);
      if (result == -Errno.EAGAIN) {
        anything |= isLosing;
        isLosing = false;
        break;
      }
      if (result < 0 && result != -Errno.EINTR) {
        lost++;
        anything = true;
        if (result != -Errno.ENOBUFS) {
          break;
        }
        isLosing = true; // in silence, until it is empty (netlink_overrun, netlink_rcv_wake)
      }
      for (NetlinkMessage message : messages) {
        anything |= isOfEverything(message, watched, onNeighbour);
      }
    }
    return anything;
  }

  private static boolean isOfEverything(
      NetlinkMessage message, Set<NextHop> watched, Consumer<NextHop> onNeighbour) {
    int type = message.type();
    if (type == Rtnetlink.RTM_NEWNEIGH || type == Rtnetlink.RTM_DELNEIGH) {
      Neighbour neighbour = Neighbour.of(message);
      if (neighbour != null && neighbour.address() != null) {
        NextHop hop = new NextHop(neighbour.interfaceIndex(), neighbour.address());
        if (watched.contains(hop)) {
          onNeighbour.accept(hop);
        }
      }
      return false;
    }
    return type >= FIRST_RTNETLINK_TYPE; // and not the answer to a nudge
  }
}
