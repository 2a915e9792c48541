package reactor.xsk.internal.flow;

import java.util.concurrent.atomic.AtomicLongArray;
import reactor.xsk.XskCounters;
import reactor.xsk.internal.port.TxPort;

/** The counters of a sender: written by the loop thread alone, read by any. */
final class TxCounters {

  /** What is counted; {@link XskCounters} says what each means. */
  enum Counter {
    ACCEPTED,
    PACKETS,
    BYTES,
    WINDOWS,
    KICKS,
    KICKS_UNFINISHED,
    COMPLETIONS,
    COMPLETED,
    DROPPED,
    FAILED,
    DISCARDED,
    LOST,
    LINK_WAITS,
    SLOWDOWNS,
    REBUILDS,
    IN_FLIGHT,
    FREE_FRAMES,
    OPEN_STREAMS
  }

  private final AtomicLongArray cells = new AtomicLongArray(Counter.values().length);

  /** Counts up. */
  void add(Counter counter, long amount) {
    int cell = counter.ordinal();
    cells.lazySet(cell, cells.getPlain(cell) + amount);
  }

  /** Sets a gauge. */
  void set(Counter gauge, long value) {
    cells.lazySet(gauge.ordinal(), value);
  }

  /** Sets the gauges of frames. */
  void showFrames(TxPort port) {
    set(Counter.IN_FLIGHT, port.inFlight());
    set(Counter.FREE_FRAMES, port.freeFrames());
  }

  private long get(Counter counter) {
    return cells.get(counter.ordinal());
  }

  XskCounters snapshot() {
    return new XskCounters(
        get(Counter.ACCEPTED),
        get(Counter.PACKETS),
        get(Counter.BYTES),
        get(Counter.WINDOWS),
        get(Counter.KICKS),
        get(Counter.KICKS_UNFINISHED),
        get(Counter.COMPLETIONS),
        get(Counter.COMPLETED),
        get(Counter.DROPPED),
        get(Counter.FAILED),
        get(Counter.DISCARDED),
        get(Counter.LOST),
        get(Counter.LINK_WAITS),
        get(Counter.SLOWDOWNS),
        get(Counter.REBUILDS),
        get(Counter.IN_FLIGHT),
        get(Counter.FREE_FRAMES),
        get(Counter.OPEN_STREAMS));
  }
}
