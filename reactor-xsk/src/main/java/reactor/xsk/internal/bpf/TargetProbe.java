package reactor.xsk.internal.bpf;

import reactor.xsk.internal.linux.BpfObject;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.LinuxBpf;
import reactor.xsk.internal.linux.LiveRun;

/**
 * Asks whether an interface takes frames of XDP, without sending one: it offers a frame that is too
 * long, and the kernel looks at the driver before it looks at the length.
 */
final class TargetProbe implements AutoCloseable {

  /** What the kernel grants a frame beside the MTU: an Ethernet header and a VLAN tag. */
  private static final int HEADER_BYTES = 18;

  private final SharedWindow window;
  private final BpfObject program;
  private final LiveRun run;
  private final boolean canAsk;

  TargetProbe(LinuxBpf bpf, int windowFd, SharedWindow window, int target, int mtuBytes) {
    this.window = window;
    this.program = bpf.load(ProbeProgram.of(windowFd, target));
    this.run = bpf.liveRun(program, 1);
    this.canAsk = LiveRun.MAX_FRAME_BYTES > mtuBytes + HEADER_BYTES;
  }

  /** 0 if it does, or if it cannot be known before the first packet; else the negated errno. */
  int ask() {
    if (!canAsk) {
      return 0;
    }
    window.begin(1, LiveRun.MAX_FRAME_BYTES);
    int result = run.run(1, LiveRun.MAX_FRAME_BYTES);
    if (result < 0) {
      return result;
    }
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
