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
 * mode is opened, and gets the packets that were published and not taken, in their order.
 */
final class ModeChange {

  private static final Logger LOG = Loggers.getLogger(ModeChange.class);

  private record Packet(Entry entry, byte[] bytes) {}

  private final boolean allowed;
  private final int batchSize;
  private final InFlight inFlight;
  private final Outcomes outcomes;

  ModeChange(XskConfig config, InFlight inFlight, Outcomes outcomes) {
    this.allowed = config.mode() == XskMode.AUTO;
    this.batchSize = config.batchSize();
    this.inFlight = inFlight;
    this.outcomes = outcomes;
  }

  /** After a kick that failed: whether another mode must take over. */
  boolean isDue(TxPort port) {
    return allowed && !port.isLinkUp() && port.refusal() != null;
  }

  /**
   * Closes {@code port} and returns the one that takes over. Packets for which that has no room
   * have failed.
   *
   * @throws XskException if none can be opened; {@code port} is still open then
   */
  TxPort replace(TxPort port, Supplier<TxPort> opener) {
    XskException refusal = Objects.requireNonNull(port.refusal());
    outcomes.reap(port);
    TxPort next = opener.get();
    try {
      List<Packet> packets = withdraw(port, Math.min(next.room(port.pending()), next.freeFrames()));
      outcomes.close(port); // before its frames' numbers are used again
      publish(packets, next);
    } catch (Throwable t) {
      next.close();
      throw t;
    }
    LOG.warn(
        "{} mode from here on, since {}",
        next.mode().name().toLowerCase(Locale.ROOT),
        refusal.getMessage());
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
