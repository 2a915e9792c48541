package reactor.xsk.internal.linux;

/** Constants of {@code linux/if_xdp.h} and of the headers around it, Linux 6.18. */
public final class IfXdp {

  /** {@code AF_XDP}, linux/socket.h. */
  public static final int AF_XDP = 44;

  static final int AF_UNIX = 1;
  static final int AF_INET = 2;

  /** The socket type of AF_XDP. */
  public static final int SOCK_RAW = 3;

  static final int SOCK_DGRAM = 2;

  /** Closes the descriptor in programs that this process executes. */
  public static final int SOCK_CLOEXEC = 0x80000;

  /** Option level of AF_XDP. */
  public static final int SOL_XDP = 283;

  static final int XDP_MMAP_OFFSETS = 1;

  /** Size of the TX ring: an int, a power of two. */
  public static final int XDP_TX_RING = 3;

  static final int XDP_UMEM_REG = 4;
  static final int XDP_UMEM_FILL_RING = 5;
  static final int XDP_UMEM_COMPLETION_RING = 6;
  static final int XDP_STATISTICS = 7;
  static final int XDP_OPTIONS = 8;

  /** Most descriptors that one sendto takes in copy mode: u32, 32 to the TX ring size. 6.17. */
  public static final int XDP_MAX_TX_SKB_BUDGET = 9;

  /** Packets of a batch in copy mode: u32. Of a series that was not merged. */
  static final int XDP_GENERIC_XMIT_BATCH = 10;

  /** Bit 0 of the answer to XDP_OPTIONS. */
  static final int XDP_OPTIONS_ZEROCOPY = 1;

  /** Flags of {@code sockaddr_xdp}. */
  static final int XDP_COPY = 1 << 1;

  static final int XDP_ZEROCOPY = 1 << 2;
  static final int XDP_USE_NEED_WAKEUP = 1 << 3;

  /** Packets may have several descriptors. 6.6. */
  static final int XDP_USE_SG = 1 << 4;

  /** Flags of {@code xdp_umem_reg}. */
  static final int XDP_UMEM_TX_SW_CSUM = 1 << 1;

  static final int XDP_UMEM_TX_METADATA_LEN = 1 << 2;

  /** Descriptor option: the packet goes on in the next descriptor. */
  public static final int XDP_PKT_CONTD = 1;

  /** What a kernel of the smallest CONFIG_MAX_SKB_FRAGS, 17, takes: a head and so many pages. */
  public static final int MOST_DESCRIPTORS_OF_A_PACKET = 18;

  /** Descriptor option: metadata lies below the packet. */
  public static final int XDP_TX_METADATA = 1 << 1;

  /** Ring flag: the kernel wants a kick. */
  public static final int XDP_RING_NEED_WAKEUP = 1;

  /** Descriptors that copy mode takes in one sendto by default: TX_BATCH_SIZE, net/xdp/xsk.c. */
  public static final int DEFAULT_TX_BUDGET = 32;

  static final long XDP_PGOFF_TX_RING = 0x8000_0000L;
  static final long XDP_UMEM_PGOFF_COMPLETION_RING = 0x1_8000_0000L;

  static final int SOL_SOCKET = 1;
  static final int SO_SNDBUF = 7;
  static final int SO_SNDBUFFORCE = 32;

  /** How long a poll may last: int, microseconds. */
  static final int SO_BUSY_POLL = 46;

  /** Polling instead of interrupts: int, 0 or 1. 5.11. */
  static final int SO_PREFER_BUSY_POLL = 69;

  /** Packets of a poll: int. 5.11. */
  static final int SO_BUSY_POLL_BUDGET = 70;

  static final int MSG_DONTWAIT = 0x40;
  static final int MSG_TRUNC = 0x20;

  static final int PROT_READ_WRITE = 3;
  static final int MAP_SHARED = 1;
  static final int MAP_PRIVATE = 2;
  static final int MAP_ANONYMOUS = 0x20;
  static final int MAP_POPULATE = 0x8000;
  static final int MAP_HUGETLB = 0x4_0000;

  /** Huge pages of 2^21 bytes, linux/mman.h. */
  static final int MAP_HUGE_2MB = 21 << 26;

  /** Memory policy of mbind(2): this node, and others once it is full; linux/mempolicy.h. */
  static final int MPOL_PREFERRED = 1;

  private IfXdp() {}
}
