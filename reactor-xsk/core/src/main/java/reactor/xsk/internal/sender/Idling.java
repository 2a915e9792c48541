package reactor.xsk.internal.sender;

import java.util.concurrent.TimeUnit;
import reactor.xsk.IdleStrategy;

/**
 * What a loop does that found no work: spin, yield, or park. A strategy that learns spins while
 * work has come sooner, several times in a row, than a park would have cost; otherwise it parks at
 * once. Pure arithmetic, kept by the loop thread.
 */
final class Idling {

  /**
   * What a park costs before the loop works again: a timer of the kernel may be late by this much
   * (timer slack, prctl(2) PR_SET_TIMERSLACK), and to wake a thread takes half of it.
   */
  static final long PARK_COST_NS = TimeUnit.MICROSECONDS.toNanos(50);

  /** What is due so soon is waited for without a park: a pace of windows 100 µs apart is kept. */
  private static final long DUE_SOON_NS = 2 * PARK_COST_NS;

  /** One gap is no pattern: a completion comes soon after its packet, and the next packet late. */
  private static final int SHORT_GAPS = 4;

  enum Step {
    SPIN,
    YIELD,
    PARK
  }

  private final IdleStrategy strategy;
  private final long minParkNs;
  private final long maxParkNs;

  private boolean idle;
  private long idleSinceNs;
  private int spins;
  private int yields;
  private long parkNs;
  private int shortGaps = SHORT_GAPS;

  Idling(IdleStrategy strategy) {
    this.strategy = strategy;
    this.minParkNs = strategy.minPark().toNanos();
    this.maxParkNs = strategy.maxPark().toNanos();
    this.parkNs = minParkNs;
  }

  /**
   * A pass found work.
   *
   * @param cameNs when that came: the time of the pass, or that at which the loop was woken for it
   */
  void sawWork(long cameNs) {
    if (idle) {
      boolean isShort = cameNs - idleSinceNs <= PARK_COST_NS;
      shortGaps = isShort ? Math.min(shortGaps + 1, SHORT_GAPS) : 0;
    }
    idle = false;
    spins = 0;
    yields = 0;
    parkNs = minParkNs;
  }

  /** A pass found none: what to do before the next. */
  Step next(long nowNs) {
    if (!idle) {
      idle = true;
      idleSinceNs = nowNs;
    }
    if (maySpin(nowNs)) {
      spins++;
      return Step.SPIN;
    }
    if (yields < strategy.yieldCount()) {
      yields++;
      return Step.YIELD;
    }
    return Step.PARK;
  }

  private boolean maySpin(long nowNs) {
    boolean pays =
        !strategy.isLearning() || (shortGaps == SHORT_GAPS && nowNs - idleSinceNs <= PARK_COST_NS);
    return pays && spins < strategy.spinCount();
  }

  /** How long the next park is while packets are in flight; twice as long each time. */
  long nextParkNs() {
    long next = parkNs;
    parkNs = Math.min(2 * parkNs, maxParkNs);
    return next;
  }

  /**
   * A park that ends in time for what is due then. A strategy that learns wakes before it and spins
   * the rest; 0 if there is no time to park.
   */
  long inTimeFor(long untilDueNs) {
    return Math.max(0, untilDueNs - (strategy.isLearning() ? DUE_SOON_NS : 0));
  }

  /** Since when the loop is idle. */
  long idleSinceNs() {
    return idleSinceNs;
  }
}
