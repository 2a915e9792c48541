package reactor.xsk.internal.port;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskException;
import reactor.xsk.XskGrants;
import reactor.xsk.XskMode;
import reactor.xsk.XskPacketException;
import reactor.xsk.internal.frame.FrameGeometry;
import reactor.xsk.internal.frame.FrameMetadata;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.KickBudget;
import reactor.xsk.internal.linux.LinkState;
import reactor.xsk.internal.linux.MetadataPlan;
import reactor.xsk.internal.linux.Operation;
import reactor.xsk.internal.linux.XskSocket;
import reactor.xsk.internal.ring.CompletionRing;
import reactor.xsk.internal.ring.TxRing;

/** The AF_XDP port: rings, ledger and errno handling over a socket of Linux or of its model. */
public sealed class XskPort extends FramePort permits ChainPort {

  private final XskSocket socket;
  private final XskMode mode;
  final TxRing txRing;
  final CompletionRing completionRing;
  private final Completions completions;
  private final KickVerdicts verdicts;
  private final Unsent unsent;
  private final KickRefusal refusal;
  private final Marks marks;
  private final long[] addresses; // of the packets of a window
  final int moreOption;
  private final int optionsOfAll;
  private final @Nullable FrameMetadata metadata;
  final int kickDescriptors; // most that full windows share a kick for

  /** A kick polls the device, which may have its interrupts off: no flag asks for it. */
  private final boolean polls;

  /** Most descriptors in the ring, so that the kernel's index is exact after each call. */
  final int ringLimit;

  private boolean closed;
  private boolean indexMayLag;

  /**
   * Takes over {@code socket}, which was opened for frames of this geometry.
   *
   * @param kickSize most packets that full windows share a kick for
   */
  public XskPort(XskSocket socket, XskMode mode, FrameGeometry geometry, int kickSize) {
    this(socket, mode, geometry, kickSize, MetadataPlan.NONE);
  }

  /**
   * The same, of packets that carry {@code plan}.
   *
   * @param most most descriptors that full windows share a kick for
   */
  XskPort(XskSocket socket, XskMode mode, FrameGeometry geometry, int most, MetadataPlan plan) {
    super(socket.umem(), geometry, socket.maxPacketBytes(), geometry.roomBytes());
    this.socket = socket;
    this.mode = mode;
    this.txRing = new TxRing(socket.txRing());
    this.completionRing = new CompletionRing(socket.completionRing());
    this.refusal = new KickRefusal(socket, mode);
    this.completions = new Completions(completionRing, ledger);
    DropLocator drops = new DropLocator(geometry, txRing, completionRing);
    this.marks = new Marks(geometry.frameCount());
    this.verdicts = new KickVerdicts(socket, mode, txRing, geometry, ledger, drops, marks);
    this.unsent = new Unsent(txRing, geometry, ledger, marks);
    this.optionsOfAll = plan.descriptorOptions();
    this.moreOption = optionsOfAll | socket.moreOption();
    this.metadata = plan.isAny() ? new FrameMetadata(socket.umem(), geometry, plan) : null;
    this.addresses = new long[txRing.entries()];
    this.polls = socket.grants().busyPollMicros().granted() > 0;
    KickBudget budget = socket.kickBudget();
    boolean copies = mode != XskMode.ZERO_COPY;
    this.kickDescriptors = copies ? Math.min(most, budget.granted()) : 0;
    this.ringLimit = copies && !budget.settable() ? budget.granted() : Integer.MAX_VALUE;
  }

  @Override
  public XskMode mode() {
    return mode;
  }

  @Override
  public int longestWindow() {
    return ringLimit;
  }

  @Override
  public int room(int wanted) {
    int most =
        ringLimit == Integer.MAX_VALUE ? wanted : Math.min(wanted, ringLimit - txRing.pending());
    return txRing.room(most);
  }

  @Override
  public @Nullable FrameMetadata metadata() {
    return metadata;
  }

  @Override
  public long transmitTimeNs(int frame) {
    return metadata == null ? 0 : metadata.transmitTimeNs(frame);
  }

