package reactor.xsk.internal.linux.bpf;

/**
 * A program as it is given to the kernel.
 *
 * @param name up to 15 characters; {@code bpftool prog} shows it
 * @param type BPF_PROG_TYPE
 * @param attachType what it will be attached to
 * @param flags BPF_F flags of the load
 * @param attachBtfId type of the tracepoint in the kernel's BTF, or 0
 * @param code the instructions, 8 bytes each
 */
public record BpfProgram(
    String name, int type, int attachType, int flags, int attachBtfId, byte[] code) {

  /** A program for packets, of any number of buffers. */
  public static BpfProgram xdp(String name, byte[] code) {
    return new BpfProgram(
        name, Bpf.BPF_PROG_TYPE_XDP, Bpf.BPF_XDP, Bpf.BPF_F_XDP_HAS_FRAGS, 0, code);
  }

  /** A program for a tracepoint, given by the type that the kernel's BTF has for it. */
  public static BpfProgram tracepoint(String name, int attachBtfId, byte[] code) {
    return new BpfProgram(
        name, Bpf.BPF_PROG_TYPE_TRACING, Bpf.BPF_TRACE_RAW_TP, 0, attachBtfId, code);
  }
}
