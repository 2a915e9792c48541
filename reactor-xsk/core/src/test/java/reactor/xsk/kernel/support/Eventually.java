package reactor.xsk.kernel.support;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens on another thread or in the kernel, with a deadline. */
public final class Eventually {

  private static final long PAUSE_NS = 200_000;

  private Eventually() {}

  /** Returns as soon as {@code condition} holds; an error if that takes longer than allowed. */
  public static void hold(String what, Duration longest, BooleanSupplier condition) {
    long deadlineNs = System.nanoTime() + longest.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadlineNs > 0) {
        throw new AssertionError("not within " + longest.toMillis() + " ms: " + what);
      }
      LockSupport.parkNanos(PAUSE_NS);
    }
  }
}
