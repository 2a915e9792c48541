package reactor.xsk.internal.linux.bpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What BPF_PROG_RUN takes, linux/bpf.h.
 *
 * <pre>{@code
 * union bpf_attr { struct {
 *     __u32 prog_fd;           //  0
 *     __u32 retval;            //  4
 *     __u32 data_size_in;      //  8
 *     __u32 data_size_out;     // 12
 *     __aligned_u64 data_in;   // 16
 *     __aligned_u64 data_out;  // 24
 *     __u32 repeat;            // 32
 *     __u32 duration;          // 36
 *     __u32 ctx_size_in;       // 40
 *     __u32 ctx_size_out;      // 44
 *     __aligned_u64 ctx_in;    // 48
 *     __aligned_u64 ctx_out;   // 56
 *     __u32 flags;             // 64
 *     __u32 cpu;               // 68
 *     __u32 batch_size;        // 72
 * } test; };                   // 80
 * }</pre>
 */
final class BpfProgRunAttr {

  static final long SIZE_BYTES = 80;

  private BpfProgRunAttr() {}

  static MemorySegment ofLiveFrames(Arena arena, int programFd, MemorySegment data, int batchSize) {
    MemorySegment attr = arena.allocate(SIZE_BYTES, Long.BYTES);
    attr.set(JAVA_INT, 0, programFd);
    attr.set(ADDRESS, 16, data);
    attr.set(JAVA_INT, 64, Bpf.BPF_F_TEST_XDP_LIVE_FRAMES);
    attr.set(JAVA_INT, 72, batchSize);
    return attr;
  }

  static void setRun(MemorySegment attr, int dataBytes, int repeat) {
    attr.set(JAVA_INT, 8, dataBytes);
    // the kernel has written the length of the last run here; a longer one would be ENOSPC
    attr.set(JAVA_INT, 12, 0);
    attr.set(JAVA_INT, 32, repeat);
  }
}
