package reactor.xsk.internal.linux.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What BPF_MAP_CREATE takes, linux/bpf.h.
 *
 * <pre>{@code
 * union bpf_attr { struct {
 *     __u32 map_type;       //  0
 *     __u32 key_size;       //  4
 *     __u32 value_size;     //  8
 *     __u32 max_entries;    // 12
 *     __u32 map_flags;      // 16
 *     __u32 inner_map_fd;   // 20
 *     __u32 numa_node;      // 24
 *     char  map_name[16];   // 28
 *     __u32 map_ifindex;    // 44
 * }; };                     // 48
 * }</pre>
 */
final class BpfMapCreateAttr {

  static final long SIZE_BYTES = 48;

  private BpfMapCreateAttr() {}

  static MemorySegment ofMappableArray(Arena arena, String name, int valueBytes, int entries) {
    MemorySegment attr = of(arena, Bpf.BPF_MAP_TYPE_ARRAY, name, valueBytes, entries);
    attr.set(JAVA_INT, 16, Bpf.BPF_F_MMAPABLE);
    return attr;
  }

  static MemorySegment ofOneDevice(Arena arena, String name) {
    return of(arena, Bpf.BPF_MAP_TYPE_DEVMAP, name, Integer.BYTES, 1);
  }

  private static MemorySegment of(Arena arena, int type, String name, int valueBytes, int entries) {
    MemorySegment attr = arena.allocate(SIZE_BYTES, Long.BYTES);
    attr.set(JAVA_INT, 0, type);
    attr.set(JAVA_INT, 4, Integer.BYTES);
    attr.set(JAVA_INT, 8, valueBytes);
    attr.set(JAVA_INT, 12, entries);
    attr.setString(28, name);
    return attr;
  }
}
