package reactor.xsk.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/**
 * The metadata of a packet, {@code tx_metadata_len} bytes below its address, linux/if_xdp.h. The
 * launch time is there from Linux 6.15 on.
 *
 * <pre>{@code
 * struct xsk_tx_metadata {
 *     __u64 flags;                    //  0
 *     union {
 *         struct {
 *             __u16 csum_start;       //  8
 *             __u16 csum_offset;      // 10
 *             __u64 launch_time;      // 16
 *         } request;
 *         struct {
 *             __u64 tx_timestamp;     //  8
 *         } completion;
 *     };
 * };                                  // 24
 * }</pre>
 */
public final class XskTxMetadata {

  /** Size of the metadata. */
  public static final int SIZE_BYTES = 24;

  /** Asks for the time at which the packet left. */
  public static final long TIMESTAMP = 1;

  /** Asks for a checksum. */
  public static final long CHECKSUM = 1 << 1;

  /** Asks to leave at a time. */
  public static final long LAUNCH_TIME = 1 << 2;

  private XskTxMetadata() {}

  /** Sets the flags, and clears the place of checksum and timestamp. */
  public static void begin(MemorySegment umem, long at, long flags) {
    umem.set(JAVA_LONG, at, flags);
    umem.set(JAVA_LONG, at + 8, 0);
  }

  public static long flags(MemorySegment umem, long at) {
    return umem.get(JAVA_LONG, at);
  }

  public static void addFlags(MemorySegment umem, long at, long more) {
    umem.set(JAVA_LONG, at, umem.get(JAVA_LONG, at) | more);
  }

  /** Sets where the checksum begins, and where from there its field is. */
  public static void setChecksum(MemorySegment umem, long at, int start, int offset) {
    umem.set(JAVA_SHORT, at + 8, (short) start);
    umem.set(JAVA_SHORT, at + 10, (short) offset);
  }

  /** Where the checksum begins. */
  public static int checksumStart(MemorySegment umem, long at) {
    return Short.toUnsignedInt(umem.get(JAVA_SHORT, at + 8));
  }

  /** Where from there its field is. */
  public static int checksumOffset(MemorySegment umem, long at) {
    return Short.toUnsignedInt(umem.get(JAVA_SHORT, at + 10));
  }

  /** Sets when the packet is to leave. */
  public static void setLaunchTime(MemorySegment umem, long at, long timeNs) {
    umem.set(JAVA_LONG, at + 16, timeNs);
  }

  /** When the packet is to leave. */
  public static long launchTime(MemorySegment umem, long at) {
    return umem.get(JAVA_LONG, at + 16);
  }

  /** Sets when the packet left, as the kernel does. */
  public static void setTimestamp(MemorySegment umem, long at, long timeNs) {
    umem.set(JAVA_LONG, at + 8, timeNs);
  }

  /** When the packet left; what was asked for of the checksum if the kernel has not set it. */
  public static long timestamp(MemorySegment umem, long at) {
    return umem.get(JAVA_LONG, at + 8);
  }
}
