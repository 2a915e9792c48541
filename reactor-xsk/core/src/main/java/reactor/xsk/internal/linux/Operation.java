package reactor.xsk.internal.linux;

/**
 * The operations that can fail, with the text that errors name them by and the next thing to try
 * for each errno that the kernel can answer (net/xdp/xsk.c, xsk_buff_pool.c, xdp_umem.c, Linux
 * 6.18, and the security modules in front of them).
 */
public enum Operation implements KernelCall {
  /** socket(2). */
  SOCKET(
      "socket(AF_XDP)",
      Hints.ofDescriptors()
          .on(
              "run with CAP_NET_RAW (setcap cap_net_raw+ep on java, or systemd"
                  + " AmbientCapabilities=), or inside a user and network namespace (unshare -Urn);"
                  + " if it is held (CapEff in /proc/self/status), a seccomp filter refuses",
              Errno.EPERM)
          .on(
              "a security module (SELinux class xdp_socket, AppArmor) refuses AF_XDP to this"
                  + " process: `ausearch -m avc` or dmesg shows its rule",
              Errno.EACCES)
          .on(
              "a seccomp filter refuses AF_XDP, or the kernel is an emulation (gVisor): run without"
                  + " it, or use mode VIRTUAL",
              Errno.ENOSYS)
          .on(
              "this kernel is built without CONFIG_XDP_SOCKETS, or a sandbox leaves AF_XDP out"
                  + " (systemd RestrictAddressFamilies=): change that, or use mode VIRTUAL",
              Errno.EAFNOSUPPORT)),
  /** The socket that interfaces are asked through. */
  INTERFACE_SOCKET(
      "socket(AF_UNIX)",
      Hints.ofDescriptors()
          .on(
              "a sandbox refuses both AF_INET and AF_UNIX, one of which interfaces are asked"
                  + " through: allow one (systemd RestrictAddressFamilies=)",
              Errno.EAFNOSUPPORT,
              Errno.EPERM,
              Errno.EACCES,
              Errno.ENOSYS)),
  /** sched_setaffinity(2). */
  PIN_THREAD(
      "sched_setaffinity",
      Hints.of()
          .on(
              "the CPU does not exist, is offline, or is not in the cpuset of this process"
                  + " (Cpus_allowed_list in /proc/self/status)",
              Errno.EINVAL)
          .on("a security module or a seccomp filter refuses it: leave cpus out", Errno.EPERM)),
  /** ioctl(SIOCGIFINDEX). */
  FIND_INTERFACE("ioctl(SIOCGIFINDEX)", Hints.of().on(Texts.NO_INTERFACE, Errno.ENODEV)),
  /** Other questions about an interface. */
  QUERY_INTERFACE("ioctl(interface)", Hints.of().on(Texts.NO_INTERFACE, Errno.ENODEV)),
  /** A netlink socket and its groups. */
  NETLINK_SOCKET(
      "socket(AF_NETLINK)",
      Hints.ofDescriptors()
          .on(
              "let the process open netlink sockets (systemd: AF_NETLINK in"
                  + " RestrictAddressFamilies=)",
              Errno.EAFNOSUPPORT,
              Errno.EPERM,
              Errno.EACCES,
              Errno.ENOSYS)
          .on("this kernel has no such netlink protocol: update it", Errno.EPROTONOSUPPORT)),
  /** RTM_GETLINK. */
  GET_LINK(
      "netlink(RTM_GETLINK)",
      Hints.of()
          .on(Texts.NO_INTERFACE, Errno.ENODEV)
          .on("the kernel has no memory for its answer: free some", Errno.ENOBUFS, Errno.ENOMEM)
          .on(
              "a security module (SELinux class netlink_route_socket) refuses the question",
              Errno.EPERM,
              Errno.EACCES)),
  /** RTM_GETROUTE and RTM_GETNEIGH, where there is no answer at all. */
  GET_ROUTE(
      "netlink(RTM_GETROUTE)",
      Hints.of()
          .on(
              "the kernel's answer was lost five times in a row, for lack of memory or of room in"
                  + " the socket: free memory",
              Errno.ENOBUFS,
              Errno.ENOMEM,
              Errno.EAGAIN,
              Errno.EINTR)),
  /** The memory of the UMEM. */
  MAP_UMEM(
      "mmap(UMEM)",
      Hints.of()
          .on(
              "the process is out of address space or memory (ulimit -v, vm.overcommit_memory): use"
                  + " a smaller frameCount",
              Errno.ENOMEM)
          .on(Texts.MLOCKALL, Errno.EAGAIN)),
  /** The memory of a ring. */
  MAP_RING(
      "mmap(ring)",
      Hints.of()
          .on(
              "the process is out of address space or memory (ulimit -v): use a smaller txRingSize"
                  + " or frameCount",
              Errno.ENOMEM)
          .on(Texts.MLOCKALL, Errno.EAGAIN)
          .on(
              "the ring is smaller than the kernel's own offsets say: update the kernel",
              Errno.EINVAL)),
  /** XDP_UMEM_REG. */
  REGISTER_UMEM(
      "setsockopt(XDP_UMEM_REG)",
      Hints.of()
          .on(
              "the locked-memory limit is exceeded: raise ulimit -l (systemd LimitMEMLOCK=), give"
                  + " CAP_IPC_LOCK in the initial user namespace, or use a smaller frameCount",
              Errno.ENOBUFS)
          .on("the pages could not be pinned: use a smaller frameCount", Errno.ENOMEM)
          .on("frameSize must be 2048 or the page size (getconf PAGESIZE)", Errno.EINVAL)),
  /** Ring sizes. */
  SIZE_RING(
      "setsockopt(ring size)",
      Hints.of()
          .on("the kernel has no memory for the ring: use a smaller txRingSize", Errno.ENOMEM)
          .on(Texts.OLD_KERNEL, Errno.EINVAL, Errno.ENOPROTOOPT)),
  /** XDP_MMAP_OFFSETS. */
  RING_OFFSETS("getsockopt(XDP_MMAP_OFFSETS)", Texts.ofOldKernels()),
  /** XDP_MAX_TX_SKB_BUDGET. */
  TRANSMIT_BUDGET(
      "setsockopt(XDP_MAX_TX_SKB_BUDGET)",
      Hints.of()
          .on("use a batchSize of 32 or less, or a txRingSize of at least batchSize", Errno.EACCES)
          .on("this kernel knows the option in another form: use a batchSize of 32", Errno.EINVAL)),
  /** XDP_GENERIC_XMIT_BATCH. */
  KERNEL_BATCH(
      "setsockopt(XDP_GENERIC_XMIT_BATCH)",
      Hints.of()
          .on("use a kernelBatch of at most the transmit budget (kickSize)", Errno.EACCES)
          .on("the kernel has no memory for the batch: use a smaller kernelBatch", Errno.ENOMEM)
          .on(
              "this kernel knows the option in another form: leave kernelBatch at 0",
              Errno.EINVAL,
              Errno.ENOPROTOOPT)),
  /** SO_BUSY_POLL and its like. */
  BUSY_POLL(
      "setsockopt(SO_BUSY_POLL)",
      Hints.of()
          .on(
              "give CAP_NET_ADMIN in the initial user namespace, which SO_PREFER_BUSY_POLL and"
                  + " SO_BUSY_POLL_BUDGET need: or leave BusyPollOptions.preferred out",
              Errno.EPERM)
          .on(
              "the kernel has no busy polling (CONFIG_NET_RX_BUSY_POLL), or is older than 5.11:"
                  + " leave busyPoll out",
              Errno.ENOPROTOOPT)
          .on("the value is out of the kernel's range: use a smaller one", Errno.EINVAL)
          .on("a security module refuses the option: allow it", Errno.EACCES)),
  /** SO_SNDBUF. */
  SEND_BUFFER(
      "setsockopt(SO_SNDBUF)",
      Hints.of()
          .on(
              "a BPF program of the control group (cgroup/setsockopt), a security module or a"
                  + " seccomp filter refuses the option: allow it",
              Errno.EPERM,
              Errno.EACCES)),
  /** What SO_SNDBUF is now. */
  SEND_BUFFER_SIZE(
      "getsockopt(SO_SNDBUF)",
      Hints.of()
          .on(
              "a BPF program of the control group (cgroup/getsockopt), a security module or a"
                  + " seccomp filter refuses the question: allow it",
              Errno.EPERM,
              Errno.EACCES)),
  /** bind(2) in copy mode, or in whichever mode is granted. */
  BIND(
      "bind(AF_XDP)",
      Texts.ofBind()
          .on(
              "the device takes no checksums of the kernel (virtio_net): use"
                  + " ChecksumOffload.DEVICE",
              Errno.EOPNOTSUPP)),
  /** bind(2) in zero-copy mode: here the driver's errors are shown. */
  BIND_ZERO_COPY(
      "bind(AF_XDP)",
      Texts.ofBind()
          .on(
              "the queue does not exist (`ethtool -l` lists the channels), the MTU does not fit the"
                  + " frame, or the device cannot map its memory (virtio_net: the host must set"
                  + " iommu_platform=on): use mode AUTO or COPY",
              Errno.EINVAL)
          .on(
              "the driver has no zero-copy, or none for packets in chains (frameSize above 4096):"
                  + " use mode AUTO or COPY",
              Errno.EOPNOTSUPP)
          .on("the driver could not map the memory: use a smaller frameCount", Errno.ENOMEM)
          .on("bring the interface up: ip link set dev NAME up", Errno.ENETDOWN)),
  /** XDP_OPTIONS. */
  GRANTED_OPTIONS("getsockopt(XDP_OPTIONS)", Texts.ofOldKernels()),
  /** XDP_STATISTICS. */
  STATISTICS("getsockopt(XDP_STATISTICS)", Texts.ofOldKernels()),
  /** The kick in copy mode. */
  KICK(
      "sendto(AF_XDP)",
      Texts.ofKick()
          .on("the interface was removed: create a new sender once it is back", Errno.ENXIO)
          .on(
              "the kernel refuses the metadata of a packet, which this library has checked, and"
                  + " takes nothing more: create a new sender, and report the kernel's version",
              Errno.EINVAL)
          .on(
              "the device dropped the packet: no carrier, packet longer than the peer takes, or its"
                  + " queue is full",
              Errno.EBUSY)),
  /** The kick in zero-copy mode: the driver answers. */
  KICK_ZERO_COPY(
      "sendto(AF_XDP)",
      Texts.ofKick()
          .on(
              "the interface was removed, or its driver refuses zero-copy kicks without an XDP"
                  + " program: create a new sender, in mode COPY if the interface is there",
              Errno.ENXIO)
          .on(
              "the driver refuses zero-copy kicks without an XDP program: use mode COPY, or attach"
                  + " one that passes all",
              Errno.EINVAL)
          .on(
              "bring the interface up (ip link set dev NAME up); some drivers also answer this"
                  + " without an XDP program: then use mode COPY",
              Errno.ENETDOWN));

