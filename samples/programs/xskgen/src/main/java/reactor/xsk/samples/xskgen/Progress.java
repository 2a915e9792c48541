package reactor.xsk.samples.xskgen;

import java.io.PrintWriter;
import java.util.Locale;
import reactor.xsk.XskCounters;
import reactor.xsk.XskSender;

/** A line an interval; on a terminal one line that changes, with how far the run is. */
final class Progress {

  private static final int BAR_CELLS = 20;

  private final XskSender sender;
  private final PrintWriter out;
  private final OutputStyle style;
  private final long count;
  private final long seconds;
  private final long startNs = System.nanoTime();
  private XskCounters before;
  private long beforeNs = startNs;

  /** Of a run of {@code count} packets or {@code seconds}; 0: without that end. */
  Progress(XskSender sender, PrintWriter out, OutputStyle style, long count, long seconds) {
    this.sender = sender;
    this.out = out;
    this.style = style;
    this.count = count;
    this.seconds = seconds;
    this.before = sender.counters();
  }

  void interval() {
    XskCounters now = sender.counters();
    long nowNs = System.nanoTime();
    String line = line(now, before, (nowNs - startNs) / 1e9, (nowNs - beforeNs) / 1e9);
    switch (style) {
      case TERMINAL -> out.print("\r" + line + bar(now, nowNs) + "\033[K"); // erase to the right
      case LINES, JSON -> out.println(line);
    }
    out.flush();
    before = now;
    beforeNs = nowNs;
  }

  private String line(XskCounters now, XskCounters then, double elapsed, double interval) {
    double packets = (now.completed() - then.completed()) / interval;
    double bits = (now.bytes() - then.bytes()) * 8 / interval;
    long windows = now.windows() - then.windows();
    double window = (now.packets() - then.packets()) / Math.max(1.0, windows);
    String format =
        style == OutputStyle.JSON
            ? "{\"seconds\":%.3f,\"packetsPerSecond\":%.0f,\"bitsPerSecond\":%.0f,"
                + "\"packetsPerWindow\":%.1f,\"dropped\":%d,\"failed\":%d}"
            : "%8.1f s %,13.0f packets/s %,17.0f bit/s   windows of %.1f   dropped %,d   failed"
                + " %,d";
    long dropped = now.dropped() - then.dropped();
    long failed = now.failed() - then.failed();
    return String.format(Locale.ROOT, format, elapsed, packets, bits, window, dropped, failed);
  }

  private String bar(XskCounters now, long nowNs) {
    double ofCount = count == 0 ? 0 : (double) now.accepted() / count;
    double ofTime = seconds == 0 ? 0 : (nowNs - startNs) / 1e9 / seconds;
    double part = Math.min(1, Math.max(ofCount, ofTime));
    if (count == 0 && seconds == 0) {
      return "";
    }
    int full = (int) (part * BAR_CELLS);
    return "   [%s%s] %.0f %%"
        .formatted("#".repeat(full), ".".repeat(BAR_CELLS - full), part * 100);
  }

  /** Leaves the line that changes. */
  void end() {
    if (style == OutputStyle.TERMINAL && beforeNs != startNs) {
      out.println();
    }
  }

  /** Since the start. */
  double elapsedSeconds() {
    return (System.nanoTime() - startNs) / 1e9;
  }
}
