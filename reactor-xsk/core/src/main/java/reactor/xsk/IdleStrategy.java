package reactor.xsk;

import java.time.Duration;

/**
 * What the loop thread does when a pass found no work: spin, then yield, then park for times that
 * double from {@code minPark} to {@code maxPark}. A loop with nothing in flight parks until a
 * publisher wakes it, so an idle sender costs no core.
 *
 * @param spinCount passes with {@link Thread#onSpinWait()} first; 0 or more
 * @param yieldCount passes with {@link Thread#yield()} next; 0 or more
 * @param minPark the first park while packets are in flight; 1 µs or more
 * @param maxPark the longest park while packets are in flight, {@code minPark} to 1 s: how late a
 *     completion may be noticed
 */
public record IdleStrategy(int spinCount, int yieldCount, Duration minPark, Duration maxPark) {

  /** Checks the ranges. */
  public IdleStrategy {
    if (spinCount < 0 || yieldCount < 0) {
      throw new IllegalArgumentException(
          "spinCount and yieldCount must be 0 or more: spinCount=%d, yieldCount=%d"
              .formatted(spinCount, yieldCount));
    }
    if (minPark.compareTo(Duration.ofNanos(1_000)) < 0
        || maxPark.compareTo(minPark) < 0
        || maxPark.compareTo(Duration.ofSeconds(1)) > 0) {
      throw new IllegalArgumentException(
          "1 µs <= minPark <= maxPark <= 1 s does not hold: minPark=%s, maxPark=%s"
              .formatted(minPark, maxPark));
    }
  }

  /**
   * The default: 2,000 spins, no yields, parks from 20 µs to 1 ms. A yield gives the rest of the
   * thread's slice away (sched_yield(2)): where cores are short that costs milliseconds. The loop
   * stays awake for some 0.2 ms after the last packet: a source that emits 10,000 times a second
   * does not pay for the waking of a thread, which takes some 25 µs, and one that emits 1,000 times
   * keeps a fifth of a core busy. Where that is too much, use fewer spins.
   *
   * @return the strategy
   */
  public static IdleStrategy backoff() {
    return new IdleStrategy(2_000, 0, Duration.ofNanos(20_000), Duration.ofMillis(1));
  }

  /**
   * Never parks while it can help it: lowest latency, one core busy for ever.
   *
   * @return the strategy
   */
  public static IdleStrategy busySpin() {
    return new IdleStrategy(Integer.MAX_VALUE, 0, Duration.ofNanos(1_000), Duration.ofNanos(1_000));
  }
}
