package reactor.xsk.samples.bench.linux;

/**
 * The three programs of the benchmarks, instruction by instruction: {@code code | dst << 8 | src <<
 * 12 | offset << 16 | imm << 32}, linux/bpf.h. They are a dozen instructions long, so they need no
 * assembler.
 */
final class BpfCode {

  /** A power of two. */
  static final int QUEUES = 16;

  static final int SLOT_BYTES = 128;

  private static final int MOVE_IMM = 0xb7;
  private static final int ADD = 0x0f;
  private static final int AND_IMM = 0x57;
  private static final int MULTIPLY_IMM = 0x27;
  private static final int SUBTRACT = 0x1f;
  private static final int SHIFT_RIGHT_IMM = 0x77;
  private static final int LOAD_32 = 0x61;
  private static final int LOAD_64 = 0x79;
  private static final int LOAD_IMM_64 = 0x18;
  private static final int ATOMIC_ADD_64 = 0xdb;
  private static final int JUMP_IF_DIFFERENT = 0x5d;
  private static final int CALL = 0x85;
  private static final int EXIT = 0x95;

  private static final int MAP_VALUE = 2;
  private static final int XDP_DROP = 1;
  private static final int GET_CURRENT_PID_TGID = 14;
  private static final int REDIRECT = 23;

  private BpfCode() {}

  /**
   * XDP: counts the packet in value 0 of its queue's slot and its bytes in value 1, and drops it.
   * The map holds {@link #QUEUES} slots of {@link #SLOT_BYTES}: no two queues share a cache line.
   */
  static long[] countAndDrop(int mapFd) {
    return new long[] {
      insn(LOAD_32, 2, 1, 4, 0), // r2 = ctx->data_end
      insn(LOAD_32, 3, 1, 0, 0), // r3 = ctx->data
      insn(SUBTRACT, 2, 3, 0, 0),
      insn(LOAD_32, 5, 1, 16, 0), // r5 = ctx->rx_queue_index
      insn(AND_IMM, 5, 0, 0, QUEUES - 1),
      insn(MULTIPLY_IMM, 5, 0, 0, SLOT_BYTES),
      insn(LOAD_IMM_64, 1, MAP_VALUE, 0, mapFd),
      insn(0, 0, 0, 0, 0),
      insn(ADD, 1, 5, 0, 0),
      insn(MOVE_IMM, 4, 0, 0, 1),
      insn(ATOMIC_ADD_64, 1, 4, 0, 0),
      insn(ATOMIC_ADD_64, 1, 2, Long.BYTES, 0),
      insn(MOVE_IMM, 0, 0, 0, XDP_DROP),
      insn(EXIT, 0, 0, 0, 0),
    };
  }

  /** Raw tracepoint: counts in value 0 if the process is the one of value 1. */
  static long[] countOfProcess(int mapFd) {
    return new long[] {
      insn(CALL, 0, 0, 0, GET_CURRENT_PID_TGID),
      insn(SHIFT_RIGHT_IMM, 0, 0, 0, 32),
      insn(LOAD_IMM_64, 1, MAP_VALUE, 0, mapFd),
      insn(0, 0, 0, 0, 0),
      insn(LOAD_64, 2, 1, Long.BYTES, 0),
      insn(JUMP_IF_DIFFERENT, 0, 2, 2, 0),
      insn(MOVE_IMM, 4, 0, 0, 1),
      insn(ATOMIC_ADD_64, 1, 4, 0, 0),
      insn(MOVE_IMM, 0, 0, 0, 0),
      insn(EXIT, 0, 0, 0, 0),
    };
  }

  /** XDP: sends the frame out of an interface. */
  static long[] redirect(int interfaceIndex) {
    return new long[] {
      insn(MOVE_IMM, 1, 0, 0, interfaceIndex),
      insn(MOVE_IMM, 2, 0, 0, 0),
      insn(CALL, 0, 0, 0, REDIRECT),
      insn(EXIT, 0, 0, 0, 0),
    };
  }

  private static long insn(int code, int dst, int src, int offset, int imm) {
    return code | (long) dst << 8 | (long) src << 12 | (long) offset << 16 | (long) imm << 32;
  }
}
