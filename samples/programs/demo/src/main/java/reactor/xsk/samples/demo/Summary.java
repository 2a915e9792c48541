package reactor.xsk.samples.demo;

import java.util.List;
import reactor.xsk.SendReport;
import reactor.xsk.XskMode;

/** The end of the demo: what each side counted, and the verdict. */
final class Summary {

  private static final String ROW = "  %-10s%11s%11s%9s%8s%11s%12s%11s";

  private final Screen screen;
  private final XskMode mode;

  Summary(Screen screen, XskMode mode) {
    this.screen = screen;
    this.mode = mode;
  }

  void print(
      List<PhaseResult> results, Refusals refusals, List<String> failures, boolean interrupted) {
    screen.title("Summary");
    screen.line(
        ROW.formatted(
            "", "accepted", "completed", "dropped", "failed", "discarded", "received", "pps"));
    results.forEach(this::printRow);
    results.forEach(this::printWindows);
    screen.line("  refused   " + refusals);
    screen.line("");
    printVerdict(results, failures, interrupted);
  }

  private void printRow(PhaseResult result) {
    SendReport report = result.report();
    screen.line(
        ROW.formatted(
            result.name(),
            "%,d".formatted(report.accepted()),
            "%,d".formatted(report.completed()),
            "%,d".formatted(report.dropped()),
            "%,d".formatted(report.failed()),
            "%,d".formatted(report.discarded()),
            "%,d".formatted(result.received()),
            "%,.0f".formatted(result.packetsPerSecond())));
  }

  private void printWindows(PhaseResult result) {
    screen.line(
        "  %-10s%,d bytes in %,d windows of %.1f packets on average, %,d kicks"
            .formatted(
                result.name(),
                result.report().bytes(),
                result.windows(),
                result.packetsPerWindow(),
                result.kicks()));
  }

  private void printVerdict(List<PhaseResult> results, List<String> failures, boolean interrupted) {
    if (!failures.isEmpty()) {
      screen.title("FAILED");
      failures.forEach(failure -> screen.line("  " + failure));
      return;
    }
    long received = results.stream().mapToLong(PhaseResult::received).sum();
    screen.title(
        "%s: all %,d packets arrived, once, in order and unchanged."
            .formatted(interrupted ? "INTERRUPTED, so far good" : "PASSED", received));
    if (mode == XskMode.VIRTUAL) {
      screen.line("This was the virtual port: no packet has left the process.");
    }
  }
}
