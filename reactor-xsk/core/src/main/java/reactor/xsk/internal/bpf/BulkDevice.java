package reactor.xsk.internal.bpf;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import reactor.xsk.XskException;
import reactor.xsk.internal.linux.CloseStack;
import reactor.xsk.internal.linux.Descriptor;
import reactor.xsk.internal.linux.LinkState;
import reactor.xsk.internal.linux.NetDevice;
import reactor.xsk.internal.linux.bpf.BpfArray;
import reactor.xsk.internal.linux.bpf.BpfDeviceMap;
import reactor.xsk.internal.linux.bpf.LinuxBpf;
import reactor.xsk.internal.linux.bpf.LiveRun;

/**
 * An interface that takes many packets with one {@code bpf(BPF_PROG_RUN)}: the maps, the programs
 * and where they are attached. Belongs to the thread that opened it; everything is gone when it is
 * closed, or when the process dies.
 */
public final class BulkDevice implements CloseStack.Closer {

  /** A call that takes longer may be one of a program that is attached nowhere any more. */
  private static final long SLOW_CALL_NS = TimeUnit.MILLISECONDS.toNanos(1);

  private static final long LOOK_AT_ANCHOR_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private final NetDevice device;
  private final BpfDeviceMap target;
  private final TargetProbe probe;
  private final Anchor anchor;
  private final MemorySegment frames;
  private final SharedCall call;
  private final LiveRun run;
  private final boolean proven;
  private final int maxFrameBytes;
  private final int maxPacketBytes;
  private final String description;
  private final CloseStack opened;

  private long anchorSeenNs = System.nanoTime() - LOOK_AT_ANCHOR_EVERY_NS;

  /** Length of the frames that runs begin with. */
  private int frameBytes = LiveRun.MIN_FRAME_BYTES;

  private BulkDevice(LinuxBpf bpf, BulkPlan plan, KernelTypes types, CloseStack opened) {
    this.opened = opened;
    CallLayout layout = new CallLayout(plan.callSize());
    device = opened.own(bpf.device(plan.interfaceName()));
    description = device + ", mode=BULK";
    BpfArray callMap = opened.own(bpf.array("xsk_call", layout.sizeBytes(), 1));
    BpfArray frameMap =
        opened.own(bpf.array("xsk_frames", plan.frameSizeBytes(), plan.frameCount()));
    call = new SharedCall(callMap.memory(), layout);
    frames = frameMap.memory();
    target = opened.own(bpf.deviceMap("xsk_interface", device.interfaceIndex()));
    watchDriver(bpf, callMap.fd(), layout, types);
    Descriptor transmit =
        opened.own(
            bpf.load(
                TransmitProgram.of(
                    callMap.fd(), layout, frameMap.fd(), plan.frameSizeBytes(), target.fd())));
    maxFrameBytes = types.maxFrameBytes();
    probe = opened.own(new TargetProbe(bpf, callMap.fd(), call, device, target, types));
    proven = probe.canAsk();
    anchor = opened.own(new Anchor(bpf, transmit, device.interfaceIndex(), description));
    anchor.attach(probe);
    run = opened.own(bpf.liveRun(transmit, plan.flushSize(), maxFrameBytes));
    maxPacketBytes = Math.min(device.mtuBytes() + NetDevice.LINK_HEADER_BYTES, maxFrameBytes);
  }

  /**
   * Opens everything.
   *
   * @throws XskException if any step fails; nothing is left open then
   */
  public static BulkDevice open(LinuxBpf bpf, BulkPlan plan) {
    return open(bpf, plan, KernelTypes.ofRunningKernel());
  }

  static BulkDevice open(LinuxBpf bpf, BulkPlan plan, KernelTypes types) {
    CloseStack opened = new CloseStack();
    try {
      return new BulkDevice(bpf, plan, types, opened);
    } catch (Throwable t) {
      opened.close();
      throw t;
    }
  }

  private void watchDriver(LinuxBpf bpf, int callFd, CallLayout layout, KernelTypes types) {
    int index = device.interfaceIndex();
    Descriptor offered = opened.own(bpf.load(OfferedProgram.of(callFd, layout, types, index)));
    opened.own(bpf.attachTracepoint(offered));
    Descriptor refused =
        opened.own(bpf.load(RefusedProgram.of(callFd, layout, types, target.id())));
    opened.own(bpf.attachTracepoint(refused));
  }

  /** The memory of all frames. */
  public MemorySegment frames() {
    return frames;
  }

  /** Where packets are described, and what became of them. */
  public SharedCall call() {
    return call;
  }

  /** Whether it is known that the interface takes frames; otherwise the first packets tell. */
  public boolean isProven() {
    return proven;
  }

  /** The longest packet that a frame of this mode has room for. */
  public int maxFrameBytes() {
    return maxFrameBytes;
  }

  /** The longest packet without a VLAN tag that the interface takes. */
  public int maxPacketBytes() {
    return maxPacketBytes;
  }

  /**
   * Begins a call whose packets were described.
   *
   * @param packets packets of the call, in one run or several
   * @param longest length of the longest
   */
  public void begin(int packets, int longest) {
    frameBytes = frameBytes(longest);
    call.begin(packets, frameBytes);
  }

  /**
   * Sends the next packets of the call.
   *
   * @return 0, or the negated errno; how far it came the {@link SharedCall} says
   */
  public int send(int packets) {
    call.goOn();
    long startNs = System.nanoTime();
    int result = run.run(packets, frameBytes);
    long endNs = System.nanoTime();
    if (endNs - startNs > SLOW_CALL_NS && endNs - anchorSeenNs > LOOK_AT_ANCHOR_EVERY_NS) {
      anchorSeenNs = endNs;
      anchor.renewIfLost();
    }
    return result;
  }

  /**
   * Asks whether the interface takes frames now, without sending one.
   *
   * @return 0 if it does, or if only packets can tell; else the negated errno
   */
  public int askAgain() {
    return probe.ask(description);
  }

  private int frameBytes(int longest) {
    int blocks = (longest + TransmitProgram.BLOCK_BYTES - 1) / TransmitProgram.BLOCK_BYTES;
    return Math.min(blocks * TransmitProgram.BLOCK_BYTES, maxFrameBytes);
  }

  /** Whether packets can leave now by the interface that was opened, and by no other. */
  public LinkState link() {
    return target.isEmpty() ? LinkState.GONE : device.link();
  }

  /** A cheaper look at the link, which may be late. */
  public boolean seemsUp() {
    return device.seemsUp();
  }

  /** The values for error messages. */
  public String describe() {
    return description;
  }

  @Override
  public void close() {
    opened.close();
  }
}
