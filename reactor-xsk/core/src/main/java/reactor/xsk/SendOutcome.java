package reactor.xsk;

/** What became of one item: see {@link SendResult}. */
public enum SendOutcome {

  /**
   * The kernel gave the frame back and reported no drop. It has taken the packet; that it left the
   * interface is not proved by this.
   */
  COMPLETED,

  /**
   * The kernel said that it dropped a packet (errno EBUSY: no carrier, or the driver refused), and
   * this is the packet. Only on Linux 6.6 to 6.16 without a fix of their stable releases (commit
   * 30f241fcf52a) it can have been one that was published with this one and a little later. Or: its
   * route had no way, and {@link reactor.xsk.net.WhileUnresolved#DROP} was chosen for that.
   */
  DROPPED,

  /**
   * The packet never reached the kernel's hands: its writer threw, its length was out of range, or
   * the socket died before the kernel took it.
   */
  FAILED,

  /** Accepted from the source but not published, because the stream or the sender ended first. */
  DISCARDED,

  /**
   * The kernel took the descriptor and never gave the frame back: after {@code completionTimeout},
   * or when the socket ended first. Whether the packet was sent is unknown.
   */
  LOST
}
