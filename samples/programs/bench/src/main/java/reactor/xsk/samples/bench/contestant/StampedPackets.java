package reactor.xsk.samples.bench.contestant;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import reactor.xsk.Packet;

/** Packets that carry a time, taken in turn: none is used again while it may still be in flight. */
final class StampedPackets {

  private static final int OBJECTS = 1 << 16;

  private final Stamped[] packets = new Stamped[OBJECTS];
  private int next;

  StampedPackets(int lengthBytes) {
    MemorySegment template = Traffic.template(lengthBytes);
    for (int i = 0; i < OBJECTS; i++) {
      packets[i] = new Stamped(template);
    }
  }

  /** The next packet, with the time of now. */
  Packet stamped() {
    Stamped packet = packets[next++ & (OBJECTS - 1)];
    packet.sentNs = now();
    return packet;
  }

  /** CLOCK_REALTIME. */
  static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  private static final class Stamped implements Packet {
    private final MemorySegment template;
    private long sentNs;

    private Stamped(MemorySegment template) {
      this.template = template;
    }

    @Override
    public int writeTo(MemorySegment frame) {
      return Traffic.write(template, sentNs, frame);
    }
  }
}
