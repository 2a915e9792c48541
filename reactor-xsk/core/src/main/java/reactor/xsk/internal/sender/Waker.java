package reactor.xsk.internal.sender;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes the loop thread, but only when it is parked: an unpark is a system call, and publishers of
 * a busy loop need none.
 *
 * <p>Two stores and two loads that cross: a publisher stores an item and then reads the state; the
 * loop stores PARKED and then looks for items once more. Each has a full fence in between, so one
 * of them sees the other.
 */
final class Waker {

  private static final int RUNNING = 0;
  private static final int PARKED = 1;

  private final AtomicInteger state = new AtomicInteger(RUNNING);
  private volatile Thread parked = Thread.currentThread();
  private volatile long wokenNs = System.nanoTime();

  /** Any thread, after it has made work visible. */
  void wake() {
    VarHandle.fullFence();
    if (state.getPlain() == PARKED && state.compareAndSet(PARKED, RUNNING)) {
      wokenNs = System.nanoTime();
      LockSupport.unpark(parked);
    }
  }

  /** When a call of {@link #wake} last ended a park, if in this time; {@code toNs} otherwise. */
  long wokenNs(long fromNs, long toNs) {
    long woken = wokenNs;
    return woken - fromNs >= 0 && toNs - woken >= 0 ? woken : toNs;
  }

  /** Loop thread: from here on {@link #wake} ends a park. Look for work once more after this. */
  void announcePark() {
    parked = Thread.currentThread();
    state.set(PARKED);
    VarHandle.fullFence();
  }

  /** Loop thread: parks, unless somebody has called {@link #wake} since the announcement. */
  void park(long longestNs) {
    if (state.get() == PARKED) {
      LockSupport.parkNanos(this, longestNs);
      Thread.interrupted(); // by somebody's code: a pending one would keep every park from parking
    }
    retractPark();
  }

  /** Loop thread: there is work after all. */
  void retractPark() {
    state.set(RUNNING);
  }
}
