package reactor.xsk.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A kernel that grants everything but the calls that a test refuses, over real memory. It names
 * each call, and knows what is open: closing what is not, or not the last opened first, is an
 * error. All numbers are literals of the kernel's headers and not those of the library.
 */
final class FakeLinuxCalls extends NoBpf {

  static final int INTERFACE_INDEX = 7;
  static final int MTU_BYTES = 1_500;

  private static final Map<Long, String> REQUESTS =
      Map.of(
          0x8913L, "SIOCGIFFLAGS",
          0x8921L, "SIOCGIFMTU",
          0x8910L, "SIOCGIFNAME",
          0x8927L, "SIOCGIFHWADDR",
          0x8933L, "SIOCGIFINDEX",
          0x8946L, "SIOCETHTOOL");

  /** What is open, the last opened first: {@code fd 3} or {@code mapping of 4096 at 0x...}. */
  final Deque<String> open = new ArrayDeque<>();

  /** Every call, by name, in order. */
  final List<String> names = new ArrayList<>();

  /** The options of sockets. */
  final FakeSocketOptions options = new FakeSocketOptions();

  /** Ints that options were set to, by name. */
  final Map<String, Integer> values = options.values;

  /** The bytes that bind and XDP_UMEM_REG were given. */
  final Map<String, MemorySegment> structs = options.structs;

  /** Lengths and flags of mappings, by name. */
  final Map<String, String> mappings = new HashMap<>();

  /** Addresses of mappings, by name. */
  final Map<String, MemorySegment> memory = new HashMap<>();

  int interfaceFlags = 0x1 | 0x40;
  int mtuBytes = MTU_BYTES;

  /** Gets the name of each ioctl before it is answered. */
  Consumer<String> beforeIoctl = name -> {};

  int carrier = 1;

  /** Of the device; 0: it does not say. */
  int ringEntries = 256;

  int hardwareType = 1;
  String interfaceName = "eth9";
  int interfaceIndex = INTERFACE_INDEX;

  final FakeNetlink netlink = new FakeNetlink();

  private final Map<String, Integer> refusals = new HashMap<>();
  private int nextFd = 3;

  /** Makes the call of this name fail with {@code errno} from now on. */
  FakeLinuxCalls refuse(String name, int errno) {
    refusals.put(name, errno);
    return this;
  }

  @Override
  public int socket(int domain, int type, int protocol) {
    String name =
        switch (domain + "," + Integer.toHexString(type) + "," + protocol) {
          case "2,80002,0" -> "socket(AF_INET)";
          case "1,80002,0" -> "socket(AF_UNIX)";
          case "44,80003,0" -> "socket(AF_XDP)";
          case "16,80003,0", "16,80003,16" -> "socket(AF_NETLINK)";
          default -> throw new AssertionError("socket of domain " + domain + ", type " + type);
        };
    int refusal = enter(name);
    if (refusal < 0) {
      return refusal;
    }
    open.push("fd " + nextFd);
    return nextFd++;
  }

  @Override
  public int close(int fd) {
    names.add("close");
    return release("fd " + fd);
  }

  @Override
  public int setsockopt(int fd, int level, int option, MemorySegment value) {
    String name = FakeSocketOptions.nameOf(level, option);
    int refusal = enter("setsockopt(" + name + ")");
    if (refusal == 0) {
      options.set(name, value);
    }
    return refusal;
  }

  @Override
  public int getsockopt(int fd, int level, int option, MemorySegment value) {
    String name = FakeSocketOptions.nameOf(level, option);
    int refusal = enter("getsockopt(" + name + ")");
    return refusal < 0 ? refusal : options.get(name, value);
  }

  @Override
  public int bind(int fd, MemorySegment address) {
    int refusal = enter("bind");
    if (refusal == 0) {
      structs.put("bind", FakeSocketOptions.copyOf(address));
    }
    return refusal;
  }

