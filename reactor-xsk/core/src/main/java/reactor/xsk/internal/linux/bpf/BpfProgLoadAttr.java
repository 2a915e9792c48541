package reactor.xsk.internal.linux.bpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What BPF_PROG_LOAD takes, linux/bpf.h; as much of it as the library sets.
 *
 * <pre>{@code
 * union bpf_attr { struct {
 *     __u32 prog_type;             //   0
 *     __u32 insn_cnt;              //   4
 *     __aligned_u64 insns;         //   8
 *     __aligned_u64 license;       //  16
 *     __u32 log_level;             //  24
 *     __u32 log_size;              //  28
 *     __aligned_u64 log_buf;       //  32
 *     __u32 kern_version;          //  40
 *     __u32 prog_flags;            //  44
 *     char  prog_name[16];         //  48
 *     __u32 prog_ifindex;          //  64
 *     __u32 expected_attach_type;  //  68
 *     __u32 prog_btf_fd;           //  72
 *     __u32 func_info_rec_size;    //  76
 *     __aligned_u64 func_info;     //  80
 *     __u32 func_info_cnt;         //  88
 *     __u32 line_info_rec_size;    //  92
 *     __aligned_u64 line_info;     //  96
 *     __u32 line_info_cnt;         // 104
 *     __u32 attach_btf_id;         // 108
 *     __u32 attach_prog_fd;        // 112
 *     __u32 core_relo_cnt;         // 116
 * }; };                            // 120, and more
 * }</pre>
 */
final class BpfProgLoadAttr {

  static final long SIZE_BYTES = 120;

  /** Size of {@code struct bpf_insn}. */
  static final long INSTRUCTION_BYTES = 8;

  /** The kernel shows its structs (net_device, on tracepoints) to GPL-compatible programs only. */
  private static final String LICENSE = "Dual BSD/GPL";

  private BpfProgLoadAttr() {}

  static MemorySegment of(Arena arena, BpfProgram program) {
    MemorySegment attr = arena.allocate(SIZE_BYTES, Long.BYTES);
    MemorySegment instructions = arena.allocate(program.code().length, Long.BYTES);
    instructions.copyFrom(MemorySegment.ofArray(program.code()));
    attr.set(JAVA_INT, 0, program.type());
    attr.set(JAVA_INT, 4, (int) (instructions.byteSize() / INSTRUCTION_BYTES));
    attr.set(ADDRESS, 8, instructions);
    attr.set(ADDRESS, 16, arena.allocateFrom(LICENSE));
    attr.set(JAVA_INT, 44, program.flags());
    attr.setString(48, program.name());
    attr.set(JAVA_INT, 68, program.attachType());
    attr.set(JAVA_INT, 108, program.attachBtfId());
    return attr;
  }

  static void logInto(MemorySegment attr, MemorySegment log) {
    attr.set(JAVA_INT, 24, Bpf.BPF_LOG_LEVEL1);
    attr.set(JAVA_INT, 28, (int) log.byteSize());
    attr.set(ADDRESS, 32, log);
  }
}
