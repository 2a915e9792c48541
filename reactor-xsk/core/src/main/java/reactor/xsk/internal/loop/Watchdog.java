package reactor.xsk.internal.loop;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.xsk.LossPolicy;
import reactor.xsk.XskCompletionException;
import reactor.xsk.internal.port.TxPort;

/**
 * Notices that frames do not come back. They are overdue when for the completion timeout nothing
 * has come back although packets were taken, or nothing was taken although packets wait; and a
 * frame is when a packet that was published that much later has come back before it. Age alone is
 * no fault: a slow device may hold a full ring for longer.
 */
final class Watchdog {

  /** How long completions may pause before the socket is asked whether it still lives. */
  private static final long PROBE_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(100);

  /** The frames are looked through this often in one completion timeout. */
  private static final int LOOKS_PER_TIMEOUT = 8;

  private final long timeoutNs;
  private final LossPolicy lossPolicy;
  private long completedNs;
  private long takenNs;
  private long probedNs;
  private long lookedNs;
  // the oldest frame at the last look, if it had been overtaken by then
  private boolean overtaken;
  private long overtakenNs;

  Watchdog(Duration completionTimeout, LossPolicy lossPolicy, long nowNs) {
    this.timeoutNs = completionTimeout.toNanos();
    this.lossPolicy = lossPolicy;
    this.completedNs = nowNs;
    this.takenNs = nowNs;
    this.probedNs = nowNs;
    this.lookedNs = nowNs;
  }

  /** Frames came back, or none is out: the wait for the next begins. */
  void sawCompletion(long nowNs) {
    sawTaking(nowNs, true);
  }

  /** How long nothing has come back and nothing was taken. */
  long quietNs(long nowNs) {
    return nowNs - takenNs;
  }

  /** The kernel took packets; {@code first}: none was out before, so none was due back. */
  void sawTaking(long nowNs, boolean first) {
    if (first) {
      completedNs = nowNs;
    }
    takenNs = nowNs;
    probedNs = nowNs;
  }

  /** Whether a kick should be made only to learn whether the socket still lives. */
  boolean wantsProbe(long nowNs) {
    boolean probe = nowNs - probedNs >= PROBE_EVERY_NS;
    if (probe) {
      probedNs = nowNs;
    }
    return probe;
  }

  /**
   * Looks for overdue frames, now and then.
   *
   * @throws XskCompletionException if there are any
   */
  void look(InFlight inFlight, TxPort port, long nowNs) {
    if (nowNs - lookedNs < timeoutNs / LOOKS_PER_TIMEOUT) {
      return;
    }
    lookedNs = nowNs;
    boolean noneComeBack = port.inFlight() > port.pending() && nowNs - completedNs >= timeoutNs;
    boolean noneTaken = port.pending() > 0 && nowNs - takenNs >= timeoutNs;
    boolean overdue = staysBehind(inFlight, port, nowNs);
    if (noneComeBack || noneTaken || overdue) {
      throw new XskCompletionException(
          "the kernel does not give frames back",
          "oldestMs=%d, inFlight=%d, notTaken=%d, %s"
              .formatted(
                  TimeUnit.NANOSECONDS.toMillis(nowNs - inFlight.oldestNs(port, nowNs)),
                  port.inFlight(),
                  port.pending(),
                  port.diagnose()),
          "the device was reset, its queues were changed (ethtool -l), its driver sends nothing in"
              + " polls (leave BusyPollOptions.preferred out), or completionTimeout is shorter than"
              + " the device takes: "
              + advice());
    }
  }

  private String advice() {
    return switch (lossPolicy) {
      case FAIL -> "use LossPolicy.REBUILD or create a new sender";
      case REBUILD -> "a new socket is made; raise completionTimeout if the device is only slow";
    };
  }

  /**
   * Whether the same frame has been overtaken at two looks in a row. One is not enough: frames that
   * waited in the ring (for the link, say) start together with much newer ones, and completions
   * have no order.
   */
  private boolean staysBehind(InFlight inFlight, TxPort port, long nowNs) {
    long oldestNs = inFlight.oldestNs(port, nowNs);
    boolean seenBefore = overtaken && overtakenNs == oldestNs;
    overtaken = inFlight.newestCompletedNs() - oldestNs >= timeoutNs;
    overtakenNs = oldestNs;
    return overtaken && seenBefore;
  }
}
