package reactor.xsk.internal.port;

import java.lang.foreign.MemorySegment;
import reactor.xsk.SendOutcome;
import reactor.xsk.XskMode;
import reactor.xsk.XskPacketException;
import reactor.xsk.internal.bpf.BulkDevice;
import reactor.xsk.internal.bpf.WindowOutcomes;
import reactor.xsk.internal.frame.FrameGeometry;
import reactor.xsk.internal.frame.FrameLedger;
import reactor.xsk.internal.frame.FrameMemory;
import reactor.xsk.internal.linux.BpfOperation;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.LinkState;

/**
 * The bulk port: one {@code bpf(BPF_PROG_RUN)} for a window. When the call returns the driver has
 * copied or refused each packet, and every frame that the call came to has come to its end.
 */
public final class BulkPort implements TxPort {

  private final BulkDevice device;
  private final FrameGeometry geometry;
  private final FrameLedger ledger;
  private final FrameMemory memory;
  private final WindowOutcomes outcomes;

  /** The frame of each packet of the window, in order. */
  private final int[] frames;

  private int put;
  private int submitted;
  private int longestBytes;

  /** Packets of the window that the kernel has come to. */
  private int sent;

  /** Packets of the window that were given back. */
  private int reaped;

  /** Takes over {@code device}, which was opened for frames of this geometry. */
  public BulkPort(BulkDevice device, FrameGeometry geometry) {
    this.device = device;
    this.geometry = geometry;
    this.ledger = new FrameLedger(geometry);
    this.memory = new FrameMemory(device.frames(), geometry, device.maxPacketBytes());
    this.outcomes = new WindowOutcomes(device.window());
    this.frames = new int[device.window().capacity()];
  }

  @Override
  public int frameCount() {
    return geometry.frameCount();
  }

  @Override
  public int freeFrames() {
    return ledger.freeCount();
  }

  @Override
  public int inFlight() {
    return ledger.inFlightCount();
  }

  @Override
  public int maxPacketBytes() {
    return memory.maxPacketBytes();
  }

  @Override
  public XskMode mode() {
    return XskMode.BULK;
  }

  /** One window at a time: the next begins when all of this one has been reaped. */
  @Override
  public int reserve(int wanted) {
    return submitted > 0 ? 0 : Math.min(wanted, frames.length - put);
  }

  @Override
  public int acquire() {
    return ledger.acquire();
  }

  @Override
  public MemorySegment frame(int frame) {
    return memory.slice(frame);
  }

  @Override
  public void giveBack(int frame) {
    ledger.giveBack(frame);
  }

  /** {@code more} is said by the place: it is false where the window or a flush unit ends. */
  @Override
  public void put(int frame, int lengthBytes, boolean more) {
    ledger.publish(frame);
    device.window().describe(put, frame, lengthBytes);
    frames[put++] = frame;
    longestBytes = Math.max(longestBytes, lengthBytes);
  }

  @Override
  public void submit() {
    submitted = put;
  }

  @Override
  public int pending() {
    return submitted - sent;
  }

  @Override
  public boolean needsKick() {
    return pending() > 0;
  }

  @Override
  public KickResult kick() {
    if (pending() == 0) {
      return KickResult.DONE;
    }
    int result = sent == 0 ? device.send(submitted, longestBytes) : device.sendRest(pending());
    sent = outcomes.sent();
    return switch (-result) {
      // ENOSPC: no number is left for a page pool; pools are freed with their last frame
      case Errno.EINTR, Errno.EAGAIN, Errno.ENOMEM, Errno.ENOSPC -> KickResult.AGAIN;
      default -> {
        BpfOperation.RUN.check(result, device.describe() + ", packets=" + submitted);
        yield outcomes.anyDropped() ? KickResult.REFUSED : KickResult.DONE;
      }
    };
  }

  @Override
  public int reap(FrameOutcomes listener) {
    int count = sent - reaped;
    for (; reaped < sent; reaped++) {
      finish(frames[reaped], outcomes.next(), listener);
    }
    if (submitted > 0 && reaped == submitted) {
      clear();
    }
    return count;
  }

  private void finish(int frame, SendOutcome outcome, FrameOutcomes listener) {
    ledger.reclaim(frame);
    listener.onOutcome(frame, outcome);
  }

  private void clear() {
    put = 0;
    submitted = 0;
    sent = 0;
    reaped = 0;
    longestBytes = 0;
    outcomes.restart();
  }

  @Override
  public XskPacketException dropCause(int lengthBytes) {
    return BpfOperation.dropCause(
        device.window().error(), "length=" + lengthBytes + ", " + device.describe());
  }

  @Override
  public boolean isLinkUp() {
    LinkState link = device.link();
    if (link == LinkState.GONE) {
      throw BpfOperation.RUN.failed(-Errno.ENXIO, device.describe());
    }
    return link == LinkState.UP;
  }

  @Override
  public String describe() {
    return device.describe();
  }

  @Override
  public String diagnose() {
    return device.describe() + ", " + device.window();
  }

  @Override
  public void close(FrameOutcomes listener) {
    reap(listener);
    for (; reaped < put; reaped++) {
      finish(frames[reaped], SendOutcome.FAILED, listener);
    }
    device.close();
  }

  @Override
  public String toString() {
    return "BulkPort(%s, %s, put=%d, submitted=%d, sent=%d, reaped=%d)"
        .formatted(device.describe(), ledger, put, submitted, sent, reaped);
  }
}
