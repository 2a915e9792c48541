package reactor.xsk.internal.port;

import java.util.function.IntConsumer;
import reactor.xsk.SendOutcome;
import reactor.xsk.internal.frame.FrameGeometry;
import reactor.xsk.internal.frame.FrameLedger;
import reactor.xsk.internal.port.TxPort.FrameOutcomes;
import reactor.xsk.internal.ring.TxRing;

/** What becomes of packets in flight when their port ends or another takes over. */
final class Unsent {

  private final TxRing txRing;
  private final FrameGeometry geometry;
  private final FrameLedger ledger;
  private final Marks marks;

  Unsent(TxRing txRing, FrameGeometry geometry, FrameLedger ledger, Marks marks) {
    this.txRing = txRing;
    this.geometry = geometry;
    this.ledger = ledger;
    this.marks = marks;
  }

  /** Takes back the first {@code count} packets that the kernel has not taken. */
  void withdraw(int count, IntConsumer frame) {
    int first = firstUntaken();
    for (int index = first; index != first + count; index++) {
      int withdrawn = frameOf(index);
      frame.accept(withdrawn);
      ledger.reclaim(withdrawn);
    }
  }

  /**
   * No completion can come any more: packets that the kernel had not taken have failed, those that
   * it had are lost.
   *
   * @param untakenAreKnown whether the kernel's index says which ones it had taken
   */
  void endAll(boolean untakenAreKnown, FrameOutcomes outcomes) {
    for (int index = firstUntaken(); untakenAreKnown && index != txRing.produced(); index++) {
      end(frameOf(index), SendOutcome.FAILED, outcomes);
    }
    for (int frame = 0; frame < geometry.frameCount(); frame++) {
      end(frame, SendOutcome.LOST, outcomes);
    }
  }

  private void end(int frame, SendOutcome outcome, FrameOutcomes outcomes) {
    if (ledger.isInFlight(frame)) {
      ledger.reclaim(frame);
      marks.ahead(outcomes).onOutcome(frame, outcome);
    }
  }

  private int firstUntaken() {
    return txRing.produced() - txRing.pending();
  }

  private int frameOf(int index) {
    return geometry.frameAt(txRing.addressAt(index));
  }
}
