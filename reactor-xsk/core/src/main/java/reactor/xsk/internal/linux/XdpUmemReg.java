package reactor.xsk.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The registration of a UMEM, linux/if_xdp.h. Kernels before 6.8 read the first 28 bytes only.
 *
 * <pre>{@code
 * struct xdp_umem_reg {
 *     __u64 addr;             //  0
 *     __u64 len;              //  8
 *     __u32 chunk_size;       // 16
 *     __u32 headroom;         // 20
 *     __u32 flags;            // 24
 *     __u32 tx_metadata_len;  // 28
 * };                          // 32
 * }</pre>
 */
final class XdpUmemReg {

  static final long SIZE_BYTES = 32;

  private XdpUmemReg() {}

  static MemorySegment of(
      Arena arena, MemorySegment umem, int frameSizeBytes, int flags, int metadataBytes) {
    MemorySegment registration = arena.allocate(SIZE_BYTES, Long.BYTES);
    registration.set(JAVA_LONG, 0, umem.address());
    registration.set(JAVA_LONG, 8, umem.byteSize());
    registration.set(JAVA_INT, 16, frameSizeBytes);
    registration.set(JAVA_INT, 24, flags);
    registration.set(JAVA_INT, 28, metadataBytes);
    return registration;
  }
}
