package reactor.xsk.internal.loop;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
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
  private final Outcomes outcomes;
  private final Window window;
  private final int longestWindow;
  private final Backoff backoff;

  ModeChange(
      XskConfig config, InFlight inFlight, Outcomes outcomes, Window window, Backoff backoff) {
    this.allowed = config.mode() == XskMode.AUTO;
    this.batchSize = config.batchSize();
    this.inFlight = inFlight;
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
   * Closes {@code port} and returns the one that takes over. Packets for which that has no room
   * have failed.
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

  /** Both are of one queue. */
  private TxPort closeFirst(TxPort port, Supplier<TxPort> opener) {
    List<Packet> packets = withdraw(port, port.pending());
    outcomes.close(port);
    int moved = 0;
    try {
      TxPort next = opener.get();
      try {
        moved = Math.min(next.room(packets.size()), next.freeFrames());
        publish(packets.subList(0, moved), next);
        return next;
      } catch (Throwable t) {
        next.close();
        throw t;
      }
    } finally {
      packets.subList(moved, packets.size()).forEach(packet -> outcomes.failed(packet.entry));
    }
  }

  private TxPort openFirst(TxPort port, Supplier<TxPort> opener) {
    TxPort next = opener.get();
    try {
      List<Packet> packets = withdraw(port, Math.min(next.room(port.pending()), next.freeFrames()));
      outcomes.close(port); // before its frames' numbers are used again
      publish(packets, next);
    } catch (Throwable t) {
      next.close();
      throw t;
    }
    return next;
  }

  private List<Packet> withdraw(TxPort port, int most) {
    List<Packet> packets = new ArrayList<>(most);
    port.withdraw(
        most,
        frame -> {
          Entry entry = inFlight.takeOut(frame);
          MemorySegment packet = port.frame(frame).asSlice(0, entry.lengthBytes());
          packets.add(new Packet(entry, packet.toArray(JAVA_BYTE)));
        });
    return packets;
  }

  private void publish(List<Packet> packets, TxPort port) {
    for (int i = 0; i < packets.size(); i++) {
      boolean isLastOfWindow = (i + 1) % batchSize == 0 || i == packets.size() - 1;
      put(packets.get(i), port, !isLastOfWindow);
    }
    port.submit();
  }

  private void put(Packet packet, TxPort port, boolean more) {
    int frame = port.acquire();
    MemorySegment.copy(packet.bytes, 0, port.frame(frame), JAVA_BYTE, 0, packet.bytes.length);
    inFlight.putInto(frame, packet.entry);
    port.put(frame, packet.bytes.length, more);
  }
}
