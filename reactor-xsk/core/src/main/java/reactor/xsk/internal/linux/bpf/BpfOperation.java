package reactor.xsk.internal.linux.bpf;

import reactor.xsk.XskPacketException;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.Hints;
import reactor.xsk.internal.linux.KernelCall;

/** The operations of the bulk port that can fail: what {@link Operation} is to AF_XDP. */
public enum BpfOperation implements KernelCall {
  /** A map. */
  CREATE_MAP(
      "bpf(BPF_MAP_CREATE)",
      Texts.ofPrivileged()
          .on(
              "use a smaller frameCount, or raise the memory limit of the control group",
              Errno.ENOMEM,
              Errno.E2BIG)
          .on(Texts.OLD_KERNEL, Errno.EINVAL, Errno.ENOSYS)),
  /** The interface that a map is of. */
  PUT_INTERFACE(
      "bpf(BPF_MAP_UPDATE_ELEM)",
      Hints.of()
          .on(
              "the interface is gone, or is in another network namespace; it was there a moment"
                  + " before: create the sender again",
              Errno.EINVAL,
              Errno.ENODEV)
          .on("the kernel is out of memory", Errno.ENOMEM)),
  /** What the kernel knows of a map or an attachment. */
  QUERY_OBJECT(
      "bpf(BPF_OBJ_GET_INFO_BY_FD)",
      Hints.of()
          .on(
              "this kernel does not describe its maps or attachments: use mode COPY",
              Errno.EINVAL)),
  /** The memory of a map. */
  MAP_MEMORY(
      "mmap(BPF map)",
      Hints.of()
          .on(
              "the process is out of address space or memory (ulimit -v): use a smaller frameCount",
              Errno.ENOMEM)
          .on(
              "the process locks all its memory (mlockall) up to ulimit -l: raise that, or use a"
                  + " smaller frameCount",
              Errno.EAGAIN)
          .on(Texts.OLD_KERNEL, Errno.EINVAL)),
  /** A program; the verifier's log is among the values. */
  LOAD_PROGRAM(
      "bpf(BPF_PROG_LOAD)",
      Texts.ofPrivileged()
          .on(
              "the verifier refuses the program; its last words are in the values. Mode BULK needs"
                  + " Linux 5.18 with CONFIG_DEBUG_INFO_BTF: use mode COPY, and report them with"
                  + " the kernel's version",
              Errno.EINVAL,
              Errno.EACCES,
              Errno.E2BIG,
              Errno.ENOENT)
          .on(Texts.OLD_KERNEL, Errno.ENOSYS)),
  /** A program onto an interface. */
  ATTACH_XDP(
      "bpf(BPF_LINK_CREATE)",
      Texts.ofPrivileged()
          .on(
              "another XDP program is on the interface and stays there: use mode COPY, or remove it"
                  + " (ip link set dev NAME xdp off)",
              Errno.EBUSY,
              Errno.EEXIST)
          .on("the driver knows no XDP: use mode COPY", Errno.EOPNOTSUPP)
          .on("the interface is gone, or is in another network namespace", Errno.ENODEV)
          .on(
              "the driver refuses an XDP program (MTU, offloads, channels; see dmesg): use COPY",
              Errno.EINVAL,
              Errno.ENOSPC,
              Errno.ERANGE)),
  /** A program onto a tracepoint. */
  ATTACH_TRACEPOINT(
      "bpf(BPF_RAW_TRACEPOINT_OPEN)",
      Texts.ofPrivileged()
          .on(
              "the kernel is built without BPF_EVENTS or without this tracepoint: use mode COPY",
              Errno.ENOENT,
              Errno.EINVAL,
              Errno.EOPNOTSUPP)),
  /** The private device that keeps a program attached. */
  OPEN_TAP(
      "open(/dev/net/tun)",
      Hints.ofDescriptors()
          .on(
              "there is no tap device (module tun, /dev/net/tun): load the module, give the"
                  + " container the device, or use mode COPY",
              Errno.ENOENT,
              Errno.ENODEV,
              Errno.ENXIO)
          .on(
              "the file's permissions or the device rules of the control group refuse /dev/net/tun:"
                  + " allow it, or use mode COPY",
              Errno.EPERM,
              Errno.EACCES)),
  /** Its name. */
  CREATE_TAP(
      "ioctl(TUNSETIFF)",
      Hints.ofDescriptors()
          .on("give CAP_NET_ADMIN, or use mode COPY", Errno.EPERM)
          .on("all names xskbulk0 to xskbulk… are taken: remove one, or use mode COPY", Errno.EBUSY)
          .on("the kernel makes no tap devices here: use mode COPY", Errno.EINVAL)),
  /** Whether the interface takes frames of XDP. */
  PROBE("redirect(interface)", Texts.ofTransmission()),
  /** The kick. */
  RUN(
      "bpf(BPF_PROG_RUN)",
      Texts.ofPrivileged()
          .on(
              "the kernel is older than 5.18, or flushSize or the packet's length is beyond its"
                  + " limits: use mode COPY",
              Errno.EINVAL,
              Errno.EOPNOTSUPP)
          .on("the kernel is out of memory for a page pool: use a smaller batchSize", Errno.ENOMEM)
          .on(
              "the interface was removed: create a new sender when it is there again",
              Errno.ENXIO,
              Errno.ENODEV));

  private static final String DEVICE_FULL =
      "its queue is full, or the packet is longer than the peer takes: send slower, or use smaller"
          + " windows";

  private final String text;
  private final Hints hints;

  BpfOperation(String text, Hints hints) {
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

  /** Why the device did not take a packet: 0 if it said nothing, or a negated errno. */
  public static XskPacketException dropCause(int negatedErrno, String values) {
    int errno = -negatedErrno;
    return new XskPacketException(
        "ndo_xdp_xmit",
        errno,
        errno == 0 ? "the device took a part of the window only" : Errno.nameOf(errno),
        values,
        errno == 0 ? DEVICE_FULL : PROBE.hints.hint(errno),
        null);
  }

  /** What several operations say. */
  private static final class Texts {

    private static final String OLD_KERNEL =
        "mode BULK needs Linux 5.18 with CONFIG_BPF_SYSCALL: use mode COPY";

    private static Hints ofPrivileged() {
      return Hints.ofDescriptors()
          .on(
              "give CAP_BPF, CAP_PERFMON and CAP_NET_ADMIN in the initial user namespace (run as"
                  + " root, setcap on java, or systemd AmbientCapabilities=), or use mode COPY;"
                  + " where they are held, a seccomp filter or the kernel's lockdown refuses",
              Errno.EPERM);
    }

    private static Hints ofTransmission() {
      return Hints.of()
          .on(
              "the driver takes no frames of XDP (ndo_xdp_xmit). On veth, bring the peer up, and"
                  + " turn GRO on there (ethtool -K PEER gro on) or attach an XDP program;"
                  + " otherwise use mode COPY",
              Errno.EOPNOTSUPP,
              Errno.ENXIO)
          .on("bring the interface up: ip link set dev NAME up", Errno.ENETDOWN)
          .on(
              "the interface is gone, or is in another network namespace",
              Errno.EINVAL,
              Errno.ENODEV)
          .on(
              "the packet is longer than the MTU of the interface, which has changed",
              Errno.EMSGSIZE);
    }
  }
}
