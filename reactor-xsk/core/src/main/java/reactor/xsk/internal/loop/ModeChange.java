package reactor.xsk.internal.loop;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.internal.loop.InFlight.Entry;
import reactor.xsk.internal.port.TxPort;
import reactor.xsk.internal.stream.TxCounters;

/**
 * Mode AUTO leaves a mode in which the interface has stopped to take packets: a port of another
 * mode is opened, and gets the packets that were published and not taken, in their order. Zero-copy
 * is left once and for good; mode BULK may be chosen again when a socket is rebuilt.
 */
final class ModeChange {

  private static final Logger LOG = Loggers.getLogger(ModeChange.class);

  private record Packet(Entry entry, byte[] bytes) {}

  private final boolean allowed;
  private final int batchSize;
  private final InFlight inFlight;
  private final TxCounters counters;
  private final Outcomes outcomes;
  private final Window window;
  private final int longestWindow;
  private final Backoff backoff;

  ModeChange(
      XskConfig config,
      InFlight inFlight,
      TxCounters counters,
      Outcomes outcomes,
      Window window,
      Backoff backoff) {
    this.allowed = config.mode() == XskMode.AUTO;
    this.batchSize = config.batchSize();
    this.inFlight = inFlight;
    this.counters = counters;
    this.outcomes = outcomes;
    this.window = window;
    this.longestWindow = window.capacity();
    this.backoff = backoff;
  }

  /** After a kick that failed: whether another mode must take over. */
  boolean isDue(TxPort port) {
    return allowed && (port.refusesForGood() || !port.isLinkUp() && port.refusal() != null);
  }

  /**
   * Closes {@code port} and returns the one that takes over. It is kicked while it has no room for
   * all packets, as a socket before Linux 6.17 with its 32; what it does not take then has failed.
   *
   * @throws XskException if none can be opened; {@code port} is still open then, unless it refuses
   *     for good, and no packet is left in flight in it
   */
  TxPort replace(TxPort port, Supplier<TxPort> opener) {
    XskException refusal = Objects.requireNonNull(port.refusal());
    outcomes.reap(port);
    TxPort next = port.refusesForGood() ? closeFirst(port, opener) : openFirst(port, opener);
    int windowSize = Math.min(longestWindow, next.longestWindow());
    window.limitTo(windowSize);
    backoff.limitTo(windowSize);
    LOG.warn(
        "{} mode from here on, since {}",
        next.mode().name().toLowerCase(Locale.ROOT),
        refusal.getMessage());
    return next;
  }

  private TxPort openFirst(TxPort port, Supplier<TxPort> opener) {
    TxPort next = opener.get();
    try {
      return closeFirst(port, () -> next);
    } catch (Throwable t) {
      next.close();
      throw t;
    }
  }

  /** Where both are of one queue. */
  private TxPort closeFirst(TxPort port, Supplier<TxPort> opener) {
    Deque<Packet> packets = new ArrayDeque<>();
    try {
      withdraw(port, packets);
      outcomes.close(port); // before its frames' numbers are used again
      TxPort next = opener.get();
      move(packets, next);
      return next;
    } finally {
      packets.forEach(packet -> outcomes.failed(packet.entry));
    }
  }

  private void withdraw(TxPort port, Deque<Packet> packets) {
    port.withdraw(
        port.pending(),
        frame -> {
          Entry entry = inFlight.takeOut(frame);
          MemorySegment packet = port.frame(frame).asSlice(0, entry.lengthBytes());
          packets.add(new Packet(entry, packet.toArray(JAVA_BYTE)));
        });
  }

  /** Takes packets out of the queue into the port, in their order, as many as it takes. */
  private void move(Deque<Packet> packets, TxPort port) {
    try {
      do {
        publish(packets, Math.min(port.room(packets.size()), port.freeFrames()), port);
      } while (!packets.isEmpty() && kick(port));
    } catch (Throwable t) {
      outcomes.close(port);
      throw t;
    }
  }

  private void publish(Deque<Packet> packets, int count, TxPort port) {
    for (int i = 1; i <= count; i++) {
      boolean isLastOfWindow = i % batchSize == 0 || i == count;
      put(packets.getFirst(), port, !isLastOfWindow);
      packets.removeFirst();
    }
    port.submit();
  }

  /** Returns whether the kernel took anything. */
  private boolean kick(TxPort port) {
    int before = port.pending();
    port.kick();
    int left = port.pending();
    counters.addKick(left > 0);
    outcomes.reap(port);
    return left < before;
  }

  private void put(Packet packet, TxPort port, boolean more) {
    int frame = port.acquire();
    MemorySegment.copy(packet.bytes, 0, port.frame(frame), JAVA_BYTE, 0, packet.bytes.length);
    inFlight.putInto(frame, packet.entry);
    port.put(frame, packet.bytes.length, more);
  }
}
