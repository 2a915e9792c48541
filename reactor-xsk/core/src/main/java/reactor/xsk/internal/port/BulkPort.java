package reactor.xsk.internal.port;

import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.xsk.SendOutcome;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.XskPacketException;
import reactor.xsk.internal.bpf.BulkDevice;
import reactor.xsk.internal.bpf.CallOutcomes;
import reactor.xsk.internal.frame.FrameGeometry;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.LinkState;
import reactor.xsk.internal.linux.bpf.BpfOperation;

/**
 * The bulk port: one {@code bpf(BPF_PROG_RUN)} for a window, or for several full ones. When the
 * call returns the driver has copied or refused each packet, and every frame that the call came to
 * has ended.
 */
public final class BulkPort extends FramePort {

  private final BulkDevice device;
  private final CallOutcomes outcomes;

  private final Supplier<SendOutcome> nextOutcome;
  private final Call call;

  /** Whether the device is known to take packets. */
  private boolean proven;

  /** Why the device, whose link is up, takes no packets: a negated errno, or 0 if it does. */
  private int refusal;

  /** How often a device that refuses was asked and did not say no. */
  private int questions;

  private int longestBytes;

  /** Takes over {@code device}, which was opened for frames of this geometry. */
  public BulkPort(BulkDevice device, FrameGeometry geometry) {
    super(
        device.frames(),
        geometry,
        device.maxPacketBytes(),
        Math.min(geometry.frameSizeBytes(), device.maxFrameBytes()));
    this.device = device;
    this.outcomes = new CallOutcomes(device.call());
    this.nextOutcome = outcomes::next;
    this.call = new Call(ledger, device.call().capacity());
    this.proven = device.isProven();
  }

  @Override
  public XskMode mode() {
    return XskMode.BULK;
  }

  @Override
  public int longestWindow() {
    return call.capacity();
  }

  /** One call at a time: the next is filled when all packets of this one have been reaped. */
  @Override
  public int room(int wanted) {
    return call.room(wanted);
  }

  @Override
  public boolean canGather(int packets) {
    return room(packets) == packets && ledger.freeCount() >= packets;
  }

  /** {@code more} is said by the place: it is false where the window or a flush unit ends. */
  @Override
  public void put(int frame, int lengthBytes, boolean more) {
    device.call().describe(call.put(frame), frame, lengthBytes);
    longestBytes = Math.max(longestBytes, lengthBytes);
  }

  @Override
  public void submit() {
    call.submit();
  }

  @Override
  public int pending() {
    return call.pending();
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
    int result = send(pending());
    if (!proven) {
      prove();
    }
    refusal = outcomes.isHalted() ? refusalOf(device.call().error()) : 0;
    questions = refusal == 0 ? 0 : questions;
    return switch (-result) {
      // ENOSPC: no number is left for a page pool; pools are freed with their last frame
      case Errno.EINTR, Errno.EAGAIN, Errno.ENOMEM, Errno.ENOSPC -> KickResult.AGAIN;
      case 0 -> outcomes.isHalted() ? KickResult.REFUSED : KickResult.DONE;
      default ->
          throw BpfOperation.RUN.failed(result, device.describe() + ", packets=" + call.size());
    };
  }

  /** Sends so many of the pending packets, the first ones. */
  private int send(int packets) {
    if (!call.hasBegun()) {
      device.begin(call.size(), longestBytes);
    }
    int result = device.send(packets);
    call.cameTo(outcomes.look());
    if (device.call().isGone()) {
      throw BpfOperation.RUN.failed(-Errno.ENXIO, device.describe());
    }
    return result;
  }

  /** What a driver answers that takes no frames; 0 for what any may answer now and then. */
  private static int refusalOf(int error) {
    return error == -Errno.EOPNOTSUPP || error == -Errno.ENXIO ? error : 0;
  }

  /** The first packets tell whether the device takes any, where it could not be asked before. */
  private void prove() {
    proven = outcomes.taken() > 0;
    int error = refusalOf(device.call().error());
    if (!proven && error != 0 && isUp()) {
      throw BpfOperation.PROBE.failed(error, device.describe());
    }
  }

  /** Whether the device is known to take packets; false only before it has taken the first. */
  boolean isProven() {
    return proven;
  }

  @Override
  public int reap(FrameOutcomes listener) {
    int count = call.reapable();
    int completed = outcomes.completedAhead(count);
    outcomes.skipCompleted(completed);
    call.reapCompleted(completed, listener);
    call.reap(nextOutcome, listener);
    if (call.isDone()) {
      clear();
    }
    return count;
  }

  private void clear() {
    call.clear();
    longestBytes = 0;
    outcomes.restart();
  }

  @Override
  public XskPacketException dropCause(int lengthBytes) {
    return BpfOperation.dropCause(
        device.call().error(), "length=" + lengthBytes + ", " + device.describe());
  }

  @Override
  public boolean isLinkUp() {
    if (!isUp()) {
      refusal = 0; // veth says ENXIO while its peer is down
      return false;
    }
    return refusal == 0 || takesFramesAgain();
  }

  private boolean isUp() {
    LinkState link = device.link();
    if (link == LinkState.GONE) {
      throw BpfOperation.RUN.failed(-Errno.ENXIO, device.describe());
    }
    return link == LinkState.UP;
  }

  /**
   * Asks a device that refused packets as one that takes none. It is asked without a packet; where
   * it cannot be, or says yes, one packet tries, at the questions of number 1, 2, 4, 8 and so on.
   */
  private boolean takesFramesAgain() {
    int answer = device.askAgain();
    if (answer != 0) {
      refusal = answer;
      return false;
    }
    questions++;
    if (Integer.bitCount(questions) > 1 || !takesOne()) {
      return false;
    }
    refusal = 0;
    return true;
  }

  /** Whether the device takes the next packet; one that there is not yet is not refused. */
  private boolean takesOne() {
    if (pending() == 0) {
      return true;
    }
    int before = outcomes.taken();
    send(1);
    return outcomes.taken() > before;
  }

  @Override
  public @Nullable XskException refusal() {
    return refusal == 0 ? null : BpfOperation.PROBE.failed(refusal, device.describe());
  }

  @Override
  public int withdraw(int most, IntConsumer frame) {
    return call.withdraw(most, frame);
  }

  @Override
  public boolean seemsUp() {
    return device.seemsUp();
  }

  @Override
  public String describe() {
    return device.describe();
  }

  @Override
  public String diagnose() {
    return device.describe() + ", " + device.call();
  }

  @Override
  public void close(FrameOutcomes listener) {
    try {
      reap(listener);
      call.fail(listener);
      clear();
    } finally {
      device.close();
    }
  }

  @Override
  public String toString() {
    return "BulkPort(%s, %s, %s)".formatted(device.describe(), ledger, call);
  }
}
