package reactor.xsk.telemetry.sflow;

import java.util.concurrent.atomic.AtomicLong;

/** The numbers of a source: counters and flow samples have each their own. */
final class SourceState {

  private final SourceId id;
  private final AtomicLong lostFlowSamples = new AtomicLong();

  // Of the thread that writes.
  private int countersSequence;
  private int flowSequence;

  SourceState(SourceId id) {
    this.id = id;
  }

  SourceId id() {
    return id;
  }

  int nextCounters() {
    return ++countersSequence;
  }

  int nextFlow() {
    return ++flowSequence;
  }

  /** A flow sample was not sent. */
  void countLost() {
    lostFlowSamples.incrementAndGet();
  }

  long lost() {
    return lostFlowSamples.get();
  }
}
