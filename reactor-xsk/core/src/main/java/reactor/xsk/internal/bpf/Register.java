package reactor.xsk.internal.bpf;

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
