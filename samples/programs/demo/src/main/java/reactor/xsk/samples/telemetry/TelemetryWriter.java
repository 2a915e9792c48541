package reactor.xsk.samples.telemetry;

import java.lang.foreign.MemorySegment;
import reactor.xsk.PacketWriter;
import reactor.xsk.samples.packet.UdpFlow;
import reactor.xsk.samples.packet.UdpFrame;

/** Writes a record as one UDP packet, straight into the frame: first the payload, then headers. */
public final class TelemetryWriter implements PacketWriter<TelemetryRecord> {

  private final UdpFlow flow;

  /** Writes packets of this flow. */
  public TelemetryWriter(UdpFlow flow) {
    this.flow = flow;
  }

  @Override
  public int write(TelemetryRecord record, MemorySegment frame) {
    int length = UdpFrame.PAYLOAD + RecordEncoder.lengthOf(record);
    if (length > frame.byteSize()) {
      return length; // nothing written: this fails the packet, and says why
    }
    int payloadBytes = RecordEncoder.encode(record, UdpFrame.payloadOf(frame));
    return UdpFrame.writeHeaders(frame, flow, payloadBytes);
  }
}
