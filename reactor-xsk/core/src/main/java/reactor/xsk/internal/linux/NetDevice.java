package reactor.xsk.internal.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskException;

/**
 * An interface of this network namespace, asked through ioctl (netdevice(7)).
 *
 * <p>Holds a datagram socket, because an AF_XDP socket takes no ioctl, and keeps its argument
 * blocks, because the link is asked for while packets flow.
 */
public final class NetDevice implements AutoCloseable {

  /** An Ethernet header: two addresses and a type. */
  public static final int LINK_HEADER_BYTES = 14;

  private final LinuxCalls calls;
  private final String name;
  private final Arena arena;
  private final int fd;
  private final MemorySegment request;
  private final MemorySegment linkValue;
  private final int interfaceIndex;

  private NetDevice(LinuxCalls calls, String name, Arena arena, int fd) {
    this.calls = calls;
    this.name = name;
    this.arena = arena;
    this.fd = fd;
    this.request = Ifreq.of(arena, name);
    this.linkValue = Ifreq.ethtoolValue(arena, Ifreq.ETHTOOL_GLINK);
    this.interfaceIndex = find();
  }

  /** Finds the interface, or throws and leaves nothing open. */
  static NetDevice find(LinuxCalls calls, String name) {
    int fd = openSocket(calls, name);
    Arena arena = Arena.ofConfined();
    try {
      return new NetDevice(calls, name, arena, fd);
    } catch (RuntimeException e) {
      arena.close();
      calls.close(fd);
      throw e;
    }
  }

  /** Any socket but one of AF_XDP will do, and a sandbox may forbid AF_INET. */
  private static int openSocket(LinuxCalls calls, String name) {
    return Operation.INTERFACE_SOCKET.check(openSocket(calls), "interface=" + name);
  }

  private static int openSocket(LinuxCalls calls) {
    int type = IfXdp.SOCK_DGRAM | IfXdp.SOCK_CLOEXEC;
    int fd = calls.socket(IfXdp.AF_INET, type, 0);
    return fd >= 0 ? fd : calls.socket(IfXdp.AF_UNIX, type, 0);
  }

  /** Why no interface can be asked for anything, or null. */
  static @Nullable XskException unavailabilityCause(LinuxCalls calls) {
    int fd = openSocket(calls);
    if (fd < 0) {
      return Operation.INTERFACE_SOCKET.failed(fd, "type=SOCK_DGRAM");
    }
    calls.close(fd);
    return null;
  }

  private int find() {
    Operation.FIND_INTERFACE.check(
        calls.ioctl(fd, Ifreq.SIOCGIFINDEX, request), "interface=" + name);
    return Ifreq.intValue(request);
  }

  /** Its index. */
  public int interfaceIndex() {
    return interfaceIndex;
  }

  /** Its MTU, asked anew. */
  public int mtuBytes() {
    Operation.QUERY_INTERFACE.check(
        calls.ioctl(fd, Ifreq.SIOCGIFMTU, request), "interface=" + name + ", request=SIOCGIFMTU");
    return Ifreq.intValue(request);
  }

  /** Its hardware type, linux/if_arp.h. */
  public int hardwareType() {
    Operation.QUERY_INTERFACE.check(
        calls.ioctl(fd, Ifreq.SIOCGIFHWADDR, request), this + ", request=SIOCGIFHWADDR");
    return Ifreq.hardwareType(request);
  }

  /**
   * Whether packets can leave. Carrier is asked of ethtool, because the running flag follows it
   * with a delay of up to a second; a driver without an answer is believed by its running flag.
   */
  public LinkState link() {
    Ifreq.setInt(request, interfaceIndex); // by index: an interface may be renamed
    if (calls.ioctl(fd, Ifreq.SIOCGIFNAME, request) < 0
        || calls.ioctl(fd, Ifreq.SIOCGIFFLAGS, request) < 0) {
      return LinkState.GONE;
    }
    int flags = Ifreq.flags(request);
    if ((flags & Ifreq.IFF_UP) == 0) {
      return LinkState.DOWN;
    }
    Ifreq.pointTo(request, linkValue);
    boolean carrier =
        calls.ioctl(fd, Ifreq.SIOCETHTOOL, request) < 0
            ? (flags & Ifreq.IFF_RUNNING) != 0
            : Ifreq.ethtoolData(linkValue) != 0;
    return carrier ? LinkState.UP : LinkState.DOWN;
  }

  @Override
  public void close() {
    calls.close(fd);
    arena.close();
  }

  @Override
  public String toString() {
    return "interface=" + name + ", ifindex=" + interfaceIndex;
  }
}
