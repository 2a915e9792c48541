package reactor.xsk.virtual;

import java.time.Duration;
import java.util.Objects;

/** When and in which order a {@link VirtualKernel} gives frames back. Immutable. */
public final class VirtualCompletions {

  private final boolean held;
  private final Duration delay;
  private final boolean reordered;

  private VirtualCompletions(boolean held, Duration delay, boolean reordered) {
    this.held = held;
    this.delay = delay;
    this.reordered = reordered;
  }

  /**
   * At once, within the kick: the default.
   *
   * @return the policy
   */
  public static VirtualCompletions immediate() {
    return new VirtualCompletions(false, Duration.ZERO, false);
  }

  /**
   * Never, until {@link VirtualKernel#complete} is called.
   *
   * @return the policy
   */
  public static VirtualCompletions onDemand() {
    return new VirtualCompletions(true, Duration.ZERO, false);
  }

  /**
   * A while after transmission, by another thread.
   *
   * @param delay how long
   * @return the policy
   */
  public static VirtualCompletions after(Duration delay) {
    return new VirtualCompletions(false, delay, false);
  }

  /**
   * The same, with the opposite order of the frames that come back together.
   *
   * @return the policy
   */
  public VirtualCompletions reversed() {
    return new VirtualCompletions(held, delay, true);
  }

  /** {@return whether frames wait for {@link VirtualKernel#complete}} */
  public boolean held() {
    return held;
  }

  /** {@return how long after transmission frames come back; 0 for at once} */
  public Duration delay() {
    return delay;
  }

  /** {@return whether frames that come back together do so in the opposite order} */
  public boolean reordered() {
    return reordered;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VirtualCompletions that
        && held == that.held
        && delay.equals(that.delay)
        && reordered == that.reordered;
  }

  @Override
  public int hashCode() {
    return Objects.hash(held, delay, reordered);
  }

  @Override
  public String toString() {
    return "VirtualCompletions[held=%s, delay=%s, reordered=%s]".formatted(held, delay, reordered);
  }
}
