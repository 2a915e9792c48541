package reactor.xsk.internal.linux;

/**
 * The operations that can fail, with the text that errors name them by and the next thing to try
 * for each errno.
 */
public enum Operation implements KernelCall {
  /** socket(2). */
  SOCKET("socket(AF_XDP)"),
  /** ioctl(SIOCGIFINDEX). */
  FIND_INTERFACE("ioctl(SIOCGIFINDEX)"),
  /** Other questions about an interface. */
  QUERY_INTERFACE("ioctl(interface)"),
  /** A netlink socket and its groups. */
  NETLINK_SOCKET("socket(AF_NETLINK)"),
  /** RTM_GETLINK. */
  GET_LINK("netlink(RTM_GETLINK)"),
  /** The memory of the UMEM. */
  MAP_UMEM("mmap(UMEM)"),
  /** The memory of a ring. */
  MAP_RING("mmap(ring)"),
  /** XDP_UMEM_REG. */
  REGISTER_UMEM("setsockopt(XDP_UMEM_REG)"),
  /** Ring sizes. */
  SIZE_RING("setsockopt(ring size)"),
  /** XDP_MMAP_OFFSETS. */
  RING_OFFSETS("getsockopt(XDP_MMAP_OFFSETS)"),
  /** XDP_MAX_TX_SKB_BUDGET. */
  TRANSMIT_BUDGET("setsockopt(XDP_MAX_TX_SKB_BUDGET)"),
  /** SO_SNDBUF. */
  SEND_BUFFER("setsockopt(SO_SNDBUF)"),
  /** bind(2). */
  BIND("bind(AF_XDP)"),
  /** XDP_OPTIONS. */
  GRANTED_OPTIONS("getsockopt(XDP_OPTIONS)"),
  /** XDP_STATISTICS. */
  STATISTICS("getsockopt(XDP_STATISTICS)"),
  /** The kick. */
  KICK("sendto(AF_XDP)");

  private final String text;

  Operation(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public String hint(int errno) {
    return switch (this) {
      case SOCKET -> socketHint(errno);
      case NETLINK_SOCKET ->
          "let the process open netlink sockets (systemd: AF_NETLINK in RestrictAddressFamilies=)";
      case FIND_INTERFACE, QUERY_INTERFACE, GET_LINK ->
          errno == Errno.ENODEV
              ? "no such interface in this network namespace; `ip link` lists them"
              : "`ip link show` should know this interface";
      case MAP_UMEM, MAP_RING ->
          "the process is out of address space or memory; use a smaller frameCount or txRingSize";
      case REGISTER_UMEM -> umemHint(errno);
      case SIZE_RING, RING_OFFSETS, GRANTED_OPTIONS, STATISTICS ->
          "this kernel's AF_XDP is older than Linux 5.4 or differs from it; update the kernel";
      case TRANSMIT_BUDGET ->
          "use a batchSize of 32 or less, or a txRingSize of at least batchSize";
      case SEND_BUFFER -> "raise net.core.wmem_max, or use a smaller txRingSize";
      case BIND -> bindHint(errno);
      case KICK -> kickHint(errno);
    };
  }

  private static String socketHint(int errno) {
    return switch (errno) {
      case Errno.EPERM ->
          "run with CAP_NET_RAW (setcap cap_net_raw+ep on java, or systemd AmbientCapabilities=),"
              + " or inside a user and network namespace (unshare -Urn)";
      case Errno.EAFNOSUPPORT ->
          "this kernel is built without CONFIG_XDP_SOCKETS; use another kernel or mode VIRTUAL";
      case Errno.EMFILE, Errno.ENFILE -> "raise ulimit -n, or close what is not used";
      default -> "AF_XDP sockets are not to be had here; XskSupport.unavailabilityCause() says why";
    };
  }

  private static String umemHint(int errno) {
    return switch (errno) {
      case Errno.ENOBUFS ->
          "the locked-memory limit is exceeded: raise ulimit -l (systemd LimitMEMLOCK=), give"
              + " CAP_IPC_LOCK, or use a smaller frameCount";
      case Errno.ENOMEM -> "the pages could not be pinned: use a smaller frameCount";
      default -> "frameSize must be 2048 or the page size";
    };
  }

  private static String bindHint(int errno) {
    return switch (errno) {
      case Errno.EBUSY ->
          "another AF_XDP socket holds this queue (or was closed a moment ago): use another queue,"
              + " close the other socket, or raise bindTimeout";
      case Errno.EINVAL ->
          "the queue does not exist (`ethtool -l` lists the channels), or the MTU does not fit the"
              + " frame in zero-copy mode";
      case Errno.EOPNOTSUPP -> "the driver has no zero-copy: use mode AUTO or COPY";
      case Errno.ENODEV -> "the interface is gone, or is in another network namespace";
      case Errno.ENETDOWN -> "bring the interface up: ip link set dev NAME up";
      default -> "check the interface with `ip -d link show`";
    };
  }

  private static String kickHint(int errno) {
    return switch (errno) {
      case Errno.ENXIO ->
          "the interface was removed, or the driver refuses zero-copy kicks without an XDP program;"
              + " create a new sender once the interface is back";
      case Errno.ENETDOWN -> "bring the interface up: ip link set dev NAME up";
      case Errno.EBUSY ->
          "the device dropped the packet: no carrier, packet longer than the peer takes, or its"
              + " queue is full";
      case Errno.EINVAL ->
          "the kernel refuses the metadata of a packet, which this library never sets, and would"
              + " refuse it for ever: create a new sender, and report the kernel's version";
      default -> "create a new sender; if it persists, please report it with the kernel's version";
    };
  }
}
