package reactor.xsk.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The address that an AF_XDP socket is bound to, linux/if_xdp.h.
 *
 * <pre>{@code
 * struct sockaddr_xdp {
 *     __u16 sxdp_family;          //  0
 *     __u16 sxdp_flags;           //  2
 *     __u32 sxdp_ifindex;         //  4
 *     __u32 sxdp_queue_id;        //  8
 *     __u32 sxdp_shared_umem_fd;  // 12
 * };                              // 16
 * }</pre>
 */
final class SockaddrXdp {

  static final long SIZE_BYTES = 16;

  private SockaddrXdp() {}

  static MemorySegment of(Arena arena, int flags, int interfaceIndex, int queue) {
    MemorySegment address = arena.allocate(SIZE_BYTES, Integer.BYTES);
    address.set(JAVA_SHORT, 0, (short) IfXdp.AF_XDP);
    address.set(JAVA_SHORT, 2, (short) flags);
    address.set(JAVA_INT, 4, interfaceIndex);
    address.set(JAVA_INT, 8, queue);
    return address;
  }
}
