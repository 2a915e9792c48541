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

  // as last seen: packets are too many to ask the shared memory for each
  private int dropCount;
  private int refusals;
  private int offered;

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

  /**
   * Looks at what the last call did.
   *
   * @return packets that the kernel has come to, from the start of the window
   */
  public int look() {
    dropCount = window.dropCount();
    refusals = window.refusals();
    offered = window.offered();
    return window.cursor();
  }

  /** How many of the packets that the kernel has come to were taken by the driver. */
  public int taken() {
    int taken = offered;
    for (int i = 0; i < dropCount; i++) {
      taken -= window.dropPackets(i);
    }
    return taken;
  }

  /** Whether the device refused packets, and the rest of the window waits for another call. */
  public boolean isHalted() {
    return window.isHalted();
  }

  /** What became of the next packet. */
  public SendOutcome next() {
    if (refusals > 0 && window.isRefused(index)) {
      index++;
      return SendOutcome.DROPPED;
    }
    index++;
    int number = offer++;
    if (number >= offered) {
      return SendOutcome.LOST; // nobody said what became of it
    }
    return drop < dropCount && isDropped(number) ? SendOutcome.DROPPED : SendOutcome.COMPLETED;
  }

  private boolean isDropped(int number) {
    while (drop < dropCount && number >= window.dropFirst(drop) + window.dropPackets(drop)) {
      drop++;
    }
    return drop < dropCount && number >= window.dropFirst(drop);
  }
}
