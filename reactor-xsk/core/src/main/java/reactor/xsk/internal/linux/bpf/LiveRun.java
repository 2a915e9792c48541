package reactor.xsk.internal.linux.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import reactor.xsk.internal.linux.CloseStack;
import reactor.xsk.internal.linux.LinuxCalls;

/** Runs an XDP program over frames that are really sent, with one system call for many. */
public final class LiveRun implements CloseStack.Closer {

  /** The shortest frame. */
  public static final int MIN_FRAME_BYTES = 14;

  private final LinuxCalls calls;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment attr;

  LiveRun(LinuxCalls calls, int programFd, int batchSize, int maxFrameBytes) {
    this.calls = calls;
    try {
      MemorySegment data = arena.allocate(maxFrameBytes, Long.BYTES);
      this.attr = BpfProgRunAttr.ofLiveFrames(arena, programFd, data, batchSize);
    } catch (Throwable t) {
      arena.close();
      throw t;
    }
  }

  /**
   * Runs the program {@code repeat} times, each over a frame of {@code frameBytes}. The doorbell of
   * the device is rung at the end of each batch.
   *
   * @return 0, or the negated errno; EINTR may come after a part of the runs
   */
  public int run(int repeat, int frameBytes) {
    BpfProgRunAttr.setRun(attr, frameBytes, repeat);
    return Math.min(0, calls.bpf(Bpf.BPF_PROG_RUN, attr));
  }

  @Override
  public void close() {
    arena.close();
  }
}
