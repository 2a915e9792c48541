package reactor.xsk.internal.loop;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.xsk.XskException;
import reactor.xsk.internal.port.TxPort;

/**
 * Stops the loop while the interface or its carrier is down, or while the interface refuses packets
 * of this mode. Without carrier every kick loses one packet (EBUSY), so the first loss makes the
 * loop look at the link, and wait until it is back. A refusal has the completion timeout to end.
 */
final class LinkGuard {

  private static final Logger LOG = Loggers.getLogger(LinkGuard.class);

  /** How often a link that is down is looked at. */
  private static final long LOOK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(10);

  /** How often a link that is up is looked at while packets are in flight, the cheap way. */
  private static final long GLANCE_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(1);

  /** How often it is looked at thoroughly: the cheap way can be late by a second. */
  private static final long LOOK_WHILE_UP_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private final long refusalTimeoutNs;
  private boolean waiting;
  private boolean refused;
  private long refusedNs;
  private long lookAtNs;
  private long glanceAtNs;

  LinkGuard(Duration refusalTimeout) {
    this.refusalTimeoutNs = refusalTimeout.toNanos();
  }

  /**
   * After a kick that failed for what may be the link. Returns whether the loop must wait now.
   *
   * @throws XskException if the interface is gone, or has refused packets for too long
   */
  boolean suspect(TxPort port, long nowNs) {
    boolean wasWaiting = waiting;
    waiting = !port.isLinkUp();
    lookAtNs = nowNs + LOOK_EVERY_NS;
    noteRefusal(waiting ? port.refusal() : null, nowNs);
    if (!waiting && wasWaiting) {
      LOG.warn("the link is back: {}", port.describe());
    } else if (waiting && !wasWaiting && !refused) {
      LOG.warn("no link, waiting: {}", port.describe());
    }
    return waiting;
  }

  private void noteRefusal(@Nullable XskException refusal, long nowNs) {
    if (refusal == null) {
      refused = false;
    } else if (!refused) {
      refused = true;
      refusedNs = nowNs;
      LOG.warn("waiting, since {}", refusal.getMessage());
    } else if (nowNs - refusedNs >= refusalTimeoutNs) {
      throw refusal;
    }
  }

  /**
   * While packets are in flight: looks at the link now and then, because a zero-copy driver takes
   * packets without carrier, loses them, and does not say so. Returns whether the loop must wait
   * from now on.
   */
  boolean watch(TxPort port, long nowNs) {
    if (waiting || nowNs - glanceAtNs < 0) {
      return false;
    }
    glanceAtNs = nowNs + GLANCE_EVERY_NS;
    boolean look = !port.seemsUp() || nowNs - lookAtNs >= 0;
    boolean down = look && suspect(port, nowNs);
    if (look && !down) {
      lookAtNs = nowNs + LOOK_WHILE_UP_EVERY_NS;
    }
    return down;
  }

  /** Whether the loop must still wait; looks at the link when it is time. */
  boolean isDown(TxPort port, long nowNs) {
    if (waiting && nowNs - lookAtNs >= 0) {
      suspect(port, nowNs);
    }
    return waiting;
  }
}
