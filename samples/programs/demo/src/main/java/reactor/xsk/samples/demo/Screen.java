package reactor.xsk.samples.demo;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/**
 * Where the demo prints: progress is redrawn in place on a terminal, and a line a second elsewhere.
 */
final class Screen {

  private static final long PLAIN_PERIOD_NS = TimeUnit.SECONDS.toNanos(1);
  private static final String ERASE_LINE = "\r\033[2K";

  private final PrintStream out;
  private final boolean terminal;
  private long shownNs;
  private boolean open;

  Screen(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Prints a line, for good. */
  void line(String text) {
    out.println((open ? ERASE_LINE : "") + text);
    out.flush();
    open = false;
  }

  /** Prints a line, for good, in bold on a terminal. */
  void title(String text) {
    line(terminal ? "\033[1m" + text + "\033[0m" : text);
  }

  /** From now on progress is that of something new: its first line comes after a second. */
  void progressStarts() {
    shownNs = System.nanoTime();
  }

  /** Shows where things are now. */
  void progress(String text) {
    long nowNs = System.nanoTime();
    if (terminal) {
      out.print(ERASE_LINE + text);
      out.flush();
      open = true;
    } else if (nowNs - shownNs >= PLAIN_PERIOD_NS) {
      line(text);
      shownNs = nowNs;
    }
  }
}
