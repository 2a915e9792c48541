package reactor.xsk.internal.bpf;

import reactor.xsk.SendOutcome;

/**
 * Reads what became of the packets of a call, one by one in order. The driver was offered all that
 * were not refused, in order; of those it dropped what the drops name.
 */
public final class CallOutcomes {

  private final SharedCall call;

  /** Index of the next packet, and its number among those offered. */
  private int index;

  private int offer;

  /** The drop that is to come, or that {@link #offer} is in. */
  private int drop;

  // as last seen: packets are too many to ask the shared memory for each
  private int dropCount;
  private int refusals;
  private int offered;

  /** Over a call. */
  public CallOutcomes(SharedCall call) {
    this.call = call;
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
   * @return packets that the kernel has come to, from the start of the call
   */
  public int look() {
    dropCount = call.dropCount();
    refusals = call.refusals();
    offered = call.offered();
    return call.cursor();
  }

  /** How many of the packets that the kernel has come to were taken by the driver. */
  public int taken() {
    int taken = offered;
    for (int i = 0; i < dropCount; i++) {
      taken -= call.dropPackets(i);
    }
    return taken;
  }

  /** Whether the device refused packets, and the rest of the call waits for another call. */
  public boolean isHalted() {
    return call.isHalted();
  }

  /**
   * Of the next packets, how many have certainly completed, one after the other: all of them as a
   * rule, and none once a packet of this call was dropped. {@link #skipCompleted} goes past them.
   */
  public int completedAhead(int most) {
    return refusals == 0 && dropCount == 0 ? Math.min(most, offered - offer) : 0;
  }

  /** Goes past packets that have completed. */
  public void skipCompleted(int packets) {
    index += packets;
    offer += packets;
  }

  /** What became of the next packet. */
  public SendOutcome next() {
    if (refusals > 0 && call.isRefused(index)) {
      index++;
      return SendOutcome.DROPPED;
    }
    index++;
    int number = offer++;
    if (number >= offered) {
      return SendOutcome.LOST; // no tracepoint reported it
    }
    return drop < dropCount && isDropped(number) ? SendOutcome.DROPPED : SendOutcome.COMPLETED;
  }

  private boolean isDropped(int number) {
    while (drop < dropCount && number >= call.dropFirst(drop) + call.dropPackets(drop)) {
      drop++;
    }
    return drop < dropCount && number >= call.dropFirst(drop);
  }
}
