package reactor.xsk.internal.loop;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.xsk.XskConfig;

/**
 * Holds a lane to a rate of packets, of bits, or both. Each packet that leaves puts off the next by
 * its share of a second; what a delay has cost may be made up for, up to a bound. Pure arithmetic,
 * kept by the loop thread.
 *
 * <p>Where many packets are due in a short time they leave in windows of what that time brings: one
 * system call for each packet would be the price of even gaps.
 */
final class Pacing {

  /** What one window may bring together. */
  private static final double WINDOW_NS = TimeUnit.MICROSECONDS.toNanos(100);

  /** What a packet is taken for before one was sent. */
  private static final int FIRST_PACKET_BITS = 512;

  private final Rate packets;
  private final Rate bits;

  Pacing(XskConfig config, long nowNs) {
    int longestWindow = config.batchSize();
    Duration catchUp = config.paceCatchUp();
    packets = new Rate(config.pace(), 1, longestWindow, catchUp, nowNs);
    bits = new Rate(config.paceBits(), FIRST_PACKET_BITS, longestWindow, catchUp, nowNs);
  }

  /** How many packets may leave now; 0 if it is not yet time for a window. */
  int due(long nowNs) {
    return Math.min(packets.due(nowNs), bits.due(nowNs));
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
  void sent(int packetCount, long byteCount) {
    packets.sent(packetCount, packetCount);
    bits.sent(packetCount, Byte.SIZE * byteCount);
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
      double lateNs = now - nextNs;
      if (lateNs < (window() - 1) * packetNs()) {
        return 0;
      }
      return (int) Math.min(lateNs / packetNs() + 1, Integer.MAX_VALUE);
    }

    long waitNs(long nowNs) {
      if (nsPerUnit == 0) {
        return 0;
      }
      double dueNs = nextNs + (window() - 1) * packetNs();
      return Math.max(0, (long) Math.ceil(dueNs - (nowNs - startNs)));
    }

    void sent(int packetCount, long units) {
      nextNs += units * nsPerUnit;
      unitsPerPacket += ((double) units / packetCount - unitsPerPacket) / 8;
    }
  }
}
