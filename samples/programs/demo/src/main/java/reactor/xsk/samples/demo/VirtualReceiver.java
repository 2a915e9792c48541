package reactor.xsk.samples.demo;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** Stands in for an IP stack where packets go to the model of the kernel: checks headers itself. */
final class VirtualReceiver implements Receiver {

  private final PacketReader reader;
  private volatile Consumer<MemorySegment> consumer = payload -> {};
  private volatile Refusals refusals = Refusals.NONE;

  VirtualReceiver(InetSocketAddress source, InetSocketAddress destination) {
    reader = new PacketReader(source, destination);
  }

  /** Takes a packet, on the sender's loop thread. */
  void onPacket(MemorySegment packet) {
    MemorySegment payload;
    try {
      payload = reader.payloadOf(packet);
    } catch (MalformedPacketException e) {
      refusals = counted(refusals, e.field());
      return;
    }
    consumer.accept(payload);
  }

  private static Refusals counted(Refusals before, String field) {
    boolean ip = field.startsWith("IP");
    boolean checksum = field.equals("UDP checksum");
    return new Refusals(
        before.ipHeaders() + (ip ? 1 : 0),
        before.udpChecksums() + (checksum ? 1 : 0),
        0,
        before.others() + (ip || checksum ? 0 : 1));
  }

  @Override
  public void deliverTo(Consumer<MemorySegment> newConsumer) {
    consumer = newConsumer;
  }

  @Override
  public Refusals refusals() {
    return refusals;
  }

  @Override
  public int window(int frameBytes) {
    return 512;
  }

  @Override
  public String describe() {
    return "the demo itself: decodes the headers, verifies both checksums";
  }

  @Override
  public void close() {}
}
