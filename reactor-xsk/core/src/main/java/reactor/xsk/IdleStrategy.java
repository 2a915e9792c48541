package reactor.xsk;

import java.time.Duration;
import java.util.Objects;

/**
 * What the loop thread does when a pass found no work: spin, then yield, then park for times that
 * double from {@code minPark} to {@code maxPark}. A loop with nothing in flight parks until a
 * publisher wakes it, so an idle sender costs no core. A strategy that learns spins only while that
 * pays. Immutable.
 */
public final class IdleStrategy {

  private final boolean learning;
  private final int spinCount;
  private final int yieldCount;
  private final Duration minPark;
  private final Duration maxPark;

  private IdleStrategy(
      boolean learning, int spinCount, int yieldCount, Duration minPark, Duration maxPark) {
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
    this.learning = learning;
    this.spinCount = spinCount;
    this.yieldCount = yieldCount;
    this.minPark = minPark;
    this.maxPark = maxPark;
  }

  /**
   * The default, which learns: while items, or completions, have come within 50 µs of each other,
   * it spins for up to 50 µs (and 2,000 passes); after a longer gap it parks at once, until four
   * gaps in a row were short again. A park costs the next packet some 25 µs, for a thread is to be
   * woken; a source of 1,000 or 10,000 packets a second does not keep a core busy in return. Where
   * latency is worth a core, use {@link #busySpin}, or {@link #withSpinCount}. Then no yields, and
   * parks from 20 µs to 1 ms: {@code Thread.yield()} gives up the rest of the time slice
   * (sched_yield(2)), which on a busy machine costs milliseconds.
   *
   * @return the strategy
   */
  public static IdleStrategy backoff() {
    return new IdleStrategy(true, 2_000, 0, Duration.ofNanos(20_000), Duration.ofMillis(1));
  }

  /**
   * Spins without parking: lowest latency, uses one core all the time.
   *
   * @return the strategy
   */
  public static IdleStrategy busySpin() {
    return new IdleStrategy(
        false, Integer.MAX_VALUE, 0, Duration.ofNanos(1_000), Duration.ofNanos(1_000));
  }

  /**
   * Replaces the number of spins: so many whenever the loop runs out of work. The strategy does not
   * learn any more.
   *
   * @param count passes with {@link Thread#onSpinWait()} first; 0 or more
   * @return the strategy with that number
   * @throws IllegalArgumentException if the number is negative
   */
  public IdleStrategy withSpinCount(int count) {
    return new IdleStrategy(false, count, yieldCount, minPark, maxPark);
  }

  /**
   * Replaces the number of yields.
   *
   * @param count passes with {@link Thread#yield()} after the spins; 0 or more
   * @return the strategy with that number
   * @throws IllegalArgumentException if the number is negative
   */
  public IdleStrategy withYieldCount(int count) {
    return new IdleStrategy(learning, spinCount, count, minPark, maxPark);
  }

  /**
   * Replaces the times of parking while packets are in flight.
   *
   * @param first the first park; 1 µs or more
   * @param longest the longest park, {@code first} to 1 s: how late a completion may be noticed
   * @return the strategy with these times
   * @throws IllegalArgumentException if a time is out of its range
   */
  public IdleStrategy withParks(Duration first, Duration longest) {
    return new IdleStrategy(learning, spinCount, yieldCount, first, longest);
  }

  /** {@return whether it spins only while gaps between packets are short} */
  public boolean isLearning() {
    return learning;
  }

  /** {@return the passes with {@link Thread#onSpinWait()} first; the most, if it learns} */
  public int spinCount() {
    return spinCount;
  }

  /** {@return the passes with {@link Thread#yield()} next} */
  public int yieldCount() {
    return yieldCount;
  }

  /** {@return the first park while packets are in flight} */
  public Duration minPark() {
    return minPark;
  }

  /**
   * {@return the longest park while packets are in flight: how late a completion may be noticed}
   */
  public Duration maxPark() {
    return maxPark;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IdleStrategy that
        && learning == that.learning
        && spinCount == that.spinCount
        && yieldCount == that.yieldCount
        && minPark.equals(that.minPark)
        && maxPark.equals(that.maxPark);
  }

  @Override
  public int hashCode() {
    return Objects.hash(learning, spinCount, yieldCount, minPark, maxPark);
  }

  @Override
  public String toString() {
    return "IdleStrategy[learning=%s, spinCount=%s, yieldCount=%s, minPark=%s, maxPark=%s]"
        .formatted(learning, spinCount, yieldCount, minPark, maxPark);
  }
}
