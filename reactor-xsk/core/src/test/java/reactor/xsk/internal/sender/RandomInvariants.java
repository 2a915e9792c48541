package reactor.xsk.internal.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import reactor.xsk.SendOutcome;
import reactor.xsk.SendReport;
import reactor.xsk.XskCounters;
import reactor.xsk.internal.port.TxPort;
import reactor.xsk.virtual.VirtualKernel;
import reactor.xsk.virtual.VirtualRelease;

/** What holds in every random schedule: after each pass, and at rest. */
final class RandomInvariants {

  private final SteppedSender sender;
  private final WatchedKernel watched;
  private final VirtualKernel kernel;
  private final VirtualRelease release;
  private final List<RandomStream> streams;
  private final List<RandomItem> items;
  private final List<SendReport> reports;

  RandomInvariants(
      SteppedSender sender,
      WatchedKernel watched,
      VirtualKernel kernel,
      VirtualRelease release,
      List<RandomStream> streams,
      List<RandomItem> items,
      List<SendReport> reports) {
    this.sender = sender;
    this.watched = watched;
    this.kernel = kernel;
    this.release = release;
    this.streams = streams;
    this.items = items;
    this.reports = reports;
  }

  void assertAfterStep() {
    TxPort port = sender.port();
    XskCounters counters = sender.counters();
    int frames = port.frameCount();
    // 1: each frame has one owner. None is being written between passes
    assertThat(port.freeFrames() + port.inFlight()).as("free + in flight").isEqualTo(frames);
    assertThat(watched.kernelsFrames()).as("the kernel's").isLessThanOrEqualTo(port.inFlight());
    // 2: what is accepted and has no end is in flight or in the open window
    long held = accepted(counters) - ended(counters);
    long inWindow = held - port.inFlight();
    assertThat(inWindow).as("in the window").isBetween(0L, (long) sender.config().batchSize());
    // 3: what is taken has a frame, and what is handed over ahead is bounded for each stream
    assertThat(held).as("taken and not finished").isBetween(0L, (long) frames);
    for (RandomStream stream : streams) {
      assertThat(stream.handedOver())
          .as("handed over by %s and not taken", stream)
          .isLessThanOrEqualTo(sender.config().prefetch());
      assertThat(stream.outstanding())
          .as("requested of %s and not written", stream)
          .isLessThanOrEqualTo(sender.config().prefetch() + inWindow);
    }
    // 4 is asserted at each kick, and 5 as well, but for:
    watched.look();
    if (!sender.hasFailed()) {
      watched.assertNothingUnkicked();
    }
    assertThat(counters.windows()).as("windows").isEqualTo(watched.windows());
    assertThat(counters.inFlight()).isEqualTo(port.inFlight());
    assertThat(counters.freeFrames()).isEqualTo(port.freeFrames());
  }

  void assertAtRest(boolean closed) {
    assertAfterStep();
    XskCounters counters = sender.counters();
    assertThat(closed).isTrue();
    assertThat(accepted(counters)).as("accepted").isEqualTo(ended(counters));
    assertThat(counters.inFlight()).as("in flight").isZero();
    assertThat(counters.freeFrames()).as("free frames").isEqualTo(sender.config().frameCount());
    assertThat(counters.openStreams()).as("open streams").isZero();
    assertTruth(counters);
    streams.forEach(this::assertEnded);
    items.forEach(this::assertEndedOnce);
  }

  private void assertTruth(XskCounters counters) {
    if (!hasHiddenRefusals()) {
      assertOnlySentIsCompleted(counters);
    }
    assertThat(counters.dropped()).isLessThanOrEqualTo(kernel.counters().dropped());
    assertThat(counters.completed())
        .isEqualTo(reports.stream().mapToLong(SendReport::completed).sum());
    assertThat(counters.accepted())
        .isEqualTo(reports.stream().mapToLong(SendReport::accepted).sum());
    assertThat(counters.lost()).isEqualTo(reports.stream().mapToLong(SendReport::lost).sum());
  }

  /** The last descriptor in the ring, if it is refused, looks like one that was sent. */
  private void assertOnlySentIsCompleted(XskCounters counters) {
    long refused = kernel.counters().invalid();
    assertThat(counters.completed()).isLessThanOrEqualTo(kernel.counters().packets() + refused);
    assertThat(items.stream().filter(RandomInvariants::isMisjudged).count())
        .as("misjudged: a refused one, and one that was taken for it later")
        .isLessThanOrEqualTo(2 * refused);
  }

  /** An older kernel does not even move its index over a descriptor that it refuses. */
  private boolean hasHiddenRefusals() {
    return release != VirtualRelease.LINUX_7_2 && kernel.counters().invalid() > 0;
  }

  private void assertEnded(RandomStream stream) {
    assertThat(stream.isOver()).as("%s has ended", stream).isTrue();
    SendReport report = stream.report;
    if (stream.completed && stream.source.kind.obeysTheRules()) {
      long emitted = stream.items.size();
      long results = stream.items.stream().mapToLong(item -> item.results).sum();
      assertThat(report == null ? results : report.accepted())
          .as("what %s accounts for when it completes", stream)
          .isEqualTo(emitted);
    }
    boolean clean = report != null && report.isClean();
    if (clean && kernel.counters().invalid() == 0) {
      assertThat(stream.items)
          .as("%s reports all as completed", stream)
          .allMatch(item -> item.delivered || !item.sendable);
    }
  }

  private void assertEndedOnce(RandomItem item) {
    assertThat(item.discards).as("discards of %s", item).isLessThanOrEqualTo(1);
    if (item.stream.withResults) {
      int ends = item.results + item.discards;
      assertThat(ends).as("ends of %s", item).isLessThanOrEqualTo(1);
      if (item.stream.source.kind.obeysTheRules() && !item.stream.threw) {
        assertThat(ends).as("ends of %s", item).isOne();
      }
      boolean judged = item.outcome != null && item.outcome != SendOutcome.LOST;
      if (judged && !hasHiddenRefusals() && !isMisjudged(item)) {
        assertThat(item.delivered)
            .as("truth of %s", item)
            .isEqualTo(item.outcome == SendOutcome.COMPLETED);
      }
    } else if (item.stream.source.kind.obeysTheRules()) {
      assertThat(item.writes + item.discards).as("ends of %s", item).isOne();
    }
  }

  private static boolean isMisjudged(RandomItem item) {
    return (item.outcome == SendOutcome.COMPLETED && !item.delivered)
        || (item.outcome == SendOutcome.FAILED && item.delivered);
  }

  private static long accepted(XskCounters counters) {
    return counters.accepted();
  }

  private static long ended(XskCounters counters) {
    return counters.completed() + counters.dropped() + counters.failed() + counters.discarded();
  }
}
