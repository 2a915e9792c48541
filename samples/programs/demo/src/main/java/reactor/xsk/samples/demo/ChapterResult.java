package reactor.xsk.samples.demo;

import java.util.ArrayList;
import java.util.List;
import reactor.xsk.telemetry.ExportReport;

/**
 * The account of one export, at both ends.
 *
 * @param name of the chapter
 * @param report what the exporter says
 * @param collected records that arrived in order, once and unchanged
 * @param wrong what arrived and is not what was sent
 * @param reportedNotSent what the exporter said in the protocol that it had not sent
 * @param windows windows that the sender published
 * @param kicks system calls of the sender
 * @param seconds from the first message to the last
 */
record ChapterResult(
    String name,
    ExportReport report,
    long collected,
    long wrong,
    long reportedNotSent,
    long windows,
    long kicks,
    double seconds) {

  double recordsPerSecond() {
    return collected / seconds;
  }

  /** Everything that is not as it must be; empty if the books close. */
  List<String> failures() {
    List<String> failures = new ArrayList<>();
    if (report.offeredRecords() == 0) {
      failures.add("no record was offered");
    }
    if (report.sentRecords() + report.notSentRecords() != report.offeredRecords()) {
      failures.add(
          "%,d offered, but %,d sent and %,d not sent"
              .formatted(report.offeredRecords(), report.sentRecords(), report.notSentRecords()));
    }
    if (collected != report.sentRecords()) {
      failures.add("%,d sent, but %,d collected".formatted(report.sentRecords(), collected));
    }
    if (reportedNotSent != report.notSentRecords()) {
      failures.add(
          "%,d not sent, but %,d reported to the collector"
              .formatted(report.notSentRecords(), reportedNotSent));
    }
    if (wrong != 0) {
      failures.add("%,d arrived that are not what was sent".formatted(wrong));
    }
    return failures.stream().map(failure -> name + ": " + failure).toList();
  }
}
