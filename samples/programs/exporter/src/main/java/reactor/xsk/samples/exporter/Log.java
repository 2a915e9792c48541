package reactor.xsk.samples.exporter;

import java.io.PrintStream;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Lines with their time. On a terminal the status is redrawn in place below them; elsewhere it is
 * lines too.
 */
final class Log {

  private static final String UP = "\033[%dF";
  private static final String ERASE_BELOW = "\033[J";

  private final PrintStream out;
  private final boolean terminal;
  private int statusLines;

  Log(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Standard output, which is a terminal if the console says so and it can be redrawn. */
  static Log ofStandardOutput() {
    boolean redrawn = !"dumb".equals(System.getenv().getOrDefault("TERM", "dumb"));
    return new Log(
        System.out, redrawn && System.console() != null && System.console().isTerminal());
  }

  boolean isTerminal() {
    return terminal;
  }

  synchronized void line(String text) {
    out.println(erased() + LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + text);
    out.flush();
  }

  synchronized void status(List<String> lines) {
    if (!terminal) {
      lines.forEach(this::line);
      return;
    }
    out.print(erased());
    lines.forEach(out::println);
    out.flush();
    statusLines = lines.size();
  }

  private String erased() {
    String erase = statusLines == 0 ? "" : UP.formatted(statusLines) + ERASE_BELOW;
    statusLines = 0;
    return erase;
  }
}
