package reactor.xsk.samples.demo;

import java.util.ArrayList;
import java.util.List;
import reactor.xsk.SendReport;

/**
 * The account of one phase.
 *
 * @param name of the phase
 * @param report what the sender says
 * @param received records that arrived unchanged, once and in order
 * @param changed payloads that arrived and were not what was sent
 * @param outOfOrder records that arrived late or twice
 * @param refusedOnPurpose packets that were not to arrive
 * @param windows windows that the sender published
 * @param kicks doorbells
 * @param seconds from the first packet to the last
 */
record PhaseResult(
    String name,
    SendReport report,
    long received,
    long changed,
    long outOfOrder,
    int refusedOnPurpose,
    long windows,
    long kicks,
    double seconds) {

  double packetsPerSecond() {
    return received / seconds;
  }

  double packetsPerWindow() {
    return windows == 0 ? 0 : (double) report.accepted() / windows;
  }

  /** Everything that is not as it must be; empty if all is well. */
  List<String> failures() {
    List<String> failures = new ArrayList<>();
    if (report.accepted() == 0) {
      failures.add("nothing was sent");
    }
    if (!report.isClean()) {
      failures.add(
          "the sender did not complete %,d of %,d packets; the first because: %s"
              .formatted(
                  report.accepted() - report.completed(),
                  report.accepted(),
                  report.firstFailure()));
    }
    long missing = report.completed() - refusedOnPurpose - received - changed;
    if (missing != 0) {
      failures.add("%,d packets were completed and did not arrive".formatted(missing));
    }
    if (changed != 0) {
      failures.add("%,d packets arrived and were not what was sent".formatted(changed));
    }
    if (outOfOrder != 0) {
      failures.add("%,d packets arrived out of order, or twice".formatted(outOfOrder));
    }
    return failures.stream().map(failure -> name + ": " + failure).toList();
  }
}
