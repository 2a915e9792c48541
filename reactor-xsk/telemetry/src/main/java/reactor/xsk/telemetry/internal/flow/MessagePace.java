package reactor.xsk.telemetry.internal.flow;

/**
 * Bounds the rate of messages: a token for each, {@code burst} at most at once. So a collector
 * whose receive buffer has room for a burst, and which reads at the rate, loses none. For one
 * thread at a time.
 */
public final class MessagePace {

  private static final long SECOND_NS = 1_000_000_000;

  private final long intervalNs;
  private final long burstNs;

  /** When the bucket is full again; the tokens that it lacks are the intervals until then. */
  private long fullNs;

  /** At most {@code messagesPerSecond}; 0 is without a bound. */
  public MessagePace(long messagesPerSecond, int burst, long nowNs) {
    this.intervalNs = messagesPerSecond == 0 ? 0 : Math.max(1, SECOND_NS / messagesPerSecond);
    this.burstNs = intervalNs * burst;
    this.fullNs = nowNs;
  }

  /** Whether there is a token. */
  boolean mayTake(long nowNs) {
    if (fullNs - nowNs < 0) {
      fullNs = nowNs;
    }
    return fullNs + intervalNs - nowNs <= burstNs;
  }

  /** Takes a token that is there. */
  void take() {
    fullNs += intervalNs;
  }

  /**
   * When half of the bucket is there, so that a timer wakes for several messages and not for each.
   */
  long nextNs() {
    return fullNs + intervalNs - Math.max(intervalNs, burstNs / 2);
  }
}
