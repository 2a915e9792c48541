package reactor.xsk.internal.loop;

import java.util.concurrent.TimeUnit;

/**
 * Whether a kick has something new to say or a reason to hope: something was published or has come
 * back since the last one, or that one took something; otherwise only a time that has passed, and
 * that doubles. Pure arithmetic.
 */
public final class KickGate {

  private static final long SHORTEST_WAIT_NS = TimeUnit.MICROSECONDS.toNanos(20);
  private static final long LONGEST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(1);

  private boolean open = true;
  private long waitNs = SHORTEST_WAIT_NS;
  private long untilNs;

  /** Something was published, or has come back. */
  void sawNews() {
    open = true;
  }

  /** A kick was made; it {@code achieved} something if the kernel took a packet. */
  public void sawKick(boolean achieved, long nowNs) {
    open = achieved;
    untilNs = nowNs + waitNs;
    waitNs = achieved ? SHORTEST_WAIT_NS : Math.min(2 * waitNs, LONGEST_WAIT_NS);
  }

  /** Whether a kick may be made. */
  public boolean isOpen(long nowNs) {
    return open || nowNs - untilNs >= 0;
  }
}
