package reactor.xsk.internal.bpf;

import java.lang.foreign.MemorySegment;
import reactor.xsk.XskException;
import reactor.xsk.internal.linux.BpfArray;
import reactor.xsk.internal.linux.BpfObject;
import reactor.xsk.internal.linux.CloseStack;
import reactor.xsk.internal.linux.LinkState;
import reactor.xsk.internal.linux.LinuxBpf;
import reactor.xsk.internal.linux.LiveRun;
import reactor.xsk.internal.linux.NetDevice;

/**
 * An interface that takes a window of packets with one {@code bpf(BPF_PROG_RUN)}: the maps, the
 * programs and where they are attached. Belongs to the thread that opened it; everything is gone
 * when it is closed, or when the process dies.
 */
public final class BulkDevice implements AutoCloseable {

  private final NetDevice device;
  private final MemorySegment frames;
  private final SharedWindow window;
  private final LiveRun run;
  private final boolean proven;
  private final int maxFrameBytes;
  private final int maxPacketBytes;
  private final String description;
  private final CloseStack opened;

  /** Length of the frames that runs begin with. */
  private int frameBytes = LiveRun.MIN_FRAME_BYTES;

  private BulkDevice(LinuxBpf bpf, BulkPlan plan, KernelTypes types, CloseStack opened) {
    this.opened = opened;
    WindowLayout layout = new WindowLayout(plan.callSize());
    device = bpf.device(plan.interfaceName());
    opened.onClose(device::close);
    description = device + ", mode=BULK";
    BpfArray windowMap = bpf.array("xsk_window", layout.sizeBytes(), 1);
    opened.onClose(windowMap::close);
    BpfArray frameMap = bpf.array("xsk_frames", plan.frameSizeBytes(), plan.frameCount());
    opened.onClose(frameMap::close);
    window = new SharedWindow(windowMap.memory(), layout);
    frames = frameMap.memory();
    int target = device.interfaceIndex();
    watchDriver(bpf, windowMap.fd(), layout, types, target);
    BpfObject transmit =
        bpf.load(
            TransmitProgram.of(
                windowMap.fd(), layout, frameMap.fd(), plan.frameSizeBytes(), target));
    opened.onClose(transmit::close);
    maxFrameBytes = types.maxFrameBytes();
    int mtuBytes = device.mtuBytes();
    try (TargetProbe probe =
        new TargetProbe(bpf, windowMap.fd(), window, target, mtuBytes, types)) {
      proven = probe.canAsk();
      new Anchor(bpf, transmit, target, opened).attach(probe, description);
    }
    run = bpf.liveRun(transmit, plan.flushSize(), maxFrameBytes);
    opened.onClose(run::close);
    maxPacketBytes = Math.min(mtuBytes + NetDevice.LINK_HEADER_BYTES, maxFrameBytes);
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
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  private void watchDriver(
      LinuxBpf bpf, int windowFd, WindowLayout layout, KernelTypes types, int target) {
    BpfObject offered = bpf.load(OfferedProgram.of(windowFd, layout, types, target));
    opened.onClose(offered::close);
    opened.onClose(bpf.attachTracepoint(offered)::close);
    BpfObject refused = bpf.load(RefusedProgram.of(windowFd, layout, types, target));
    opened.onClose(refused::close);
    opened.onClose(bpf.attachTracepoint(refused)::close);
  }

  /** The memory of all frames. */
  public MemorySegment frames() {
    return frames;
  }

  /** Where packets are described, and what became of them. */
  public SharedWindow window() {
    return window;
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
   * Sends a window that was described.
   *
   * @param packets packets of the window
   * @param longest length of the longest
   * @return 0, or the negated errno; how far it came is known to the window
   */
  public int send(int packets, int longest) {
    frameBytes = frameBytes(longest);
    window.begin(packets, frameBytes);
    return run.run(packets, frameBytes);
  }

  /** Goes on with a window after a part of it was sent. */
  public int sendRest(int packets) {
    window.goOn();
    return run.run(packets, frameBytes);
  }

  private int frameBytes(int longest) {
    int blocks = (longest + TransmitProgram.BLOCK_BYTES - 1) / TransmitProgram.BLOCK_BYTES;
    return Math.min(blocks * TransmitProgram.BLOCK_BYTES, maxFrameBytes);
  }

  /** Whether packets can leave now. */
  public LinkState link() {
    return device.link();
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
