package reactor.xsk.internal.port;

import reactor.xsk.SendOutcome;
import reactor.xsk.XskMode;
import reactor.xsk.XskPacketException;
import reactor.xsk.internal.bpf.BulkDevice;
import reactor.xsk.internal.bpf.WindowOutcomes;
import reactor.xsk.internal.frame.FrameGeometry;
import reactor.xsk.internal.linux.BpfOperation;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.LinkState;

/**
 * The bulk port: one {@code bpf(BPF_PROG_RUN)} for a window, or for several full ones. When the
 * call returns the driver has copied or refused each packet, and every frame that the call came to
 * has come to its end.
 */
public final class BulkPort extends FramePort {

  private final BulkDevice device;
  private final WindowOutcomes outcomes;

  /** The frame of each packet of the call, in order. */
  private final int[] frames;

  /** Whether the device is known to take packets. */
  private boolean proven;

  private int put;
  private int submitted;
  private int longestBytes;

  /** Packets of the call that the kernel has come to. */
  private int sent;

  /** Packets of the call that were given back. */
  private int reaped;

  /** Takes over {@code device}, which was opened for frames of this geometry. */
  public BulkPort(BulkDevice device, FrameGeometry geometry) {
    super(
        device.frames(),
        geometry,
        device.maxPacketBytes(),
        Math.min(geometry.frameSizeBytes(), device.maxFrameBytes()));
    this.device = device;
    this.outcomes = new WindowOutcomes(device.window());
    this.frames = new int[device.window().capacity()];
    this.proven = device.isProven();
  }

  @Override
  public XskMode mode() {
    return XskMode.BULK;
  }

  @Override
  public int longestWindow() {
    return frames.length;
  }

  /** One call at a time: the next is filled when all packets of this one have been reaped. */
  @Override
  public int reserve(int wanted) {
    return sent > 0 ? 0 : Math.min(wanted, frames.length - put);
  }

  @Override
  public boolean canGather(int packets) {
    return reserve(packets) == packets && ledger.freeCount() >= packets;
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
    sent = outcomes.look();
    if (!proven) {
      prove();
    }
    return switch (-result) {
      // ENOSPC: no number is left for a page pool; pools are freed with their last frame
      case Errno.EINTR, Errno.EAGAIN, Errno.ENOMEM, Errno.ENOSPC -> KickResult.AGAIN;
      case 0 -> outcomes.isHalted() ? KickResult.REFUSED : KickResult.DONE;
      default ->
          throw BpfOperation.RUN.failed(result, device.describe() + ", packets=" + submitted);
    };
  }

  /** The first packets tell whether the device takes any, where it could not be asked before. */
  private void prove() {
    proven = outcomes.taken() > 0;
    int error = device.window().error();
    boolean takesNone = error == -Errno.EOPNOTSUPP || error == -Errno.ENXIO;
    if (!proven && takesNone && isLinkUp()) {
      throw BpfOperation.PROBE.failed(error, device.describe());
    }
  }

  /** Whether the device is known to take packets; false only before it has taken the first. */
  boolean isProven() {
    return proven;
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
    clear();
    device.close();
  }

  @Override
  public String toString() {
    return "BulkPort(%s, %s, put=%d, submitted=%d, sent=%d, reaped=%d)"
        .formatted(device.describe(), ledger, put, submitted, sent, reaped);
  }
}
