package reactor.xsk.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/**
 * A descriptor of the TX ring, linux/if_xdp.h.
 *
 * <pre>{@code
 * struct xdp_desc {
 *     __u64 addr;     //  0
 *     __u32 len;      //  8
 *     __u32 options;  // 12
 * };                  // 16
 * }</pre>
 */
public final class XdpDesc {

  /** Size of a descriptor. */
  public static final int SIZE_BYTES = 16;

  private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private XdpDesc() {}

  /** Writes a descriptor at {@code offset} of {@code ring}. */
  public static void write(
      MemorySegment ring, long offset, long umemAddress, int lengthBytes, int options) {
    ring.set(JAVA_LONG_UNALIGNED, offset, umemAddress);
    ring.set(JAVA_LONG_UNALIGNED, offset + 8, lengthAndOptions(lengthBytes, options));
  }

  /** The second word of a descriptor: the length comes first in memory. */
  public static long lengthAndOptions(int lengthBytes, int options) {
    return LITTLE_ENDIAN
        ? lengthBytes & 0xFFFF_FFFFL | (long) options << Integer.SIZE
        : (long) lengthBytes << Integer.SIZE | options & 0xFFFF_FFFFL;
  }

  /** The UMEM address of the descriptor at {@code offset}. */
  public static long umemAddress(MemorySegment ring, long offset) {
    return ring.get(JAVA_LONG, offset);
  }

  /** The length in bytes of the descriptor at {@code offset}. */
  public static int lengthBytes(MemorySegment ring, long offset) {
    return ring.get(JAVA_INT, offset + 8);
  }

  /** The options of the descriptor at {@code offset}. */
  public static int options(MemorySegment ring, long offset) {
    return ring.get(JAVA_INT, offset + 12);
  }
}
