package reactor.xsk.internal.linux;

/** Constants of {@code linux/netlink.h} and {@code linux/rtnetlink.h}, Linux 6.18. */
public final class Netlink {

  static final int AF_NETLINK = 16;

  /** The protocol of links, addresses, routes and neighbours. */
  public static final int NETLINK_ROUTE = 0;

  /** The protocol of families that are found by name. */
  public static final int NETLINK_GENERIC = 16;

  static final int SOL_NETLINK = 270;
  static final int NETLINK_ADD_MEMBERSHIP = 1;
  static final int NETLINK_CAP_ACK = 10;
  static final int NETLINK_EXT_ACK = 11;
  static final int NETLINK_GET_STRICT_CHK = 12;

  /** A question. */
  public static final int NLM_F_REQUEST = 1;

  /** Answer with an acknowledgement. */
  public static final int NLM_F_ACK = 4;

  /** All entries, and not one. */
  public static final int NLM_F_DUMP = 0x300;

  /** The table changed while it was dumped. */
  public static final int NLM_F_DUMP_INTR = 0x10;

  /** Create what is not there. */
  public static final int NLM_F_CREATE = 0x400;

  static final int NLM_F_ACK_TLVS = 0x200;
  static final int NLM_F_CAPPED = 0x100;

  static final int NLMSG_NOOP = 1;
  static final int NLMSG_ERROR = 2;
  static final int NLMSG_DONE = 3;
  static final int NLMSGERR_ATTR_MSG = 1;

  /** struct sockaddr_nl { u16 family; u16 pad; u32 port; u32 groups; }. */
  static final int SOCKADDR_BYTES = 12;

  static final int HEADER_BYTES = 16;
  static final int ATTRIBUTE_HEADER_BYTES = 4;
  static final int ATTRIBUTE_TYPE_MASK = 0x3fff;
  static final int NLA_F_NESTED = 0x8000;

  private Netlink() {}

  /** Messages and attributes begin at multiples of 4. */
  static int align(int lengthBytes) {
    return (lengthBytes + 3) & ~3;
  }
}
