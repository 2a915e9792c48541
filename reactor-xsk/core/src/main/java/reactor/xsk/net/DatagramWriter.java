package reactor.xsk.net;

import java.lang.foreign.MemorySegment;
import reactor.xsk.PacketWriter;
import reactor.xsk.XskPacketException;
import reactor.xsk.internal.net.HeaderTemplate;

/** Writes headers from a template, and a payload from a {@link PayloadWriter} behind them. */
final class DatagramWriter<T> implements PacketWriter<T> {

  private static final String OPERATION = "write datagram";

  private final HeaderTemplate template;
  private final PayloadWriter<? super T> payloadWriter;
  private PayloadSlices slices;

  DatagramWriter(HeaderTemplate template, PayloadWriter<? super T> payloadWriter) {
    this.template = template;
    this.payloadWriter = payloadWriter;
    this.slices = new PayloadSlices(template.headerBytes(), template.maxPayloadBytes());
  }

  @Override
  public int write(T item, MemorySegment frame) {
    MemorySegment payload = slices.of(frame);
    template.writeTo(frame);
    int payloadBytes = writePayload(item, payload);
    if (payloadBytes < 0 || payloadBytes > payload.byteSize()) {
      throw refusal(payloadBytes, payload.byteSize());
    }
    return template.complete(frame, payloadBytes);
  }

  private int writePayload(T item, MemorySegment payload) {
    try {
      return payloadWriter.write(item, payload);
    } catch (IndexOutOfBoundsException e) {
      throw new XskPacketException(
          OPERATION,
          0,
          "the payload writer left its payload",
          "maximum=%d, mtu=%d".formatted(payload.byteSize(), template.mtuBytes()),
          "write at most payload.byteSize() bytes: a datagram is not fragmented",
          e);
    }
  }

  private XskPacketException refusal(int payloadBytes, long maxPayloadBytes) {
    String values =
        "payload=%d, maximum=%d, mtu=%d"
            .formatted(payloadBytes, maxPayloadBytes, template.mtuBytes());
    return payloadBytes < 0
        ? new XskPacketException(
            OPERATION,
            0,
            "the payload writer returned a negative length",
            values,
            "return how many bytes were written",
            null)
        : new XskPacketException(
            OPERATION,
            0,
            "the payload does not fit",
            values,
            "shorten it to the maximum, or raise the MTU: a datagram is not fragmented",
            null);
  }
}
