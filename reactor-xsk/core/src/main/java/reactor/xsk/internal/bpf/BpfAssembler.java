package reactor.xsk.internal.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Assembles a BPF program: one method for each kind of instruction, in the order of the program.
 * Loads and stores name the register with the address first and the offset behind it. Jumps name
 * labels, which may lie ahead only: a program without a loop always ends.
 *
 * <pre>{@code
 * struct bpf_insn {
 *     __u8  code;       // 0
 *     __u8  dst_reg:4;  // 1, low half
 *     __u8  src_reg:4;  // 1, high half
 *     __s16 off;        // 2
 *     __s32 imm;        // 4
 * };                    // 8, linux/bpf.h
 * }</pre>
 */
final class BpfAssembler {

  static final int INSTRUCTION_BYTES = 8;

  // classes, sizes and operations of linux/bpf_common.h and linux/bpf.h
  private static final int LD_IMM_64 = 0x18;
  private static final int LDX_MEM = 0x61;
  private static final int ST_MEM = 0x62;
  private static final int STX_MEM = 0x63;
  private static final int SIZE_32 = 0x00;
  private static final int SIZE_8 = 0x10;
  private static final int SIZE_64 = 0x18;
  private static final int ALU_32 = 0x04;
  private static final int ALU_64 = 0x07;
  private static final int ADD = 0x00;
  private static final int SUB = 0x10;
  private static final int LSH = 0x60;
  private static final int MOV = 0xb0;
  private static final int JMP = 0x05;
  private static final int ALWAYS = 0x00;
  private static final int IF_EQUAL = 0x10;
  private static final int IF_GREATER = 0x20;
  private static final int IF_NOT_LESS = 0x30;
  private static final int IF_NOT_EQUAL = 0x50;
  private static final int IF_LESS = 0xa0;
  private static final int CALL = 0x85;
  private static final int EXIT = 0x95;
  private static final int FROM_REGISTER = 0x08;

  /** Kinds of a 64-bit constant: BPF_PSEUDO_MAP_FD, BPF_PSEUDO_MAP_VALUE. */
  private static final int MAP = 1;

  private static final int MAP_VALUE = 2;

  /**
   * The registers of a BPF program. A call takes its arguments in {@code R1} to {@code R5}, answers
   * in {@code R0}, and keeps {@code R6} to {@code R9}.
   */
  enum Register {
    R0,
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    R7,
    R8,
    R9,
    /** The end of 512 bytes of stack; cannot be written. */
    FRAME_POINTER
  }

  /** The functions of the kernel that the programs call, by their numbers in linux/bpf.h. */
  enum Helper {
    /** {@code void *bpf_map_lookup_elem(map, &key)}. */
    MAP_LOOKUP_ELEM(1),
    /** {@code u32 bpf_get_smp_processor_id()}. */
    GET_SMP_PROCESSOR_ID(8),
    /** {@code long bpf_redirect_map(map, key, flags)}; XDP_REDIRECT, or flags without an entry. */
    REDIRECT_MAP(51),
    /** {@code long bpf_xdp_adjust_tail(ctx, delta)}. */
    XDP_ADJUST_TAIL(65),
    /** {@code long bpf_xdp_store_bytes(ctx, offset, buf, len)}. 5.18. */
    XDP_STORE_BYTES(190);

    private final int number;

    Helper(int number) {
      this.number = number;
    }
  }

  private record Instruction(int code, int dst, int src, int offset, int imm) {}

  private record Jump(int at, String label) {}

  private final List<Instruction> instructions = new ArrayList<>();
  private final Map<String, Integer> labels = new HashMap<>();
  private final List<Jump> jumps = new ArrayList<>();

  // ---- moving

  /** {@code dst = value}, sign-extended. */
  BpfAssembler move(Register dst, int value) {
    return add(ALU_64 | MOV, dst.ordinal(), 0, 0, value);
  }

  /** {@code dst = src}. */
  BpfAssembler move(Register dst, Register src) {
    return add(ALU_64 | MOV | FROM_REGISTER, dst.ordinal(), src.ordinal(), 0, 0);
  }

  /** {@code dst = low 32 bits of src}. */
  BpfAssembler moveLow32(Register dst, Register src) {
    return add(ALU_32 | MOV | FROM_REGISTER, dst.ordinal(), src.ordinal(), 0, 0);
  }

  /** {@code dst = the map}, as helpers want it. */
  BpfAssembler moveMap(Register dst, int mapFd) {
    return add(LD_IMM_64, dst.ordinal(), MAP, 0, mapFd).add(0, 0, 0, 0, 0);
  }

  /** {@code dst = address of offset in the only value of an array}. */
  BpfAssembler moveMapValue(Register dst, int mapFd, int offset) {
    return add(LD_IMM_64, dst.ordinal(), MAP_VALUE, 0, mapFd).add(0, 0, 0, 0, offset);
  }

  // ---- arithmetic

  /** {@code dst += value}. */
  BpfAssembler add(Register dst, int value) {
    return add(ALU_64 | ADD, dst.ordinal(), 0, 0, value);
  }

  /** {@code dst += src}. */
  BpfAssembler add(Register dst, Register src) {
    return add(ALU_64 | ADD | FROM_REGISTER, dst.ordinal(), src.ordinal(), 0, 0);
  }