  private final String text;
  private final Hints hints;

  Operation(String text, Hints hints) {
    this.text = text;
    this.hints = hints;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public Hints hints() {
    return hints;
  }

  /** What several operations say. */
  private static final class Texts {

    private static final String NO_INTERFACE =
        "no such interface in this network namespace; `ip link` lists them";

    private static final String OLD_KERNEL =
        "this kernel's AF_XDP is older than Linux 5.4 or differs from it; update the kernel";

    private static final String MLOCKALL =
        "the process locks all its memory (mlockall) up to ulimit -l: raise that, or use a smaller"
            + " frameCount";

    private static Hints ofOldKernels() {
      return Hints.of().on(OLD_KERNEL, Errno.EINVAL, Errno.EOPNOTSUPP, Errno.ENOPROTOOPT);
    }

    private static Hints ofBind() {
      return Hints.of()
          .on(
              "another AF_XDP socket holds this queue (or was closed a moment ago): use another"
                  + " queue, close the other socket, or raise bindTimeout",
              Errno.EBUSY)
          .on("the queue does not exist: `ethtool -l` lists the channels", Errno.EINVAL)
          .on("the interface is gone, or is in another network namespace", Errno.ENODEV)
          .on("the kernel has no memory for the socket: use a smaller frameCount", Errno.ENOMEM)
          .on(
              "a security module (SELinux, AppArmor) or a seccomp filter refuses bind(2): allow it",
              Errno.EPERM,
              Errno.EACCES);
    }

    private static Hints ofKick() {
      return Hints.of()
          .on("bring the interface up: ip link set dev NAME up", Errno.ENETDOWN)
          .on(
              "a security module (SELinux, AppArmor) or a seccomp filter refuses sendto(2): allow"
                  + " it, and create a new sender",
              Errno.EPERM,
              Errno.EACCES);
    }
  }
}
