package reactor.xsk.internal.stream;

import java.util.concurrent.atomic.AtomicLongArray;
import reactor.xsk.XskCounters;
import reactor.xsk.XskCounters.Counter;

/** The counters of a sender: written by the loop thread alone, read by any. */
public final class TxCounters {

  private final AtomicLongArray cells = new AtomicLongArray(Counter.values().length);

  /** Counts up. */
  public void add(Counter counter, long amount) {
    int cell = counter.ordinal();
    cells.lazySet(cell, cells.getPlain(cell) + amount);
  }

  /** A window was published. */
  public void addWindow(int packets, long bytes) {
    add(Counter.PACKETS, packets);
    add(Counter.BYTES, bytes);
    add(Counter.WINDOWS, 1);
  }

  /** A kick was made; the kernel may not have taken all. */
  public void addKick(boolean leftSome) {
    add(Counter.KICKS, 1);
    add(Counter.KICKS_UNFINISHED, leftSome ? 1 : 0);
  }

  /** Sets a gauge. */
  void set(Counter gauge, long value) {
    cells.lazySet(gauge.ordinal(), value);
  }

  /** Sets the gauges of frames. */
  public void showFrames(int inFlight, int free) {
    set(Counter.IN_FLIGHT, inFlight);
    set(Counter.FREE_FRAMES, free);
  }

  public XskCounters snapshot() {
    return XskCounters.of(counter -> cells.get(counter.ordinal()));
  }
}
