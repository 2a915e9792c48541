package reactor.xsk.internal.bpf;

import static reactor.xsk.internal.bpf.BpfAssembler.Register.R0;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R6;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R7;

import reactor.xsk.internal.bpf.BpfAssembler.Helper;
import reactor.xsk.internal.linux.bpf.BpfProgram;

/**
 * Redirects a frame as it is, as the one packet of a call: a frame that is too long tells without a
 * packet sent whether the interface would take others.
 */
final class ProbeProgram {

  private ProbeProgram() {}

  static BpfProgram of(int callFd, int deviceFd) {
    BpfAssembler program =
        new BpfAssembler()
            .moveMapValue(R7, callFd, 0)
            .move(R6, 1)
            .store32(R7, CallLayout.CURSOR, R6)
            .call(Helper.GET_SMP_PROCESSOR_ID)
            .store32(R7, CallLayout.CPU, R0);
    byte[] code = TransmitProgram.redirect(program, deviceFd).exit().assemble();
    return BpfProgram.xdp("xsk_probe", code);
  }
}
