package reactor.xsk.internal.bpf;

import static reactor.xsk.internal.bpf.BpfAssembler.Register.R0;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R1;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R2;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R3;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R4;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R6;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R7;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R8;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R9;

import reactor.xsk.internal.bpf.BpfAssembler.Helper;
import reactor.xsk.internal.linux.bpf.BpfProgram;

/**
 * Records each bulk that the driver was offered: how many frames it took, and how many it did not.
 * It takes the first of a bulk and drops the rest (kernel/bpf/devmap.c, bq_xmit_all), so that a
 * drop is known by its place.
 *
 * <p>The tracepoint fires for every device of the machine. Ours are the frames that came from
 * {@code lo}, for our interface, on the CPU of the transmit program, while packets that it has sent
 * are outstanding: that program and the offers run without anything between them, because the
 * kernel keeps them on one CPU with softirqs off.
 */
final class OfferedProgram {

  /** The tracepoint, as BTF names its type. */
  static final String TRACEPOINT = "btf_trace_xdp_devmap_xmit";

  // arguments, 8 bytes each: net_device *from, net_device *to, int sent, int drops, int err
  private static final int FROM = 0;
  private static final int TO = 8;
  private static final int SENT = 16;
  private static final int DROPS = 24;
  private static final int ERR = 32;

  private OfferedProgram() {}

  static BpfProgram of(int callFd, CallLayout layout, KernelTypes types, int interfaceIndex) {
    BpfAssembler program = new BpfAssembler().move(R6, R1);
    isOurs(program, callFd, types, interfaceIndex);
    program
        .load64(R8, R6, SENT)
        .moveLow32(R8, R8)
        .load64(R9, R6, DROPS)
        .moveLow32(R9, R9)
        .load32(R3, R7, CallLayout.OFFERED)
        .move(R4, R3)
        .add(R4, R8)
        .add(R3, R8)
        .add(R3, R9)
        .store32(R7, CallLayout.OFFERED, R3)
        .jumpIfEqual(R9, 0, "done");
    logDrop(program, callFd, layout);
    program.label("done").move(R0, 0).exit();
    return BpfProgram.tracepoint("xsk_offered", types.offeredId(), program.assemble());
  }

  /** R7 = call. */
  private static void isOurs(
      BpfAssembler program, int callFd, KernelTypes types, int interfaceIndex) {
    program
        .load64(R2, R6, FROM)
        .jumpIfEqual(R2, 0, "done")
        .load32(R2, R2, types.ifindexOffset())
        .jumpIfNotEqual(R2, TransmitProgram.LOOPBACK_IFINDEX, "done")
        .load64(R2, R6, TO)
        .jumpIfEqual(R2, 0, "done")
        .load32(R2, R2, types.ifindexOffset())
        .jumpIfNotEqual(R2, interfaceIndex, "done")
        .moveMapValue(R7, callFd, 0)
        .call(Helper.GET_SMP_PROCESSOR_ID)
        .load32(R2, R7, CallLayout.CPU)
        .jumpIfNotEqual(R0, R2, "done")
        .load32(R2, R7, CallLayout.OFFERED)
        .load32(R3, R7, CallLayout.REFUSALS)
        .add(R2, R3)
        .load32(R3, R7, CallLayout.CURSOR)
        .jumpIfNotLess(R2, R3, "done");
  }

  /** Adds (first R4, count R9) to the drops. What was not sent yet is kept for another call. */
  private static void logDrop(BpfAssembler program, int callFd, CallLayout layout) {
    program
        .move(R2, 1)
        .store32(R7, CallLayout.HALTED, R2)
        .load64(R2, R6, ERR)
        .store32(R7, CallLayout.ERROR, R2)
        .load32(R2, R7, CallLayout.DROP_COUNT)
        .jumpIfNotLess(R2, layout.capacity(), "done")
        .move(R3, R2)
        .add(R3, 1)
        .store32(R7, CallLayout.DROP_COUNT, R3)
        .moveMapValue(R7, callFd, layout.drops())
        .shiftLeft(R2, CallLayout.ENTRY_SHIFT)
        .add(R7, R2)
        .store32(R7, CallLayout.DROP_FIRST, R4)
        .store32(R7, CallLayout.DROP_PACKETS, R9);
  }
}
