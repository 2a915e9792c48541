package reactor.xsk.kernel.support;

import java.time.Duration;

/** How long tests wait for what must happen, and for what must not. */
public final class Deadline {

  /**
   * Far more than anything takes here, because it says nothing about speed: machines may be loaded,
   * slow or emulated. {@code -Dxsk.patienceSeconds=N} makes it longer.
   */
  public static final Duration PATIENCE =
      Duration.ofSeconds(Integer.getInteger("xsk.patienceSeconds", 60));

  /** The same for a queue that is still taken: {@code bindTimeout} is at most a minute. */
  public static final Duration BIND_PATIENCE =
      PATIENCE.compareTo(Duration.ofMinutes(1)) < 0 ? PATIENCE : Duration.ofMinutes(1);

  private Deadline() {}

  /** Lets time pass in which nothing must happen: no condition can say when. */
  public static void letPass(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
