package reactor.xsk.net;

import java.lang.foreign.MemorySegment;
import reactor.xsk.MetadataWriter;
import reactor.xsk.TxMetadata;
import reactor.xsk.XskPacketException;
import reactor.xsk.internal.net.HeaderTemplate;

/**
 * Writes headers from a template, and a payload from a {@link PayloadWriter} behind them. Leaves
 * the UDP checksum to device or kernel where the sender has that. For any number of threads.
 */
final class DatagramWriter<T> implements MetadataWriter<T> {

  private static final String OPERATION = "write datagram";

  /** Kinds of headers whose cuts are kept: IPv4 and IPv6, with VLAN tags, for some MTUs. */
  private static final int MOST_KINDS = 16;

  private final Headers<? super T> headers;
  private final PayloadWriter<? super T> payloadWriter;
  private PayloadSlices[] kinds = {}; // never changed, but replaced; a race loses a kind

  DatagramWriter(Headers<? super T> headers, PayloadWriter<? super T> payloadWriter) {
    this.headers = headers;
    this.payloadWriter = payloadWriter;
  }

  @Override
  public int write(T item, MemorySegment frame) {
    HeaderTemplate template = headers.of(item);
    return template.complete(frame, writeParts(item, frame, template));
  }

  @Override
  public int write(T item, MemorySegment frame, TxMetadata metadata) {
    if (!metadata.hasChecksums()) {
      return write(item, frame);
    }
    HeaderTemplate template = headers.of(item);
    int lengthBytes = template.completeWithPseudoSum(frame, writeParts(item, frame, template));
    if (template.hasUdpChecksum()) {
      metadata.checksum(template.udpOffset(), HeaderTemplate.UDP_CHECKSUM);
    }
    return lengthBytes;
  }

  /** Headers as they stand, and the payload, of which the length is returned. */
  private int writeParts(T item, MemorySegment frame, HeaderTemplate template) {
    MemorySegment payload = slicesFor(template).of(frame);
    template.writeTo(frame);
    int payloadBytes = writePayload(item, payload, template);
    if (payloadBytes < 0 || payloadBytes > payload.byteSize()) {
      throw refusal(payloadBytes, payload.byteSize(), template);
    }
    return payloadBytes;
  }

  private PayloadSlices slicesFor(HeaderTemplate template) {
    for (PayloadSlices kind : kinds) {
      if (kind.fit(template.headerBytes(), template.maxPayloadBytes())) {
        return kind;
      }
    }
    return addKind(new PayloadSlices(template.headerBytes(), template.maxPayloadBytes()));
  }

  private PayloadSlices addKind(PayloadSlices added) {
    PayloadSlices[] before = kinds;
    PayloadSlices[] after = new PayloadSlices[Math.min(before.length + 1, MOST_KINDS)];
    after[0] = added;
    System.arraycopy(before, 0, after, 1, after.length - 1); // the oldest goes
    kinds = after;
    return added;
  }

  private int writePayload(T item, MemorySegment payload, HeaderTemplate template) {
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

  private static XskPacketException refusal(
      int payloadBytes, long maxPayloadBytes, HeaderTemplate template) {
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
