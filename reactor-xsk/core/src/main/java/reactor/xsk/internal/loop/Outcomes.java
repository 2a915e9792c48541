package reactor.xsk.internal.loop;

import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;
import reactor.xsk.SendOutcome;
import reactor.xsk.XskCounters.Counter;
import reactor.xsk.XskPacketException;
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
  private final String where;
  private final IntFunction<XskPacketException> dropCause;
  private final IntToLongFunction transmitTimesNs;

  // completed packets that were not reported yet, all of one source
  private @Nullable Source<?> runOf;
  private int runPackets;
  private long runBytes;

  public Outcomes(
      TxCounters counters,
      InFlight inFlight,
      QueueEvents events,
      String where,
      IntFunction<XskPacketException> dropCause,
      IntToLongFunction transmitTimesNs) {
    this.counters = counters;
    this.inFlight = inFlight;
    this.events = events;
    this.where = where;
    this.dropCause = dropCause;
    this.transmitTimesNs = transmitTimesNs;
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
      endRun();
      counters.add(Counter.COMPLETIONS, before - port.inFlight());
      counters.showFrames(port.inFlight(), port.freeFrames());
    }
    return before - port.inFlight();
  }

  /** Closes the port, and tells the sources of all frames that were in flight. */
  void close(TxPort port) {
    try {
      port.close(this);
    } finally {
      endRun();
    }
  }

  @Override
  public void onOutcome(int frame, SendOutcome outcome) {
    Source<?> source = inFlight.remove(frame);
    if (outcome == SendOutcome.COMPLETED && !source.wantsEachOutcome()) {
      addToRun(source, inFlight.lengthBytes(frame));
    } else {
      tell(source, frame, outcome);
    }
  }

  private void addToRun(Source<?> source, int lengthBytes) {
    if (source != runOf) {
      endRun();
      runOf = source;
    }
    runPackets++;
    runBytes += lengthBytes;
  }

  private void endRun() {
    Source<?> source = runOf;
    if (source != null) {
      source.onCompleted(runPackets, runBytes);
      runOf = null;
      runPackets = 0;
      runBytes = 0;
    }
  }

  private void tell(Source<?> source, int frame, SendOutcome outcome) {
    if (outcome == SendOutcome.DROPPED) {
      events.packetDropped(inFlight.lengthBytes(frame));
    }
    boolean hasCause = outcome != SendOutcome.COMPLETED && source.wantsCause();
    Throwable cause = hasCause ? causeOf(outcome, inFlight.lengthBytes(frame)) : null;
    long timeNs = outcome == SendOutcome.COMPLETED ? transmitTimesNs.applyAsLong(frame) : 0;
    source.onOutcome(inFlight.takeItem(frame), outcome, inFlight.lengthBytes(frame), timeNs, cause);
  }

  private @Nullable XskPacketException causeOf(SendOutcome outcome, int lengthBytes) {
    String values = "length=" + lengthBytes + ", " + where;
    return switch (outcome) {
      case COMPLETED, DISCARDED -> null;
      case DROPPED -> dropCause.apply(lengthBytes);
      case FAILED ->
          new XskPacketException(
              "send",
              0,
              "the kernel did not take the packet: the socket ended first, or it refused the"
                  + " descriptor",
              values,
              "send it again",
              null);
      case LOST ->
          new XskPacketException(
              "completion",
              0,
              "the kernel took the packet and never gave its frame back",
              values,
              "it may or may not have been sent",
              null);
    };
  }
}