  @Override
  public void put(int frame, int lengthBytes, boolean more) {
    ledger.publish(frame);
    txRing.put(geometry.address(frame), lengthBytes, more ? moreOption : optionsOfAll);
  }

  @Override
  public void putWindow(int[] frames, int[] lengthsBytes, int count) {
    ledger.publish(frames, count, addresses);
    txRing.put(addresses, lengthsBytes, count, moreOption, optionsOfAll);
  }

  @Override
  public boolean canGather(int packets) {
    return pending() + packets <= kickDescriptors
        && ledger.freeCount() >= packets
        && room(packets) == packets;
  }

  @Override
  public void submit() {
    txRing.submit();
  }

  @Override
  public int pending() {
    return closed ? 0 : txRing.pending();
  }

  @Override
  public boolean needsKick() {
    return txRing.pending() > 0 && (polls || txRing.needsWakeup());
  }

  @Override
  public KickResult kick() {
    int before = txRing.consumed();
    int result = socket.kick();
    boolean leftSome = txRing.pending() > 0;
    boolean tookSome = txRing.consumed() != before;
    indexMayLag = leftSome && (result < 0 || indexMayLag);
    verdicts.note(result, leftSome, tookSome);
    return switch (-result) {
      case Errno.EBUSY -> KickResult.DROPPED;
      case Errno.EAGAIN, Errno.ENOBUFS, Errno.ENOMEM, Errno.EINTR -> KickResult.AGAIN;
      case Errno.ENETDOWN -> refusal.ofLinkDown();
      default -> result < 0 ? refusal.of(result) : refusal.none();
    };
  }

  @Override
  public @Nullable XskException refusal() {
    return refusal.cause();
  }

  @Override
  public boolean refusesForGood() {
    return refusal.isForGood();
  }

  /**
   * A driver that refuses every kick takes nothing by itself. Packets with metadata stay, and fail:
   * what the device was to do for them is not in their bytes.
   */
  @Override
  public int withdraw(int most, IntConsumer frame) {
    int count = metadata == null ? Math.min(most, pending()) : 0;
    unsent.withdraw(count, frame);
    return count;
  }

  @Override
  public int reap(FrameOutcomes outcomes) {
    return closed ? 0 : takeCompletions(marks.ahead(outcomes));
  }

  int takeCompletions(FrameOutcomes outcomes) {
    return completions.reap(outcomes);
  }

  @Override
  public XskPacketException dropCause(int lengthBytes) {
    return new XskPacketException(
        "sendto(AF_XDP)",
        Errno.EBUSY,
        Errno.nameOf(Errno.EBUSY),
        "length=" + lengthBytes + ", " + socket.describe(),
        "the device dropped it: no carrier, longer than the peer takes, or its queue is full",
        null);
  }

  @Override
  public boolean isLinkUp() {
    refusal.throwIfAny();
    LinkState link = socket.link();
    if (link == LinkState.GONE) {
      throw Operation.KICK.failed(-Errno.ENXIO, socket.describe()); // it is gone, in any mode
    }
    return link == LinkState.UP;
  }

  @Override
  public boolean seemsUp() {
    return mode == XskMode.COPY || socket.seemsUp(); // in copy mode a kick says it: EBUSY
  }

  @Override
  public XskGrants grants() {
    return socket.grants();
  }

  @Override
  public String describe() {
    return socket.describe();
  }

  @Override
  public String diagnose() {
    return "%s, %s, %s".formatted(describe(), grants(), socket.statistics());
  }

  @Override
  public void close(FrameOutcomes outcomes) {
    if (closed) {
      return;
    }
    closed = true; // its memory goes with the socket
    try {
      boolean lags = indexMayLag && ringLimit != Integer.MAX_VALUE;
      unsent.endAll(!lags, outcomes);
    } finally {
      socket.close();
    }
  }

  @Override
  public String toString() {
    return "XskPort(%s, mode=%s, %s, %s, %s)"
        .formatted(socket.describe(), mode, ledger, txRing, completionRing);
  }
}
