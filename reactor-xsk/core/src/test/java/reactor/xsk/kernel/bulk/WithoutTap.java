package reactor.xsk.kernel.bulk;

import java.lang.foreign.MemorySegment;
import reactor.xsk.internal.bpf.BulkDevice;
import reactor.xsk.internal.bpf.BulkPlan;
import reactor.xsk.internal.linux.BpfCalls;
import reactor.xsk.internal.linux.FfmBpfCalls;
import reactor.xsk.internal.linux.FfmLinuxCalls;
import reactor.xsk.internal.linux.LinuxBpf;

/** The running kernel as in a container that has no /dev/net/tun. */
final class WithoutTap implements BpfCalls {

  static final int FRAMES = 64;
  static final int FRAME_BYTES = 2_048;
  private static final int ENOENT = 2;

  private final BpfCalls kernel = new FfmBpfCalls();

  /** A device whose program must be on the interface itself. */
  static BulkDevice open(String interfaceName) {
    return BulkDevice.open(
        new LinuxBpf(new FfmLinuxCalls(), new WithoutTap()),
        new BulkPlan(interfaceName, FRAMES, FRAME_BYTES, 32, 64));
  }

  @Override
  public int bpf(int command, MemorySegment attr) {
    return kernel.bpf(command, attr);
  }

  @Override
  public int open(MemorySegment path, int flags) {
    return -ENOENT;
  }
}
