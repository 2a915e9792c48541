package reactor.xsk;

import org.jspecify.annotations.Nullable;

/** What one lane of a sender is and has done: a snapshot. A lane serves one queue. */
public final class XskLane {

  private final int queue;
  private final XskMode mode;
  private final XskCounters counters;
  private final @Nullable XskException failure;

  private XskLane(int queue, XskMode mode, XskCounters counters, @Nullable XskException failure) {
    this.queue = queue;
    this.mode = mode;
    this.counters = counters;
    this.failure = failure;
  }

  /**
   * Makes a snapshot, as the sender does; also for tests of code that reads lanes.
   *
   * @param queue the transmit queue
   * @param mode the granted mode
   * @param counters the counters of this lane
   * @param failure what ended it, or null
   * @return the snapshot
   */
  public static XskLane of(
      int queue, XskMode mode, XskCounters counters, @Nullable XskException failure) {
    return new XskLane(queue, mode, counters, failure);
  }

  /** {@return the transmit queue of the interface; in mode BULK only a number} */
  public int queue() {
    return queue;
  }

  /** {@return the mode that the kernel granted to this queue; never {@link XskMode#AUTO}} */
  public XskMode mode() {
    return mode;
  }

  /** {@return what this lane has done} */
  public XskCounters counters() {
    return counters;
  }

  /** {@return the failure that ended this lane; null while it works, and if it was closed} */
  public @Nullable XskException failure() {
    return failure;
  }

  @Override
  public String toString() {
    return "XskLane[queue=%d, mode=%s, failure=%s, %s]"
        .formatted(queue, mode, failure == null ? "none" : failure.getMessage(), counters);
  }
}
