package reactor.xsk.internal.bpf;

/**
 * How the packets of a call lie in the memory that this process shares with the programs.
 *
 * <pre>{@code
 * struct call {
 *     __u32 cursor;       //  0: packets that the transmit program has come to
 *     __u32 size;         //  4: packets of the call
 *     __u32 frame_bytes;  //  8: length of the frame that each run begins with
 *     __u32 cpu;          // 12: where the transmit program runs
 *     __u32 offered;      // 16: packets that the driver was offered, in order
 *     __u32 drop_count;   // 20: entries of drops
 *     __u32 refusals;     // 24: packets that never came to the driver
 *     __s32 error;        // 28: the last error of driver or redirect
 *     __u32 halted;       // 32: not 0 once the device refuses: the call sends nothing more
 *     __u32 gone;         // 36: not 0 once the interface is gone: nothing can be sent any more
 *     struct { __u32 frame, length; } packets[capacity];      // 40
 *     struct { __u32 first, count; } drops[capacity];         // by number among those offered
 *     __u8  refused[capacity];                                // by number in the call
 * };
 * }</pre>
 *
 * @param capacity most packets of a call
 */
record CallLayout(int capacity) {

  static final int CURSOR = 0;
  static final int SIZE = 4;
  static final int FRAME_BYTES = 8;
  static final int CPU = 12;
  static final int OFFERED = 16;
  static final int DROP_COUNT = 20;
  static final int REFUSALS = 24;
  static final int ERROR = 28;

  static final int HALTED = 32;
  static final int GONE = 36;

  static final int PACKETS = 40;
  static final int PACKET_FRAME = 0;
  static final int PACKET_LENGTH = 4;
  static final int DROP_FIRST = 0;
  static final int DROP_PACKETS = 4;

  /** Packets and drops have entries of 8 bytes: {@code n << 3}. */
  static final int ENTRY_SHIFT = 3;

  int drops() {
    return PACKETS + (capacity << ENTRY_SHIFT);
  }

  int refused() {
    return drops() + (capacity << ENTRY_SHIFT);
  }

  /** Size of the whole: a multiple of 8, as values of maps are. */
  int sizeBytes() {
    return (refused() + capacity + 7) & -8;
  }
}