  @Override
  public long mmap(long lengthBytes, int protection, int flags, int fd, long offset) {
    String name =
        fd == -1 && offset == 0
            ? ((flags & 0x40000) != 0 ? "mmap(huge UMEM)" : "mmap(UMEM)")
            : offset == 0x8000_0000L ? "mmap(TX)" : "mmap(completion)";
    expect(
        !name.equals("mmap(completion)") || offset == 0x1_8000_0000L, "offset is that of a ring");
    int refusal = enter(name);
    if (refusal < 0) {
      return refusal;
    }
    MemorySegment region = Arena.ofAuto().allocate(lengthBytes, 4_096);
    memory.put(name, region);
    mappings.put(
        name, "length=%d, protection=%d, flags=0x%x".formatted(lengthBytes, protection, flags));
    open.push(mapping(region.address(), lengthBytes));
    return region.address();
  }

  @Override
  public int mbind(long address, long lengthBytes, int mode, MemorySegment nodes) {
    int refusal = enter("mbind");
    expect(open.contains(mapping(address, lengthBytes)), "mbind is of a whole mapping");
    values.put("mbind", mode);
    structs.put("mbind", FakeSocketOptions.copyOf(nodes));
    return refusal;
  }

  @Override
  public int munmap(long address, long lengthBytes) {
    names.add("munmap");
    return release(mapping(address, lengthBytes));
  }

  @Override
  public int kick(int fd) {
    return enter("kick(fd " + fd + ")");
  }

  @Override
  public int getsockname(int fd, MemorySegment address) {
    throw new AssertionError("getsockname");
  }

  @Override
  public int send(int fd, MemorySegment data) {
    int refusal = enter("send");
    return refusal < 0 ? refusal : netlink.send(fd, data);
  }

  @Override
  public int receive(int fd, MemorySegment into) {
    return netlink.receive(fd, into);
  }

  @Override
  public int poll(int fd, int timeoutMs) {
    throw new AssertionError("poll");
  }

  @Override
  public int schedSetAffinity(MemorySegment mask) {
    throw new AssertionError("sched_setaffinity");
  }

  @Override
  public int ioctl(int fd, long request, MemorySegment argument) {
    String name = REQUESTS.get(request);
    beforeIoctl.accept(name);
    int refusal = enter("ioctl(" + name + ")");
    if (refusal < 0) {
      return refusal;
    }
    expect(argument.byteSize() == 40, "struct ifreq has 40 bytes");
    if (name.equals("SIOCGIFNAME")) {
      return answerName(argument);
    }
    expect(argument.getString(0).equals(interfaceName), "the interface is the one asked for");
    switch (name) {
      case "SIOCGIFINDEX" -> argument.set(JAVA_INT, 16, interfaceIndex);
      case "SIOCGIFMTU" -> argument.set(JAVA_INT, 16, mtuBytes);
      case "SIOCGIFHWADDR" -> argument.set(JAVA_SHORT, 16, (short) hardwareType);
      case "SIOCGIFFLAGS" -> argument.set(JAVA_SHORT, 16, (short) interfaceFlags);
      case "SIOCETHTOOL" -> {
        return answerEthtool(argument);
      }
      default -> throw new AssertionError(name);
    }
    return 0;
  }

  private int answerName(MemorySegment argument) {
    if (argument.get(JAVA_INT, 16) != interfaceIndex) {
      return -Errno.ENODEV;
    }
    argument.setString(0, interfaceName);
    return 0;
  }

  @SuppressWarnings("restricted") // struct ethtool_value has 8 bytes, struct ethtool_ringparam 36
  private int answerEthtool(MemorySegment argument) {
    MemorySegment value = argument.get(ADDRESS, 16);
    boolean ring = value.reinterpret(4).get(JAVA_INT, 0) == 0x10; // ETHTOOL_GRINGPARAM
    if (ring) {
      value.reinterpret(36).set(JAVA_INT, 32, ringEntries);
      return ringEntries == 0 ? -Errno.EOPNOTSUPP : 0;
    }
    expect(value.reinterpret(4).get(JAVA_INT, 0) == 0xA, "the command is ETHTOOL_GLINK");
    value.reinterpret(8).set(JAVA_INT, 4, carrier);
    return 0;
  }

  private int enter(String name) {
    names.add(name);
    return -refusals.getOrDefault(name, 0);
  }

  private int release(String what) {
    expect(what.equals(open.peek()), "%s is closed while %s are open".formatted(what, open));
    open.pop();
    return 0;
  }

  private static String mapping(long address, long lengthBytes) {
    return "mapping of %d at 0x%x".formatted(lengthBytes, address);
  }

  private static void expect(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
