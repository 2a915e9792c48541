package reactor.xsk.internal.linux;

import reactor.xsk.XskPacketException;

/** The operations of the bulk port that can fail: what {@link Operation} is to AF_XDP. */
public enum BpfOperation implements KernelCall {
  /** A map. */
  CREATE_MAP("bpf(BPF_MAP_CREATE)"),
  /** The interface that a map is of. */
  PUT_INTERFACE("bpf(BPF_MAP_UPDATE_ELEM)"),
  /** What the kernel knows of a map or an attachment. */
  QUERY_OBJECT("bpf(BPF_OBJ_GET_INFO_BY_FD)"),
  /** The memory of a map. */
  MAP_MEMORY("mmap(BPF map)"),
  /** A program; the verifier's log is among the values. */
  LOAD_PROGRAM("bpf(BPF_PROG_LOAD)"),
  /** A program onto an interface. */
  ATTACH_XDP("bpf(BPF_LINK_CREATE)"),
  /** A program onto a tracepoint. */
  ATTACH_TRACEPOINT("bpf(BPF_RAW_TRACEPOINT_OPEN)"),
  /** The private device that keeps a program attached. */
  OPEN_TAP("open(/dev/net/tun)"),
  /** Its name. */
  CREATE_TAP("ioctl(TUNSETIFF)"),
  /** Whether the interface takes frames of XDP. */
  PROBE("redirect(interface)"),
  /** The kick. */
  RUN("bpf(BPF_PROG_RUN)");

  private static final String PRIVILEGES =
      "give CAP_BPF, CAP_PERFMON and CAP_NET_ADMIN in the initial user namespace (run as root,"
          + " setcap on java, or systemd AmbientCapabilities=), or use mode COPY";

  private final String text;

  BpfOperation(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }

  /** Why the device did not take a packet: 0 if it said nothing, or a negated errno. */
  public static XskPacketException dropCause(int negatedErrno, String values) {
    int errno = -negatedErrno;
    return new XskPacketException(
        "ndo_xdp_xmit",
        errno,
        errno == 0 ? "the device took a part of the window only" : Errno.nameOf(errno),
        values,
        errno == 0
            ? "its queue is full, or the packet is longer than the peer takes: send slower, or use"
                + " smaller windows"
            : probeHint(errno),
        null);
  }

  @Override
  public String hint(int errno) {
    if (errno == Errno.EPERM && this != PROBE) {
      return PRIVILEGES;
    }
    return switch (this) {
      case CREATE_MAP ->
          errno == Errno.ENOMEM || errno == Errno.E2BIG
              ? "use a smaller frameCount, or raise the memory limit of the control group"
              : "mode BULK needs Linux 5.18 with CONFIG_BPF_SYSCALL: use mode COPY";
      case PUT_INTERFACE ->
          "the interface is gone, or is in another network namespace; it was there a moment ago";
      case QUERY_OBJECT ->
          "the kernel does not describe its own objects: use mode COPY, and report its version";
      case MAP_MEMORY -> "the process is out of address space or memory: use a smaller frameCount";
      case LOAD_PROGRAM ->
          "mode BULK needs Linux 5.18 with CONFIG_DEBUG_INFO_BTF; the verifier's last words are in"
              + " the values: use mode COPY, and report them with the kernel's version";
      case ATTACH_XDP -> attachHint(errno);
      case ATTACH_TRACEPOINT -> "the kernel is built without BPF_EVENTS: use mode COPY";
      case OPEN_TAP, CREATE_TAP ->
          "no tap device can be made (module tun, /dev/net/tun): allow it, or use mode COPY";
      case PROBE -> probeHint(errno);
      case RUN -> runHint(errno);
    };
  }

  private static String attachHint(int errno) {
    return switch (errno) {
      case Errno.EBUSY, Errno.EEXIST ->
          "another XDP program is on the interface and stays there: use mode COPY, or remove it (ip"
              + " link set dev NAME xdp off)";
      case Errno.EOPNOTSUPP -> "the driver knows no XDP: use mode COPY";
      case Errno.ENODEV -> "the interface is gone, or is in another network namespace";
      default -> "the driver refuses an XDP program (MTU, offloads, channels; see dmesg): use COPY";
    };
  }

  private static String probeHint(int errno) {
    return switch (errno) {
      case Errno.EOPNOTSUPP, Errno.ENXIO ->
          "the driver takes no frames of XDP (ndo_xdp_xmit). On veth, bring the peer up, and turn"
              + " GRO on there (ethtool -K PEER gro on) or attach an XDP program; otherwise use"
              + " mode COPY";
      case Errno.ENETDOWN -> "bring the interface up: ip link set dev NAME up";
      case Errno.EINVAL, Errno.ENODEV ->
          "the interface is gone, or is in another network namespace";
      case Errno.EMSGSIZE ->
          "the packet is longer than the MTU of the interface, which has changed";
      default -> "use mode COPY";
    };
  }

  private static String runHint(int errno) {
    return switch (errno) {
      case Errno.EINVAL, Errno.EOPNOTSUPP ->
          "the kernel is older than 5.18, or flushSize or the packet's length is beyond its limits:"
              + " use mode COPY";
      case Errno.ENOMEM -> "the kernel is out of memory for a page pool: use a smaller batchSize";
      case Errno.ENXIO -> "the interface was removed: create a new sender when it is there again";
      default -> "create a new sender; if it persists, please report it with the kernel's version";
    };
  }
}
