package reactor.xsk.internal.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskException;

/**
 * An interface of this network namespace, asked through ioctl (netdevice(7)).
 *
 * <p>Holds a datagram socket, because an AF_XDP socket takes no ioctl, and keeps its argument
 * blocks, because the link is asked for while packets flow.
 */
public final class NetDevice implements CloseStack.Closer {

  /** An Ethernet header: two addresses and a type. */
  public static final int LINK_HEADER_BYTES = 14;

  /** What a VLAN tag adds to it, which the MTU does not count (VLAN_HLEN). */
  public static final int VLAN_TAG_BYTES = 4;

  /** No index is known. */
  public static final int BY_NAME = 0;

  /** More often than that in a row no interface is renamed while it is asked. */
  private static final int MOST_RENAMES = 8;

  private final LinuxCalls calls;
  private final String name;
  private final Arena arena;
  private final Descriptor socket;
  private final MemorySegment request;
  private final MemorySegment linkValue;
  private final int interfaceIndex;

  private NetDevice(
      LinuxCalls calls, String name, int interfaceIndex, Arena arena, Descriptor socket) {
    this.calls = calls;
    this.name = name;
    this.arena = arena;
    this.socket = socket;
    this.request = Ifreq.of(arena, name);
    this.linkValue = Ifreq.ethtoolValue(arena, Ifreq.ETHTOOL_GLINK);
    this.interfaceIndex = interfaceIndex == BY_NAME ? find() : interfaceIndex;
  }

  /** Finds the interface by its name, or throws and leaves nothing open. */
  public static NetDevice find(LinuxCalls calls, String name) {
    return find(calls, name, BY_NAME);
  }

  /**
   * Takes the interface of an index, which has or had this name; or finds it by the name.
   *
   * @param interfaceIndex its index, or {@link #BY_NAME}
   */
  public static NetDevice find(LinuxCalls calls, String name, int interfaceIndex) {
    Arena arena = Arena.ofConfined();
    Descriptor socket = new Descriptor(calls);
    try {
      Operation.INTERFACE_SOCKET.check(socket.take(openSocket(calls)), "interface=" + name);
      return new NetDevice(calls, name, interfaceIndex, arena, socket);
    } catch (Throwable t) {
      socket.close();
      arena.close();
      throw t;
    }
  }

  /** Any socket but one of AF_XDP will do, and a sandbox may forbid AF_INET. */
  static int openSocket(LinuxCalls calls) {
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
        calls.ioctl(socket.fd(), Ifreq.SIOCGIFINDEX, request), "interface=" + name);
    return Ifreq.intValue(request);
  }

  /** Its index. */
  public int interfaceIndex() {
    return interfaceIndex;
  }

  /** Its MTU, asked anew. */
  public int mtuBytes() {
    return ask(Ifreq.SIOCGIFMTU, "SIOCGIFMTU", Ifreq::intValue);
  }

  /** Whether GRO is on; right behind {@link #find} only, when the request still has the name. */
  boolean hasGro() {
    MemorySegment value = Ifreq.ethtoolValue(arena, Ifreq.ETHTOOL_GGRO);
    Ifreq.pointTo(request, value);
    Operation.QUERY_INTERFACE.check(
        calls.ioctl(socket.fd(), Ifreq.SIOCETHTOOL, request), this + ", request=ETHTOOL_GGRO");
    return Ifreq.ethtoolData(value) != 0;
  }

  /** Descriptors of a transmit ring of the device, asked anew; 0 if it does not say. */
  int txRingEntries() {
    takeItsNameOfNow();
    MemorySegment rings = Ifreq.ethtoolRings(arena);
    Ifreq.pointTo(request, rings);
    return calls.ioctl(socket.fd(), Ifreq.SIOCETHTOOL, request) < 0
        ? 0
        : Ifreq.txRingEntries(rings);
  }

  /** Its hardware type, linux/if_arp.h. */
  public int hardwareType() {
    return ask(Ifreq.SIOCGIFHWADDR, "SIOCGIFHWADDR", Ifreq::hardwareType);
  }

  /**
   * Whether packets can leave. Carrier is asked of ethtool, because the running flag follows it
   * with a delay of up to a second; a driver without an answer is believed by its running flag.
   */
  public LinkState link() {
    if (nameOfNow() < 0) {
      return LinkState.GONE;
    }
    if (calls.ioctl(socket.fd(), Ifreq.SIOCGIFFLAGS, request) < 0) {
      return LinkState.UP; // it is being renamed, and no name leads to it for some milliseconds
    }
    int flags = Ifreq.flags(request);
    if ((flags & Ifreq.IFF_UP) == 0) {
      return LinkState.DOWN;
    }
    Ifreq.pointTo(request, linkValue);
    boolean carrier =
        calls.ioctl(socket.fd(), Ifreq.SIOCETHTOOL, request) < 0
            ? (flags & Ifreq.IFF_RUNNING) != 0
            : Ifreq.ethtoolData(linkValue) != 0;
    return carrier ? LinkState.UP : LinkState.DOWN;
  }

  /**
   * A cheaper look that takes no lock of the kernel: whether it is up and its running flag is set,
   * which may be late.
   */
  public boolean seemsUp() {
    int both = Ifreq.IFF_UP | Ifreq.IFF_RUNNING;
    return nameOfNow() >= 0
        && (calls.ioctl(socket.fd(), Ifreq.SIOCGIFFLAGS, request) < 0
            || (Ifreq.flags(request) & both) == both);
  }

  /**
   * Asks by the name that it has now, and once more if it had another by the time of the answer:
   * that can be of an interface that took the first.
   */
  private int ask(long question, String text, ToIntFunction<MemorySegment> answerIn) {
    int answer = 0;
    String asked = "";
    for (int i = 0; i < MOST_RENAMES; i++) {
      takeItsNameOfNow();
      if (i > 0 && Ifreq.name(request).equals(asked)) {
        return answer;
      }
      asked = Ifreq.name(request);
      Operation.QUERY_INTERFACE.check(
          calls.ioctl(socket.fd(), question, request), this + ", request=" + text);
      answer = answerIn.applyAsInt(request);
    }
    return answer;
  }

  private void takeItsNameOfNow() {
    Operation.QUERY_INTERFACE.check(nameOfNow(), this + ", request=SIOCGIFNAME");
  }

  /** Other requests go by name, and an interface may be renamed. */
  private int nameOfNow() {
    Ifreq.setInt(request, interfaceIndex);
    return calls.ioctl(socket.fd(), Ifreq.SIOCGIFNAME, request);
  }

  @Override
  public void close() {
    socket.close();
    arena.close();
  }

  @Override
  public String toString() {
    return "interface=" + name + ", ifindex=" + interfaceIndex;
  }
}
