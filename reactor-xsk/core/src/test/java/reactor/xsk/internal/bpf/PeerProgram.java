package reactor.xsk.internal.bpf;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R0;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R1;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R2;

import reactor.xsk.internal.linux.Descriptor;
import reactor.xsk.internal.linux.FfmLinuxCalls;
import reactor.xsk.internal.linux.NetDevice;
import reactor.xsk.internal.linux.bpf.BpfArray;
import reactor.xsk.internal.linux.bpf.BpfProgram;
import reactor.xsk.internal.linux.bpf.LinuxBpf;

/**
 * An XDP program of the test, on the far end of a veth pair: it counts what arrives, and drops it
 * or passes it on. With one there, the near end takes frames of XDP.
 */
public final class PeerProgram implements AutoCloseable {

  private static final int XDP_DROP = 1;
  private static final int XDP_PASS = 2;

  private final BpfArray counter;
  private final Descriptor program;
  private final Descriptor link;

  private PeerProgram(String interfaceName, int answer) {
    LinuxBpf bpf = new LinuxBpf(new FfmLinuxCalls());
    counter = bpf.array("peer_counter", Long.BYTES, 1);
    byte[] code =
        new BpfAssembler()
            .moveMapValue(R1, counter.fd(), 0)
            .load64(R2, R1, 0)
            .add(R2, 1)
            .store64(R1, 0, R2)
            .move(R0, answer)
            .exit()
            .assemble();
    program = bpf.load(BpfProgram.xdp("peer", code));
    try (NetDevice device = bpf.device(interfaceName)) {
      link = bpf.attachXdp(program, device.interfaceIndex());
    }
  }

  /** Drops what arrives. */
  public static PeerProgram dropping(String interfaceName) {
    return new PeerProgram(interfaceName, XDP_DROP);
  }

  /** Passes on what arrives. */
  public static PeerProgram passing(String interfaceName) {
    return new PeerProgram(interfaceName, XDP_PASS);
  }

  /** Packets that have arrived. */
  public long count() {
    return counter.memory().get(JAVA_LONG, 0);
  }

  @Override
  public void close() {
    link.close();
    program.close();
    counter.close();
  }
}
