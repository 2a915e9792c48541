package reactor.xsk.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The argument of interface ioctls, linux/if.h, and the requests that the library makes.
 *
 * <pre>{@code
 * struct ifreq {
 *     char ifr_name[16];          //  0
 *     union {
 *         int   ifr_ifindex;      // 16
 *         short ifr_flags;        // 16
 *         int   ifr_mtu;          // 16
 *         struct sockaddr ifr_hwaddr; // 16, its family is the hardware type
 *         void *ifr_data;         // 16
 *     };
 * };                              // 40
 * struct ethtool_value { __u32 cmd; __u32 data; };  // 8, linux/ethtool.h
 * struct ethtool_ringparam {
 *     __u32 cmd;                        //  0
 *     __u32 rx_max_pending, rx_mini_max_pending, rx_jumbo_max_pending, tx_max_pending;
 *     __u32 rx_pending, rx_mini_pending, rx_jumbo_pending;
 *     __u32 tx_pending;                 // 32
 * };                                    // 36
 * }</pre>
 */
public final class Ifreq {

  static final long SIZE_BYTES = 40;

  static final long SIOCGIFNAME = 0x8910;
  static final long SIOCGIFFLAGS = 0x8913;
  static final long SIOCGIFMTU = 0x8921;
  static final long SIOCGIFHWADDR = 0x8927;
  static final long SIOCGIFINDEX = 0x8933;
  static final long SIOCETHTOOL = 0x8946;
  static final int ETHTOOL_GLINK = 0x0000_000a;
  static final int ETHTOOL_GRINGPARAM = 0x0000_0010;
  static final int ETHTOOL_GGRO = 0x0000_002b;
  public static final long TUNSETIFF = 0x4004_54caL; // linux/if_tun.h
  static final int IFF_UP = 1;
  static final int IFF_RUNNING = 0x40;
  public static final int IFF_TAP = 2; // if_tun.h
  public static final int IFF_NO_PI = 0x1000; // if_tun.h

  private static final long UNION = 16;

  private Ifreq() {}

  /** A request about an interface. */
  public static MemorySegment of(Arena arena, String interfaceName) {
    MemorySegment request = arena.allocate(SIZE_BYTES, Long.BYTES);
    request.setString(0, interfaceName);
    return request;
  }

  static int intValue(MemorySegment request) {
    return request.get(JAVA_INT, UNION);
  }

  static void setInt(MemorySegment request, int value) {
    request.set(JAVA_INT, UNION, value);
  }

  static int flags(MemorySegment request) {
    return request.get(JAVA_SHORT, UNION);
  }

  static int hardwareType(MemorySegment request) {
    return Short.toUnsignedInt(request.get(JAVA_SHORT, UNION));
  }

  static String name(MemorySegment request) {
    return request.getString(0);
  }

  /** Writes the flags of an interface that is to be made. */
  public static void setFlags(MemorySegment request, int flags) {
    request.set(JAVA_SHORT, UNION, (short) flags);
  }

  static MemorySegment ethtoolValue(Arena arena, int command) {
    MemorySegment value = arena.allocate(8, Integer.BYTES);
    value.set(JAVA_INT, 0, command);
    return value;
  }

  static MemorySegment ethtoolRings(Arena arena) {
    MemorySegment rings = arena.allocate(36, Integer.BYTES);
    rings.set(JAVA_INT, 0, ETHTOOL_GRINGPARAM);
    return rings;
  }

  static int txRingEntries(MemorySegment rings) {
    return rings.get(JAVA_INT, 32);
  }

  static int ethtoolData(MemorySegment value) {
    return value.get(JAVA_INT, 4);
  }

  static void pointTo(MemorySegment request, MemorySegment data) {
    request.set(ADDRESS, UNION, data);
  }
}
