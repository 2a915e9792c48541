package reactor.xsk.samples.xskgen;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskCounters;
import reactor.xsk.XskLane;
import reactor.xsk.XskSender;

/** What became of all packets, at the end. */
final class Account {

  private static final double[] PERCENTS = {50, 90, 99, 99.9, 100};

  private final PrintWriter out;
  private final boolean json;

  Account(PrintWriter out, OutputStyle style) {
    this.out = out;
    this.json = style == OutputStyle.JSON;
  }

  /** Prints the account: each queue, the sum, drops by reason, latencies. */
  void print(
      XskSender sender,
      double seconds,
      Map<String, Long> dropsByReason,
      @Nullable LatencyProbe probe) {
    for (XskLane lane : sender.queues()) {
      printQueue(lane, seconds);
    }
    printSum(sender.counters());
    dropsByReason.forEach(this::printDrops);
    if (probe != null && probe.count() > 0) {
      printLatency(probe);
    }
    out.flush();
  }

  private void printQueue(XskLane lane, double seconds) {
    XskCounters counters = lane.counters();
    print(
        json
            ? "{\"queue\":%d,\"mode\":\"%s\",\"completed\":%d,\"packetsPerSecond\":%.0f,"
                + "\"packetsPerWindow\":%.1f}%n"
            : "queue %d (%s): %,d completed, %,.0f packets/s, windows of %.1f%n",
        lane.queue(),
        lane.mode(),
        counters.completed(),
        counters.completed() / seconds,
        counters.packets() / Math.max(1.0, counters.windows()));
  }

  private void printSum(XskCounters counters) {
    print(
        json
            ? "{\"accepted\":%d,\"completed\":%d,\"dropped\":%d,\"failed\":%d,\"discarded\":%d,"
                + "\"kicks\":%d,\"windows\":%d}%n"
            : "%,d accepted = %,d completed + %,d dropped + %,d failed + %,d discarded;"
                + " %,d system calls, %,d windows%n",
        counters.accepted(),
        counters.completed(),
        counters.dropped(),
        counters.failed(),
        counters.discarded(),
        counters.kicks(),
        counters.windows());
  }

  private void printDrops(String reason, long packets) {
    String text = json ? reason.replace("\\", "\\\\").replace("\"", "\\\"") : reason;
    print(json ? "{\"dropped\":%d,\"reason\":\"%s\"}%n" : "%,d dropped: %s%n", packets, text);
  }

  private void printLatency(LatencyProbe probe) {
    StringBuilder values = new StringBuilder();
    for (double percent : PERCENTS) {
      String name =
          percent == 100 ? "max" : "p" + (percent % 1 == 0 ? (int) percent + "" : percent);
      values.append(json ? "," : " ");
      values.append(
          String.format(
              Locale.ROOT, json ? "\"%s\":%.1f" : "%s %,.1f", name, probe.micros(percent)));
    }
    print(
        json ? "{\"latencyMicros\":{\"samples\":%d%s}}%n" : "latency of %,d completions, us:%s%n",
        probe.count(),
        values);
  }

  private void print(String format, Object... values) {
    out.printf(Locale.ROOT, format, values);
  }
}
