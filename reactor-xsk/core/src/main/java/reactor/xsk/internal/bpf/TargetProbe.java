package reactor.xsk.internal.bpf;

import reactor.xsk.XskException;
import reactor.xsk.internal.linux.CloseStack;
import reactor.xsk.internal.linux.Descriptor;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.NetDevice;
import reactor.xsk.internal.linux.bpf.BpfDeviceMap;
import reactor.xsk.internal.linux.bpf.BpfOperation;
import reactor.xsk.internal.linux.bpf.LinuxBpf;
import reactor.xsk.internal.linux.bpf.LiveRun;

/**
 * Asks whether an interface takes frames of XDP, without sending one: it offers a frame that is too
 * long, and the kernel looks at the interface's features before it looks at the length. A kernel
 * before 6.3 knows no features, and where no frame of a run is too long there is none to offer:
 * then only packets can tell.
 */
final class TargetProbe implements CloseStack.Closer {

  /** What the kernel grants a frame beside the MTU: an Ethernet header and a VLAN tag. */
  private static final int HEADER_BYTES = 18;

  private final NetDevice device;
  private final SharedCall call;
  private final boolean knowsFeatures;
  private final int frameBytes;
  private final CloseStack opened = new CloseStack();
  private final LiveRun run;

  TargetProbe(
      LinuxBpf bpf,
      int callFd,
      SharedCall call,
      NetDevice device,
      BpfDeviceMap target,
      KernelTypes types) {
    this.device = device;
    this.call = call;
    this.knowsFeatures = types.knowsFeatures();
    this.frameBytes = types.maxFrameBytes();
    try {
      Descriptor program = opened.own(bpf.load(ProbeProgram.of(callFd, target.fd())));
      this.run = opened.own(bpf.liveRun(program, 1, frameBytes));
    } catch (Throwable t) {
      opened.close();
      throw t;
    }
  }

  /** Whether the question can be asked at all; the MTU may have changed since the last time. */
  boolean canAsk() {
    return knowsFeatures && frameBytes > device.mtuBytes() + HEADER_BYTES;
  }

  /**
   * 0 if it does, or if only packets can tell; else the negated errno. What is shared of a call
   * that is not finished stays as it is.
   *
   * @throws XskException if the question could not be asked
   */
  int ask(String values) {
    if (!canAsk()) {
      return 0;
    }
    call.beginProbe(frameBytes);
    try {
      BpfOperation.RUN.check(run.run(1, frameBytes), values + ", probeBytes=" + frameBytes);
      int error = call.error();
      // a link that is down may come back; the loop waits for that
      boolean takesFrames = error == -Errno.EMSGSIZE || error == -Errno.ENETDOWN;
      return takesFrames ? 0 : error;
    } finally {
      call.endProbe();
    }
  }

  @Override
  public void close() {
    opened.close();
  }
}
