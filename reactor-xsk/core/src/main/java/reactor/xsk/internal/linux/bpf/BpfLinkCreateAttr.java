package reactor.xsk.internal.linux.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What BPF_LINK_CREATE takes, linux/bpf.h; as much of it as XDP needs.
 *
 * <pre>{@code
 * union bpf_attr { struct {
 *     __u32 prog_fd;         //  0
 *     __u32 target_ifindex;  //  4
 *     __u32 attach_type;     //  8
 *     __u32 flags;           // 12
 * } link_create; };          // 16, and more
 * }</pre>
 */
final class BpfLinkCreateAttr {

  static final long SIZE_BYTES = 16;

  private BpfLinkCreateAttr() {}

  static MemorySegment ofXdp(Arena arena, int programFd, int interfaceIndex, int flags) {
    MemorySegment attr = arena.allocate(SIZE_BYTES, Long.BYTES);
    attr.set(JAVA_INT, 0, programFd);
    attr.set(JAVA_INT, 4, interfaceIndex);
    attr.set(JAVA_INT, 8, Bpf.BPF_XDP);
    attr.set(JAVA_INT, 12, flags);
    return attr;
  }
}
