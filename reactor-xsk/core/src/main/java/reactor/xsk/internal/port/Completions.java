package reactor.xsk.internal.port;

import reactor.xsk.XskCompletionException;
import reactor.xsk.internal.frame.FrameLedger;
import reactor.xsk.internal.port.TxPort.FrameOutcomes;
import reactor.xsk.internal.ring.CompletionRing;

/**
 * Takes frames back from the completion ring, a batch at a time. Nearly every completion is as
 * expected: so a batch is read, checked and accounted in three straight loops.
 */
final class Completions {

  static final int BATCH = 64;

  private final CompletionRing ring;
  private final FrameLedger ledger;
  private final long[] addresses = new long[BATCH];
  private final int[] frames = new int[BATCH];

  Completions(CompletionRing ring, FrameLedger ledger) {
    this.ring = ring;
    this.ledger = ledger;
  }

  /**
   * Empties the ring. Returns how many completions there were.
   *
   * @throws XskCompletionException if one cannot be true; those before it are accounted
   */
  int reap(FrameOutcomes outcomes) {
    int count = ring.available();
    for (int left = count; left > 0; left -= BATCH) {
      reap(Math.min(left, BATCH), outcomes);
    }
    if (count > 0) {
      ring.release();
    }
    return count;
  }

  private void reap(int batch, FrameOutcomes outcomes) {
    ring.read(addresses, batch);
    int good = ledger.completed(addresses, batch, frames);
    ring.take(good);
    outcomes.onCompleted(frames, 0, good);
    if (good < batch) {
      ring.take(1);
      ledger.completed(addresses[good]);
    }
  }
}
