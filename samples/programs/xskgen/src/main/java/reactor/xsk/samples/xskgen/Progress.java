package reactor.xsk.samples.xskgen;

import java.io.PrintStream;
import java.util.Locale;
import reactor.xsk.XskCounters;
import reactor.xsk.XskLane;
import reactor.xsk.XskSender;

/** Prints what a sender does: a line an interval, and the account at the end. */
final class Progress {

  private final XskSender sender;
  private final PrintStream out;
  private final boolean json;
  private final long startNs = System.nanoTime();
  private XskCounters before;
  private long beforeNs = startNs;

  Progress(XskSender sender, PrintStream out, boolean json) {
    this.sender = sender;
    this.out = out;
    this.json = json;
    this.before = sender.counters();
  }

  void interval() {
    XskCounters now = sender.counters();
    long nowNs = System.nanoTime();
    print(json ? "{\"seconds\":%.3f," : "%8.1f s", (nowNs - startNs) / 1e9);
    rates(now, before, (nowNs - beforeNs) / 1e9);
    before = now;
    beforeNs = nowNs;
  }

  private void rates(XskCounters now, XskCounters then, double seconds) {
    double packets = (now.completed() - then.completed()) / seconds;
    double bits = (now.bytes() - then.bytes()) * 8 / seconds;
    double window =
        (now.packets() - then.packets()) / Math.max(1.0, now.windows() - then.windows());
    print(
        json
            ? "\"packetsPerSecond\":%.0f,\"bitsPerSecond\":%.0f,\"packetsPerWindow\":%.1f,"
                + "\"dropped\":%d,\"failed\":%d}%n"
            : "%,13.0f packets/s %,17.0f bit/s   windows of %.1f   dropped %,d   failed %,d%n",
        packets,
        bits,
        window,
        now.dropped() - then.dropped(),
        now.failed() - then.failed());
  }

  void end() {
    XskCounters now = sender.counters();
    double seconds = (System.nanoTime() - startNs) / 1e9;
    for (XskLane lane : sender.queues()) {
      print(
          json
              ? "{\"queue\":%d,\"mode\":\"%s\",\"completed\":%d,\"packetsPerSecond\":%.0f}%n"
              : "queue %d (%s): %,d completed, %,.0f packets/s%n",
          lane.queue(),
          lane.mode(),
          lane.counters().completed(),
          lane.counters().completed() / seconds);
    }
    print(
        json
            ? "{\"accepted\":%d,\"completed\":%d,\"dropped\":%d,\"failed\":%d,\"discarded\":%d,"
                + "\"kicks\":%d,\"windows\":%d}%n"
            : "%,d accepted = %,d completed + %,d dropped + %,d failed + %,d discarded;"
                + " %,d system calls, %,d windows%n",
        now.accepted(),
        now.completed(),
        now.dropped(),
        now.failed(),
        now.discarded(),
        now.kicks(),
        now.windows());
  }

  private void print(String format, Object... values) {
    out.printf(Locale.ROOT, format, values);
  }
}
