package reactor.xsk.samples.demo;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import reactor.xsk.PacketWriter;
import reactor.xsk.telemetry.TelemetryMessage;

/**
 * Damages the first three packets of a stream, each in its own way, and leaves the rest as they
 * are: so that it is seen that the receiver refuses what is wrong.
 */
final class DamagingWriter implements PacketWriter<TelemetryMessage> {

  /** Packets damaged, of which the IP stack must refuse each. */
  static final int DAMAGED = 3;

  /** What the IP stack must have counted then. */
  static final Refusals EXPECTED = new Refusals(1, 2, 0, 0);

  private final PacketWriter<TelemetryMessage> writer;
  private int written; // on the loop thread

  DamagingWriter(PacketWriter<TelemetryMessage> writer) {
    this.writer = writer;
  }

  @Override
  public int write(TelemetryMessage message, MemorySegment frame) {
    int length = writer.write(message, frame);
    switch (written++) {
      case 0 -> flipBit(frame, PacketReader.IP_CHECKSUM);
      case 1 -> flipBit(frame, PacketReader.UDP_CHECKSUM);
      case 2 -> flipBit(frame, length - 1);
      default -> {}
    }
    return length;
  }

  private static void flipBit(MemorySegment frame, int at) {
    frame.set(JAVA_BYTE, at, (byte) (frame.get(JAVA_BYTE, at) ^ 0x10));
  }
}
