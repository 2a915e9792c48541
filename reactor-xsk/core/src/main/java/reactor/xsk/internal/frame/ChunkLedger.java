package reactor.xsk.internal.frame;

import reactor.xsk.XskCompletionException;

/**
 * Which chunks of each frame the kernel has: a frame has come back when all of them have. Beside a
 * {@link FrameLedger}, for frames of several chunks.
 */
public final class ChunkLedger {

  private final FrameGeometry geometry;
  private final FrameLedger ledger;
  private final int chunkShift;

  /** A bit for each chunk. */
  private final int[] out;

  /** All frames at home. */
  public ChunkLedger(FrameGeometry geometry, FrameLedger ledger) {
    this.geometry = geometry;
    this.ledger = ledger;
    this.chunkShift = Integer.numberOfTrailingZeros(geometry.chunkBytes());
    this.out = new int[geometry.frameCount()];
  }

  /** Hands the first chunks of a written frame to the kernel. */
  public void publish(int frame, int chunks) {
    ledger.publish(frame);
    out[frame] = (1 << chunks) - 1;
  }

  /**
   * Takes a chunk back from the kernel.
   *
   * @return its frame if that has come back with it, or {@link FrameGeometry#NO_FRAME}
   * @throws XskCompletionException if the kernel does not have a chunk that starts there
   */
  public int completed(long umemAddress) {
    int frame = geometry.frameAt(umemAddress);
    int bit =
        frame == FrameGeometry.NO_FRAME
            ? 0
            : 1 << ((umemAddress - geometry.address(frame)) >>> chunkShift);
    if (bit == 0 || !ledger.isInFlight(frame) || (out[frame] & bit) == 0) {
      throw ledger.badCompletion(umemAddress, frame);
    }
    out[frame] &= ~bit;
    if (out[frame] != 0) {
      return FrameGeometry.NO_FRAME;
    }
    ledger.reclaim(frame);
    return frame;
  }
}
