package reactor.xsk.internal.net;

/** By what the kernel keeps the entry of a next hop fresh, which our packets pass by. */
public enum UpkeepWay {
  /** Multicast, broadcast, or an entry that an administrator has set. */
  NOTHING_TO_DO,
  /** NTF_EXT_MANAGED: the kernel by itself; and it is asked to verify what it has not confirmed. */
  MANAGED,
  /** NTF_USE and NUD_PROBE, from time to time. */
  ASKED,
  /** An empty UDP datagram to the next hop, from time to time. */
  DATAGRAMS
}
