package reactor.xsk.internal.linux.bpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What BPF_MAP_LOOKUP_ELEM and BPF_MAP_UPDATE_ELEM take, linux/bpf.h.
 *
 * <pre>{@code
 * union bpf_attr { struct {
 *     __u32 map_fd;         //  0
 *     __aligned_u64 key;    //  8
 *     __aligned_u64 value;  // 16
 *     __u64 flags;          // 24
 * }; };                     // 32
 * }</pre>
 */
final class BpfMapElementAttr {

  static final long SIZE_BYTES = 32;

  private BpfMapElementAttr() {}

  static MemorySegment of(Arena arena, int mapFd, MemorySegment key, MemorySegment value) {
    MemorySegment attr = arena.allocate(SIZE_BYTES, Long.BYTES);
    attr.set(JAVA_INT, 0, mapFd);
    attr.set(ADDRESS, 8, key);
    attr.set(ADDRESS, 16, value);
    return attr;
  }
}
