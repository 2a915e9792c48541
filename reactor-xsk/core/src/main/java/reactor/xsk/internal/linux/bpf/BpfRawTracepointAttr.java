package reactor.xsk.internal.linux.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What BPF_RAW_TRACEPOINT_OPEN takes, linux/bpf.h.
 *
 * <pre>{@code
 * union bpf_attr { struct {
 *     __u64 name;     // 0, none for a program that was loaded for a tracepoint
 *     __u32 prog_fd;  // 8
 *     __u32 :32;      // 12
 * } raw_tracepoint; };  // 16, and more
 * }</pre>
 */
final class BpfRawTracepointAttr {

  static final long SIZE_BYTES = 16;

  private BpfRawTracepointAttr() {}

  static MemorySegment of(Arena arena, int programFd) {
    MemorySegment attr = arena.allocate(SIZE_BYTES, Long.BYTES);
    attr.set(JAVA_INT, 8, programFd);
    return attr;
  }
}
