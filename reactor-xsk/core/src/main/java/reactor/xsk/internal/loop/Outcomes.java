package reactor.xsk.internal.loop;

import java.util.function.Supplier;
import reactor.xsk.SendOutcome;
import reactor.xsk.XskCounters.Counter;
import reactor.xsk.internal.events.QueueEvents;
import reactor.xsk.internal.port.TxPort;
import reactor.xsk.internal.port.TxPort.FrameOutcomes;
import reactor.xsk.internal.stream.Source;
import reactor.xsk.internal.stream.TxCounters;

/**
 * Tells each source what became of its packets, and why. Consecutive completions of one source are
 * reported in one call, unless the source wants the outcome of each item.
 */
public final class Outcomes implements FrameOutcomes {

  private final TxCounters counters;
  private final InFlight inFlight;
  private final QueueEvents events;
  private final Supplier<TxPort> port;

  /** The outcomes of packets of {@code port}, which may be another after a while. */
  public Outcomes(
      TxCounters counters, InFlight inFlight, QueueEvents events, Supplier<TxPort> port) {
    this.counters = counters;
    this.inFlight = inFlight;
    this.events = events;
    this.port = port;
  }

  /**
   * Takes back the frames that have ended, and reports their outcomes to their sources. Returns how
   * many.
   */
  public int reap(TxPort port) {
    int before = port.inFlight();
    try {
      port.reap(this);
    } finally { // also those before a completion that cannot be true
      int done = before - port.inFlight();
      if (done > 0) {
        counters.add(Counter.COMPLETIONS, done);
        counters.showFrames(port.inFlight(), port.freeFrames());
      }
    }
    return before - port.inFlight();
  }

  /** Closes the port, and tells the sources of all frames that were in flight. */
  void close(TxPort port) {
    port.close(this);
  }

  @Override
  public void onOutcome(int frame, SendOutcome outcome) {
    Source<?> source = inFlight.remove(frame);
    tell(source, frame, outcome);
  }

  @Override
  public void onCompleted(int[] frames, int from, int to) {
    int next = from;
    try {
      while (next < to) {
        int first = next++;
        Source<?> source = inFlight.source(frames[first]);
        if (source.wantsEachOutcome()) {
          onOutcome(frames[first], SendOutcome.COMPLETED);
        } else {
          next = inFlight.removeRun(frames, first, to);
          source.onCompleted(next - first, inFlight.runBytes());
        }
      }
    } finally {
      if (next < to) {
        onCompleted(frames, next, to);
      }
    }
  }

  private void tell(Source<?> source, int frame, SendOutcome outcome) {
    if (outcome == SendOutcome.DROPPED) {
      events.packetDropped(inFlight.lengthBytes(frame));
    }
    boolean hasCause = outcome != SendOutcome.COMPLETED && source.wantsCause();
    Throwable cause =
        hasCause ? OutcomeCause.of(outcome, inFlight.lengthBytes(frame), port.get()) : null;
    long timeNs = outcome == SendOutcome.COMPLETED ? port.get().transmitTimeNs(frame) : 0;
    source.onOutcome(inFlight.takeItem(frame), outcome, inFlight.lengthBytes(frame), timeNs, cause);
  }

  /** A packet that was taken out of its frame, and finds no other. */
  void failed(InFlight.Entry entry) {
    Source<?> source = entry.source();
    Throwable cause =
        source.wantsCause()
            ? OutcomeCause.of(SendOutcome.FAILED, entry.lengthBytes(), port.get())
            : null;
    source.onOutcome(entry.item(), SendOutcome.FAILED, entry.lengthBytes(), 0, cause);
  }
}
