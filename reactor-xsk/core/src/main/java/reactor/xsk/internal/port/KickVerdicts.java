package reactor.xsk.internal.port;

import reactor.xsk.SendOutcome;
import reactor.xsk.XskMode;
import reactor.xsk.internal.frame.FrameGeometry;
import reactor.xsk.internal.frame.FrameLedger;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.XskSocket;
import reactor.xsk.internal.ring.TxRing;

/**
 * Which packet a kick has dropped or refused: the kernel says that there is one, and not which.
 * With zero-copy it says neither, since the driver takes packets at its own time.
 */
final class KickVerdicts {

  private final XskSocket socket;
  private final XskMode mode;
  private final TxRing txRing;
  private final FrameGeometry geometry;
  private final FrameLedger ledger;
  private final DropLocator drops;
  private final Marks marks;
  private long refusedSeen;

  KickVerdicts(
      XskSocket socket,
      XskMode mode,
      TxRing txRing,
      FrameGeometry geometry,
      FrameLedger ledger,
      DropLocator drops,
      Marks marks) {
    this.socket = socket;
    this.mode = mode;
    this.txRing = txRing;
    this.geometry = geometry;
    this.ledger = ledger;
    this.drops = drops;
    this.marks = marks;
  }

  /** A kick returned {@code result}, and left descriptors behind those that it took. */
  void note(int result, boolean leftSome, boolean tookSome) {
    if (mode == XskMode.ZERO_COPY) {
      return;
    }
    if (result == -Errno.EBUSY) {
      mark(drops.droppedFrame(), SendOutcome.DROPPED);
    } else if (result >= 0 && leftSome && tookSome && hasRefused()) {
      mark(geometry.frameAt(txRing.addressAt(txRing.consumed() - 1)), SendOutcome.FAILED);
    }
  }

  /**
   * A kick that stops half-way and reports no obstacle has ended at an invalid descriptor: only
   * this tells, by one more system call.
   */
  private boolean hasRefused() {
    long refused = socket.refusedDescriptors();
    boolean more = refused > refusedSeen;
    refusedSeen = refused;
    return more;
  }

  private void mark(int frame, SendOutcome outcome) {
    if (frame != FrameGeometry.NO_FRAME && ledger.isInFlight(frame)) {
      marks.mark(frame, outcome);
    }
  }
}
