package reactor.xsk.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * Where the fields of each ring lie in its mapping, linux/if_xdp.h.
 *
 * <pre>{@code
 * struct xdp_ring_offset {          struct xdp_mmap_offsets {
 *     __u64 producer;  //  0            struct xdp_ring_offset rx;  //  0
 *     __u64 consumer;  //  8            struct xdp_ring_offset tx;  // 32
 *     __u64 desc;      // 16            struct xdp_ring_offset fr;  // 64  fill
 *     __u64 flags;     // 24            struct xdp_ring_offset cr;  // 96  completion
 * };                   // 32        };                              // 128
 * }</pre>
 *
 * <p>Kernels before 5.4 answer with 96 bytes, without flags: they are refused.
 */
final class XdpMmapOffsets {

  static final long SIZE_BYTES = 128;
  static final long TX = 32;
  static final long COMPLETION = 96;

  private XdpMmapOffsets() {}

  static long producer(MemorySegment offsets, long ring) {
    return offsets.get(JAVA_LONG, ring);
  }

  static long consumer(MemorySegment offsets, long ring) {
    return offsets.get(JAVA_LONG, ring + 8);
  }

  static long descriptors(MemorySegment offsets, long ring) {
    return offsets.get(JAVA_LONG, ring + 16);
  }

  static long flags(MemorySegment offsets, long ring) {
    return offsets.get(JAVA_LONG, ring + 24);
  }
}
