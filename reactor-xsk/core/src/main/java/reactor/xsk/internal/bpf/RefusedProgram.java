package reactor.xsk.internal.bpf;

import static reactor.xsk.internal.bpf.BpfAssembler.Register.R0;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R1;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R2;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R3;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R6;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R7;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R8;

import reactor.xsk.internal.bpf.BpfAssembler.Helper;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.bpf.BpfProgram;

/**
 * Records each packet that could not be redirected: the interface is down or gone, takes no frames
 * of XDP, or the packet is too long for it. It is the packet that the transmit program has just
 * come to. What is ours is recognised as in {@link OfferedProgram}.
 */
final class RefusedProgram {

  /** The tracepoint, as BTF names its type. */
  static final String TRACEPOINT = "btf_trace_xdp_redirect_err";

  // arguments, 8 bytes each: net_device *from, bpf_prog *, void *to, int err, map type, map id,
  // index
  private static final int FROM = 0;
  private static final int ERR = 24;
  private static final int MAP_ID = 40;

  private RefusedProgram() {}

  static BpfProgram of(int callFd, CallLayout layout, KernelTypes types, int deviceMapId) {
    byte[] code =
        new BpfAssembler()
            .move(R6, R1)
            .load64(R2, R6, FROM)
            .jumpIfEqual(R2, 0, "done")
            .load32(R2, R2, types.ifindexOffset())
            .jumpIfNotEqual(R2, TransmitProgram.LOOPBACK_IFINDEX, "done")
            .load64(R2, R6, MAP_ID)
            .moveLow32(R2, R2)
            .jumpIfNotEqual(R2, deviceMapId, "done")
            .moveMapValue(R7, callFd, 0)
            .call(Helper.GET_SMP_PROCESSOR_ID)
            .load32(R2, R7, CallLayout.CPU)
            .jumpIfNotEqual(R0, R2, "done")
            .load32(R2, R7, CallLayout.OFFERED)
            .load32(R8, R7, CallLayout.REFUSALS)
            .add(R2, R8)
            .load32(R3, R7, CallLayout.CURSOR)
            .jumpIfNotLess(R2, R3, "done")
            .add(R8, 1)
            .store32(R7, CallLayout.REFUSALS, R8)
            .load64(R2, R6, ERR)
            .store32(R7, CallLayout.ERROR, R2)
            .add(R2, Errno.EMSGSIZE)
            .moveLow32(R2, R2)
            .jumpIfEqual(R2, 0, "this packet only")
            .move(R2, 1)
            .store32(R7, CallLayout.HALTED, R2)
            .label("this packet only")
            .add(R3, -1)
            .jumpIfNotLess(R3, layout.capacity(), "done")
            .moveMapValue(R7, callFd, layout.refused())
            .add(R7, R3)
            .store8(R7, 0, 1)
            .label("done")
            .move(R0, 0)
            .exit()
            .assemble();
    return BpfProgram.tracepoint("xsk_refused", types.refusedId(), code);
  }
}
