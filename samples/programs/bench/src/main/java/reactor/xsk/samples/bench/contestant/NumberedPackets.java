package reactor.xsk.samples.bench.contestant;

import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import reactor.xsk.Packet;

/**
 * Endless packets that all differ. The objects are made once; a number is written into each packet.
 */
final class NumberedPackets implements Iterable<Packet> {

  private static final int OBJECTS = 1 << 12;

  private final Packet[] packets = new Packet[OBJECTS];
  private long number;

  NumberedPackets(int lengthBytes) {
    MemorySegment template = Traffic.template(lengthBytes);
    for (int i = 0; i < OBJECTS; i++) {
      packets[i] = frame -> Traffic.write(template, number++, frame);
    }
  }

  @Override
  public Iterator<Packet> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return true;
      }

      @Override
      public Packet next() {
        return packets[next++ & (OBJECTS - 1)];
      }
    };
  }
}
