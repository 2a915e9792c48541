package reactor.xsk.internal.loop;

import java.util.concurrent.TimeUnit;

/**
 * Slows the loop down while a device refuses packets: after each refusal the window is halved and
 * the loop waits, longer each time; without refusals both recover. Pure arithmetic.
 */
final class Backoff {

  private static final long SHORTEST_WAIT_NS = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long LONGEST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(1);

  /** A window is not halved below this: the kernel hands frames to drivers in bulks of 16. */
  private static final int SMALLEST_WINDOW = 16;

  /** Each window without a refusal may make the next larger by this part of it. */
  private static final int GROWTH = 8;

  private int batchSize;
  private int windowLimit;
  private long waitNs;
  private boolean mustWait;
  private boolean waiting;
  private long untilNs;

  Backoff(int batchSize) {
    this.batchSize = batchSize;
    this.windowLimit = batchSize;
  }

  /** Another port takes no more packets than this with a window. */
  void limitTo(int packets) {
    batchSize = packets;
    windowLimit = Math.min(windowLimit, packets);
  }

  /** Most packets of the next window. */
  int windowLimit() {
    return windowLimit;
  }

  /** The device refused packets. The wait begins with the next look at the time. */
  void slowDown() {
    windowLimit = Math.max(windowLimit / 2, Math.min(SMALLEST_WINDOW, batchSize));
    waitNs = Math.clamp(2 * waitNs, SHORTEST_WAIT_NS, LONGEST_WAIT_NS);
    mustWait = true;
  }

  /** The device took a window. */
  void recover() {
    if (windowLimit < batchSize) {
      windowLimit = Math.min(batchSize, windowLimit + Math.max(1, windowLimit / GROWTH));
    }
    waitNs /= 2;
  }

  /** Whether the loop must not send now. */
  boolean isWaiting(long nowNs) {
    if (mustWait) {
      mustWait = false;
      waiting = true;
      untilNs = nowNs + waitNs;
    }
    waiting = waiting && nowNs - untilNs < 0;
    return waiting;
  }
}
