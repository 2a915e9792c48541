package reactor.xsk.virtual;

import java.time.Duration;

/**
 * When and in which order a {@link VirtualKernel} gives frames back.
 *
 * @param held whether frames wait for {@link VirtualKernel#complete}
 * @param delay how long after transmission frames come back; 0 for at once
 * @param reordered whether frames that come back together do so in the opposite order
 */
public record VirtualCompletions(boolean held, Duration delay, boolean reordered) {

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
}
