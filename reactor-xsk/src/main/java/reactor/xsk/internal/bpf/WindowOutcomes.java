package reactor.xsk.internal.bpf;

import reactor.xsk.SendOutcome;

/**
 * Reads from the window what became of its packets, one by one in order. The driver was offered all
 * that were not refused, in order; of those it dropped what the drops name.
 */
public final class WindowOutcomes {

  private final SharedWindow window;

  /** Index of the next packet, and its number among those offered. */
  private int index;

  private int offer;

  /** The drop that is to come, or that {@link #offer} is in. */
  private int drop;

  /** Over a window. */
  public WindowOutcomes(SharedWindow window) {
    this.window = window;
  }

  /** Starts again at the first packet. */
  public void restart() {
    index = 0;
    offer = 0;
    drop = 0;
  }

  /** Packets that the kernel has come to, from the start of the window. */
  public int sent() {
    return window.cursor();
  }

  /** Whether any packet was dropped or refused. */
  public boolean anyDropped() {
    return window.dropCount() > 0 || window.refusals() > 0;
  }

  /** What became of the next packet. */
  public SendOutcome next() {
    if (window.refusals() > 0 && window.isRefused(index)) {
      index++;
      return SendOutcome.DROPPED;
    }
    index++;
    int number = offer++;
    if (number >= window.offered()) {
      return SendOutcome.LOST; // nobody said what became of it
    }
    return isDropped(number) ? SendOutcome.DROPPED : SendOutcome.COMPLETED;
  }

  private boolean isDropped(int number) {
    while (drop < window.dropCount()
        && number >= window.dropFirst(drop) + window.dropPackets(drop)) {
      drop++;
    }
    return drop < window.dropCount() && number >= window.dropFirst(drop);
  }
}
