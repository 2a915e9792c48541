package reactor.xsk.net;

/**
 * By what the kernel keeps the MAC address of the next hop true. It does so for what passes its own
 * stack, which AF_XDP packets do not, and has to be made to.
 */
public enum NextHopUpkeep {

  /** There is no single next hop (multicast, broadcast), or its entry was set by hand. */
  NOT_NEEDED,

  /**
   * The kernel keeps the entry by itself (NTF_EXT_MANAGED, Linux 5.16, CAP_NET_ADMIN), and is asked
   * to verify what it has not confirmed for a while. Removed when the route is closed.
   */
  MANAGED,

  /** The kernel is asked to resolve and to verify (NTF_USE, NUD_PROBE, CAP_NET_ADMIN). */
  ASKED,

  /**
   * An empty UDP datagram to port 9 of the next hop, from time to time: all that can be done
   * without CAP_NET_ADMIN. A next hop that dies silently is noticed after up to a minute.
   */
  DATAGRAMS
}
