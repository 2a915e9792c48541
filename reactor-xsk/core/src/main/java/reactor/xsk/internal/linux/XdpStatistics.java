package reactor.xsk.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * The kernel's own counters of a socket, linux/if_xdp.h; those of the transmit side.
 *
 * <pre>{@code
 * struct xdp_statistics {
 *     __u64 rx_dropped;                //  0
 *     __u64 rx_invalid_descs;          //  8
 *     __u64 tx_invalid_descs;          // 16
 *     __u64 rx_ring_full;              // 24
 *     __u64 rx_fill_ring_empty_descs;  // 32
 *     __u64 tx_ring_empty_descs;       // 40
 * };                                   // 48
 * }</pre>
 *
 * @param txInvalidDescs descriptors that the kernel refused; always 0 unless something is broken
 * @param txRingEmptyDescs kicks that found or left the ring empty; not an error
 */
public record XdpStatistics(long txInvalidDescs, long txRingEmptyDescs) {

  static final long SIZE_BYTES = 48;

  static XdpStatistics read(MemorySegment answer) {
    return new XdpStatistics(txInvalidDescs(answer), answer.get(JAVA_LONG, 40));
  }

  static long txInvalidDescs(MemorySegment answer) {
    return answer.get(JAVA_LONG, 16);
  }
}
