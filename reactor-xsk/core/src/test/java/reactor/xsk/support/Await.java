package reactor.xsk.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Waits with a deadline, never for a fixed time. */
public final class Await {

  /** How long anything that must happen may take. */
  public static final Duration DEADLINE = Duration.ofSeconds(10);

  private static final long LOOK_EVERY_NS = 200_000;

  private Await() {}

  /** Waits until something is so. */
  public static void until(String what, BooleanSupplier isSo) {
    until(what, DEADLINE, isSo);
  }

  /** Waits until something is so, and fails after {@code most}. */
  public static void until(String what, Duration most, BooleanSupplier isSo) {
    long deadlineNs = System.nanoTime() + most.toNanos();
    while (!isSo.getAsBoolean()) {
      assertThat(System.nanoTime() - deadlineNs).as("not within %s: %s", most, what).isNegative();
      LockSupport.parkNanos(LOOK_EVERY_NS);
    }
  }

  /** Watches for a while that a value reaches {@code expected} and then stays there. */
  public static void staysAt(String what, long expected, Duration watched, LongSupplier value) {
    until(what + " reaches " + expected, () -> value.getAsLong() >= expected);
    long endNs = System.nanoTime() + watched.toNanos();
    while (System.nanoTime() - endNs < 0) {
      assertThat(value.getAsLong()).as(what).isEqualTo(expected);
      LockSupport.parkNanos(LOOK_EVERY_NS);
    }
  }
}
