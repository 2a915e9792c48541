package reactor.xsk.internal.loop;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.xsk.XskConfig;

/**
 * Holds a lane to a rate of packets, of bits, or both. Each packet that leaves puts off the next by
 * its share of a second. What a delay has cost is made up for, up to a bound, at no more than twice
 * the rate. Pure arithmetic, kept by the loop thread.
 *
 * <p>Where many packets are due in a short time they leave in windows of what that time brings: one
 * system call for each packet would be the price of even gaps.
 */
final class Pacing {

  /** What one window may bring together. */
  private static final double WINDOW_NS = TimeUnit.MICROSECONDS.toNanos(100);

  /** After a delay, no more than twice what this time brings leaves at once. */
  private static final double BURST_NS = TimeUnit.MILLISECONDS.toNanos(1);

  /** What a packet is taken for before one was sent. */
  private static final int FIRST_PACKET_BITS = 512;

  /** A pause of the sources that is longer than this is not made up for. */
  private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Rate packets;
  private final Rate bits;
  private boolean idle = true;
  private long idleSinceNs;

  Pacing(XskConfig config, long nowNs) {
    idleSinceNs = nowNs - PAUSE_NS;
    int longestWindow = config.batchSize();
    Duration catchUp = config.paceCatchUp();
    packets = new Rate(config.pace(), 1, longestWindow, catchUp, nowNs);
    bits = new Rate(config.paceBits(), FIRST_PACKET_BITS, longestWindow, catchUp, nowNs);
  }

  /** How many packets may leave now; 0 if it is not yet time for a window. */
  int due(long nowNs) {
    if (idle && nowNs - idleSinceNs >= PAUSE_NS) {
      packets.forget(nowNs);
      bits.forget(nowNs);
    }
    return Math.min(packets.due(nowNs), bits.due(nowNs));
  }

  /** Whether sources had items for what was due; returns the same. */
  boolean sawSources(boolean haveItems, long nowNs) {
    if (!haveItems && !idle) {
      idleSinceNs = nowNs;
    }
    idle = !haveItems;
    return haveItems;
  }

  /** When packets are due again, from now on; 0 if they are. */
  long waitNs(long nowNs) {
    return Math.max(packets.waitNs(nowNs), bits.waitNs(nowNs));
  }

  /** How long a wait may be that would take {@code longestNs} without a rate. */
  long untilDue(long nowNs, long longestNs) {
    long pacedNs = waitNs(nowNs);
    return pacedNs == 0 ? longestNs : Math.min(longestNs, pacedNs);
  }

  /** Packets have been published. */
  void sent(int packetCount, long byteCount, long nowNs) {
    packets.sent(packetCount, packetCount, nowNs);
    bits.sent(packetCount, Byte.SIZE * byteCount, nowNs);
  }

  /** One rate, of anything that packets have. */
  private static final class Rate {

    private final long startNs;
    private final double nsPerUnit;
    private final double catchUpNs;
    private final int longestWindow;
    private double unitsPerPacket;
    // when the next packet is due, from the start on
    private double nextNs;
    private double lastNs = Double.NEGATIVE_INFINITY;

    Rate(long unitsPerSecond, int firstUnits, int longestWindow, Duration catchUp, long startNs) {
      this.startNs = startNs;
      this.longestWindow = longestWindow;
      this.nsPerUnit = unitsPerSecond == 0 ? 0 : 1e9 / unitsPerSecond;
      this.catchUpNs = Math.max(catchUp.toNanos(), WINDOW_NS);
      this.unitsPerPacket = firstUnits;
    }

    private double packetNs() {
      return nsPerUnit * unitsPerPacket;
    }

    /** Packets of one window, and at least one. */
    private int window() {
      return Math.clamp((long) (WINDOW_NS / packetNs()), 1, longestWindow);
    }

    int due(long nowNs) {
      if (nsPerUnit == 0) {
        return Integer.MAX_VALUE;
      }
      double now = nowNs - startNs;
      nextNs = Math.max(nextNs, now - catchUpNs);
      if (now < dueNs()) {
        return 0;
      }
      double most = Math.max(window(), 2 * Math.min(now - lastNs, BURST_NS) / packetNs());
      return (int) Math.min((now - nextNs) / packetNs() + 1, most);
    }

    /** Makes up for nothing: one window is due. */
    void forget(long nowNs) {
      nextNs = Math.max(nextNs, nowNs - startNs - (window() - 1) * packetNs());
    }

    /** A window at a time, and never two of them in the time of one half. */
    private double dueNs() {
      double windowNs = window() * packetNs();
      return Math.max(nextNs + windowNs - packetNs(), lastNs + windowNs / 2);
    }

    long waitNs(long nowNs) {
      return nsPerUnit == 0 ? 0 : Math.max(0, (long) Math.ceil(dueNs() - (nowNs - startNs)));
    }

    void sent(int packetCount, long units, long nowNs) {
      if (nsPerUnit == 0) {
        return;
      }
      lastNs = nowNs - startNs;
      nextNs += units * nsPerUnit;
      unitsPerPacket += ((double) units / packetCount - unitsPerPacket) / 8;
    }
  }
}
