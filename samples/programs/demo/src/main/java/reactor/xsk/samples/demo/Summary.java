package reactor.xsk.samples.demo;

import java.util.List;
import reactor.xsk.XskMode;
import reactor.xsk.telemetry.ExportReport;

/** The end of the demo: what each side counted, and the verdict. */
final class Summary {

  private static final String ROW = "  %-10s%12s%12s%10s%12s%10s%12s";

  private final Screen screen;
  private final XskMode mode;

  Summary(Screen screen, XskMode mode) {
    this.screen = screen;
    this.mode = mode;
  }

  void print(
      List<ChapterResult> results, Refusals refusals, List<String> failures, boolean interrupted) {
    screen.title("Summary");
    screen.line(
        ROW.formatted("", "offered", "sent", "not sent", "collected", "messages", "records/s"));
    results.forEach(this::printRow);
    results.forEach(this::printWindows);
    screen.line("  refused   " + refusals);
    screen.line("");
    printVerdict(results, failures, interrupted);
  }

  private void printRow(ChapterResult result) {
    ExportReport report = result.report();
    screen.line(
        ROW.formatted(
            result.name(),
            "%,d".formatted(report.offeredRecords()),
            "%,d".formatted(report.sentRecords()),
            "%,d".formatted(report.notSentRecords()),
            "%,d".formatted(result.collected()),
            "%,d".formatted(report.sentMessages()),
            "%,.0f".formatted(result.recordsPerSecond())));
  }

  private void printWindows(ChapterResult result) {
    screen.line(
        "  %-10s%,d windows, %,d kicks".formatted(result.name(), result.windows(), result.kicks()));
  }

  private void printVerdict(
      List<ChapterResult> results, List<String> failures, boolean interrupted) {
    if (!failures.isEmpty()) {
      screen.title("FAILED");
      failures.forEach(failure -> screen.line("  " + failure));
      return;
    }
    long collected = results.stream().mapToLong(ChapterResult::collected).sum();
    long notSent = results.stream().mapToLong(ChapterResult::reportedNotSent).sum();
    screen.title(
        ("%s: the books close. All %,d records that were sent were collected, once, in order and"
                + " unchanged;")
            .formatted(interrupted ? "INTERRUPTED, so far good" : "PASSED", collected));
    screen.line("the exporter itself reported the other %,d as not sent.".formatted(notSent));
    if (mode == XskMode.VIRTUAL) {
      screen.line("This was the virtual port: no packet has left the process.");
    }
  }
}
