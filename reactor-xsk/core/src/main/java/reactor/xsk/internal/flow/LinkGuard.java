package reactor.xsk.internal.flow;

import java.util.concurrent.TimeUnit;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.xsk.internal.port.TxPort;

/**
 * Stops the loop while the interface or its carrier is down. Without carrier every kick loses one
 * packet (EBUSY), so the first loss makes the loop look at the link, and wait until it is back.
 */
final class LinkGuard {

  private static final Logger LOG = Loggers.getLogger(LinkGuard.class);

  /** How often a link that is down is looked at. */
  private static final long LOOK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(10);

  private boolean waiting;
  private long lookAtNs;

  /** After a kick that failed for what may be the link. Returns whether the loop must wait now. */
  boolean suspect(TxPort port, long nowNs) {
    boolean wasWaiting = waiting;
    waiting = !port.isLinkUp();
    lookAtNs = nowNs + LOOK_EVERY_NS;
    if (waiting != wasWaiting) {
      LOG.warn(waiting ? "no link, waiting: {}" : "the link is back: {}", port.describe());
    }
    return waiting;
  }

  /** Whether the loop must still wait; looks at the link when it is time. */
  boolean isDown(TxPort port, long nowNs) {
    if (waiting && nowNs - lookAtNs >= 0) {
      suspect(port, nowNs);
    }
    return waiting;
  }
}
