package reactor.xsk.internal.bpf;

import reactor.xsk.XskException;
import reactor.xsk.internal.linux.BpfOperation;
import reactor.xsk.internal.linux.Descriptor;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.LinuxBpf;
import reactor.xsk.internal.linux.LiveRun;

/**
 * Asks whether an interface takes frames of XDP, without sending one: it offers a frame that is too
 * long, and the kernel looks at the interface's features before it looks at the length. A kernel
 * before 6.3 knows no features, and where no frame of a run is too long there is none to offer:
 * then only the first packets can tell.
 */
final class TargetProbe implements AutoCloseable {

  /** What the kernel grants a frame beside the MTU: an Ethernet header and a VLAN tag. */
  private static final int HEADER_BYTES = 18;

  private final SharedWindow window;
  private final Descriptor program;
  private final LiveRun run;
  private final int frameBytes;
  private final boolean canAsk;

  TargetProbe(
      LinuxBpf bpf,
      int windowFd,
      SharedWindow window,
      int deviceFd,
      int mtuBytes,
      KernelTypes types) {
    this.window = window;
    this.program = bpf.load(ProbeProgram.of(windowFd, deviceFd));
    this.frameBytes = types.maxFrameBytes();
    try {
      this.run = bpf.liveRun(program, 1, frameBytes);
    } catch (Throwable t) {
      program.close();
      throw t;
    }
    this.canAsk = types.knowsFeatures() && frameBytes > mtuBytes + HEADER_BYTES;
  }

  /** Whether the question can be asked at all. */
  boolean canAsk() {
    return canAsk;
  }

  /**
   * 0 if it does, or if it cannot be known before the first packet; else the negated errno.
   *
   * @throws XskException if the question could not be asked
   */
  int ask(String values) {
    if (!canAsk) {
      return 0;
    }
    window.begin(1, frameBytes);
    BpfOperation.RUN.check(run.run(1, frameBytes), values + ", probeBytes=" + frameBytes);
    int error = window.error();
    // a link that is down may come back; the loop waits for that
    boolean takesFrames = error == -Errno.EMSGSIZE || error == -Errno.ENETDOWN;
    return takesFrames ? 0 : error;
  }

  @Override
  public void close() {
    run.close();
    program.close();
  }
}
