package reactor.xsk;

import org.jspecify.annotations.Nullable;

/** What one lane of a sender is and has done: a snapshot. A lane serves one queue. */
public final class XskLane {

  /** The {@link #cpu()} of a lane whose thread the kernel places. */
  public static final int ANY_CPU = -1;

  private final int queue;
  private final XskMode mode;
  private final XskGrants grants;
  private final int cpu;
  private final XskCounters counters;
  private final @Nullable XskException failure;

  private XskLane(
      int queue,
      XskMode mode,
      XskGrants grants,
      int cpu,
      XskCounters counters,
      @Nullable XskException failure) {
    this.queue = queue;
    this.mode = mode;
    this.grants = grants;
    this.cpu = cpu;
    this.counters = counters;
    this.failure = failure;
  }

  /**
   * Makes a snapshot of a lane without grants, on no CPU of its own; for tests of code that reads
   * lanes.
   *
   * @param queue the transmit queue
   * @param mode the granted mode
   * @param counters the counters of this lane
   * @param failure what ended it, or null
   * @return the snapshot
   */
  public static XskLane of(
      int queue, XskMode mode, XskCounters counters, @Nullable XskException failure) {
    return of(queue, mode, XskGrants.none(), ANY_CPU, counters, failure);
  }

  /**
   * Makes a snapshot, as the sender does.
   *
   * @param queue the transmit queue
   * @param mode the granted mode
   * @param grants what else was asked and granted
   * @param cpu the CPU of its thread, or {@link #ANY_CPU}
   * @param counters the counters of this lane
   * @param failure what ended it, or null
   * @return the snapshot
   */
  public static XskLane of(
      int queue,
      XskMode mode,
      XskGrants grants,
      int cpu,
      XskCounters counters,
      @Nullable XskException failure) {
    return new XskLane(queue, mode, grants, cpu, counters, failure);
  }

  /** {@return the transmit queue of the interface; in mode BULK only a number} */
  public int queue() {
    return queue;
  }

  /** {@return the mode that the kernel granted to this queue; never {@link XskMode#AUTO}} */
  public XskMode mode() {
    return mode;
  }

  /** {@return what the lane asked of the kernel beside the mode, and what it was granted} */
  public XskGrants grants() {
    return grants;
  }

  /** {@return the CPU that the loop thread is bound to, or {@link #ANY_CPU}} */
  public int cpu() {
    return cpu;
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
    return "XskLane[queue=%d, mode=%s, cpu=%d, failure=%s, grants=[%s], %s]"
        .formatted(
            queue, mode, cpu, failure == null ? "none" : failure.getMessage(), grants, counters);
  }
}