  /** {@code dst -= src}. */
  BpfAssembler subtract(Register dst, Register src) {
    return add(ALU_64 | SUB | FROM_REGISTER, dst.ordinal(), src.ordinal(), 0, 0);
  }

  /** {@code dst <<= bits}. */
  BpfAssembler shiftLeft(Register dst, int bits) {
    return add(ALU_64 | LSH, dst.ordinal(), 0, 0, bits);
  }

  // ---- memory

  /** {@code dst = *(u32 *)(address + offset)}. */
  BpfAssembler load32(Register dst, Register address, int offset) {
    return add(LDX_MEM | SIZE_32, dst.ordinal(), address.ordinal(), offset, 0);
  }

  /** {@code dst = *(u64 *)(address + offset)}. */
  BpfAssembler load64(Register dst, Register address, int offset) {
    return add(LDX_MEM | SIZE_64, dst.ordinal(), address.ordinal(), offset, 0);
  }

  /** {@code *(u32 *)(address + offset) = src}. */
  BpfAssembler store32(Register address, int offset, Register src) {
    return add(STX_MEM | SIZE_32, address.ordinal(), src.ordinal(), offset, 0);
  }

  /** {@code *(u64 *)(address + offset) = src}. */
  BpfAssembler store64(Register address, int offset, Register src) {
    return add(STX_MEM | SIZE_64, address.ordinal(), src.ordinal(), offset, 0);
  }

  /** {@code *(u8 *)(address + offset) = value}. */
  BpfAssembler store8(Register address, int offset, int value) {
    return add(ST_MEM | SIZE_8, address.ordinal(), 0, offset, value);
  }

  // ---- flow

  /** Names the next instruction. */
  BpfAssembler label(String name) {
    if (labels.put(name, instructions.size()) != null) {
      throw new IllegalStateException("label " + name + " is there twice");
    }
    return this;
  }

  BpfAssembler jump(String label) {
    return jump(ALWAYS, 0, 0, 0, label);
  }

  BpfAssembler jumpIfEqual(Register a, int value, String label) {
    return jump(IF_EQUAL, a.ordinal(), 0, value, label);
  }

  BpfAssembler jumpIfNotEqual(Register a, int value, String label) {
    return jump(IF_NOT_EQUAL, a.ordinal(), 0, value, label);
  }

  BpfAssembler jumpIfNotEqual(Register a, Register b, String label) {
    return jump(IF_NOT_EQUAL | FROM_REGISTER, a.ordinal(), b.ordinal(), 0, label);
  }

  /** Unsigned. */
  BpfAssembler jumpIfGreater(Register a, int value, String label) {
    return jump(IF_GREATER, a.ordinal(), 0, value, label);
  }

  /** Unsigned. */
  BpfAssembler jumpIfGreater(Register a, Register b, String label) {
    return jump(IF_GREATER | FROM_REGISTER, a.ordinal(), b.ordinal(), 0, label);
  }

  /** Unsigned. */
  BpfAssembler jumpIfNotLess(Register a, int value, String label) {
    return jump(IF_NOT_LESS, a.ordinal(), 0, value, label);
  }

  /** Unsigned. */
  BpfAssembler jumpIfNotLess(Register a, Register b, String label) {
    return jump(IF_NOT_LESS | FROM_REGISTER, a.ordinal(), b.ordinal(), 0, label);
  }

  /** Unsigned. */
  BpfAssembler jumpIfLess(Register a, int value, String label) {
    return jump(IF_LESS, a.ordinal(), 0, value, label);
  }

  BpfAssembler call(Helper helper) {
    return add(CALL, 0, 0, 0, helper.number);
  }

  BpfAssembler exit() {
    return add(EXIT, 0, 0, 0, 0);
  }

  // ---- encoding

  private BpfAssembler add(int code, int dst, int src, int offset, int imm) {
    if (offset != (short) offset) {
      throw new IllegalArgumentException("offset does not fit 16 bits: " + offset);
    }
    instructions.add(new Instruction(code, dst, src, offset, imm));
    return this;
  }

  private BpfAssembler jump(int condition, int a, int b, int value, String label) {
    jumps.add(new Jump(instructions.size(), label));
    return add(JMP | condition, a, b, 0, value);
  }

  /** The program, 8 bytes for each instruction. */
  byte[] assemble() {
    jumps.forEach(this::resolve);
    ByteBuffer code =
        ByteBuffer.allocate(instructions.size() * INSTRUCTION_BYTES).order(ByteOrder.nativeOrder());
    for (Instruction it : instructions) {
      code.put((byte) it.code).put(registers(it)).putShort((short) it.offset).putInt(it.imm);
    }
    return code.array();
  }

  private static byte registers(Instruction it) {
    boolean littleEndian = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    return (byte) (littleEndian ? it.src << 4 | it.dst : it.dst << 4 | it.src);
  }

  /** A jump is counted from the instruction behind it. */
  private void resolve(Jump jump) {
    Integer target = labels.get(jump.label);
    if (target == null || target <= jump.at) {
      throw new IllegalStateException("label " + jump.label + " is not ahead");
    }
    Instruction it = instructions.get(jump.at);
    instructions.set(
        jump.at, new Instruction(it.code, it.dst, it.src, (short) (target - jump.at - 1), it.imm));
  }
}
