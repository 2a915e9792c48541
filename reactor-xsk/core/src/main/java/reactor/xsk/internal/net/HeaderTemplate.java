package reactor.xsk.internal.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The headers of the UDP datagrams of one flow: written into a frame first, as they stand; then,
 * once the payload is there, what is of this datagram: lengths, identification, checksums. Those
 * parts of a sum that never change are summed once.
 *
 * <p>Immutable but for the count of identifications: for any number of threads.
 */
public final class HeaderTemplate {

  /** Where the UDP checksum is, in bytes from {@link #udpOffset}. */
  public static final int UDP_CHECKSUM = 6;

  private static final int IPV4_TOTAL_LENGTH = 2;
  private static final int IPV4_IDENTIFICATION = 4;
  private static final int IPV4_CHECKSUM = 10;
  private static final int IPV4_ADDRESSES = 12;
  private static final int IPV6_PAYLOAD_LENGTH = 4;
  private static final int IPV6_ADDRESSES = 8;
  private static final int UDP_LENGTH = 4;
  private static final int MAX_LENGTH_FIELD = 0xFFFF;

  private final byte[] header;
  private final long[] words; // the same, and zeros up to a multiple of 8
  private final boolean isIpv4;
  private final int ip;
  private final int udp;
  private final int mtuBytes;
  private final int maxPayloadBytes;
  private final boolean hasUdpChecksum;
  private final long ipSum;
  private final long pseudoSum;
  private final long udpSum;

  // RFC 6864: a packet that may be fragmented needs one of its own, others have 0. They start
  // anywhere: a template that follows another must not give its numbers to other packets soon
  private final boolean isNumbered;
  private final AtomicInteger identification =
      new AtomicInteger(ThreadLocalRandom.current().nextInt());

  /** Lays {@code fields} out. */
  public HeaderTemplate(HeaderFields fields) {
    header = HeaderLayout.bytesOf(fields);
    words = wordsOf(header);
    isIpv4 = fields.isIpv4();
    udp = header.length - HeaderLayout.UDP_BYTES;
    ip = udp - (isIpv4 ? HeaderLayout.IPV4_BYTES : HeaderLayout.IPV6_BYTES);
    mtuBytes = fields.mtuBytes();
    int longestIpBytes = Math.min(mtuBytes, MAX_LENGTH_FIELD + (isIpv4 ? 0 : udp - ip));
    maxPayloadBytes = Math.max(0, longestIpBytes - (header.length - ip));
    hasUdpChecksum = fields.hasUdpChecksum();
    isNumbered = isIpv4 && fields.isFragmentable();
    MemorySegment bytes = MemorySegment.ofArray(header);
    ipSum = isIpv4 ? InternetChecksum.sum(bytes, ip, HeaderLayout.IPV4_BYTES) : 0;
    int addresses = ip + (isIpv4 ? IPV4_ADDRESSES : IPV6_ADDRESSES);
    pseudoSum = // of the pseudo header, but for the length
        InternetChecksum.sum(bytes, addresses, udp - addresses)
            + InternetChecksum.word(HeaderLayout.PROTOCOL_UDP);
    udpSum = pseudoSum + InternetChecksum.sum(bytes, udp, HeaderLayout.UDP_BYTES); // of the ports
  }

  private static long[] wordsOf(byte[] header) {
    long[] words = new long[(header.length + Long.BYTES - 1) / Long.BYTES];
    byte[] padded = Arrays.copyOf(header, words.length * Long.BYTES);
    ByteBuffer.wrap(padded).order(ByteOrder.nativeOrder()).asLongBuffer().get(words);
    return words;
  }

  /** Bytes of all headers: where the payload begins. */
  public int headerBytes() {
    return header.length;
  }

  /** The longest IP packet of this route. */
  public int mtuBytes() {
    return mtuBytes;
  }

  /** The longest payload that the MTU, and the length fields, leave room for; 0 if none. */
  public int maxPayloadBytes() {
    return maxPayloadBytes;
  }

  /** Whether datagrams have a UDP checksum. */
  public boolean hasUdpChecksum() {
    return hasUdpChecksum;
  }

  /** Where the UDP header begins: the first byte that the UDP checksum is over. */
  public int udpOffset() {
    return udp;
  }

  /** Writes all that is the same in every datagram. */
  public void writeTo(MemorySegment frame) {
    if (frame.byteSize() < (long) words.length * Long.BYTES) {
      MemorySegment.copy(header, 0, frame, JAVA_BYTE, 0, header.length);
      return;
    }
    for (int i = 0; i < words.length; i++) { // the last may reach into the payload, which follows
      frame.set(JAVA_LONG_UNALIGNED, (long) i * Long.BYTES, words[i]);
    }
  }

  /**
   * Writes what is of this datagram, after its payload.
   *
   * @return the length of the whole packet in bytes
   */
  public int complete(MemorySegment frame, int payloadBytes) {
    int udpBytes = completeAllButChecksum(frame, payloadBytes);
    if (hasUdpChecksum) {
      long length = 2L * InternetChecksum.word(udpBytes); // in the pseudo header and in the header
      long payload = InternetChecksum.sum(frame, header.length, payloadBytes);
      int checksum = InternetChecksum.of(udpSum + length + payload);
      // 0 would say that there is none (RFC 768); 0xFFFF is the same number in one's complement
      frame.set(
          JAVA_SHORT_UNALIGNED, udp + UDP_CHECKSUM, (short) (checksum == 0 ? 0xFFFF : checksum));
    }
    return udp + udpBytes;
  }

  /**
   * The same for a datagram whose UDP checksum device or kernel compute: its field gets the sum of
   * the pseudo header, not complemented, and the payload is not read.
   *
   * @return the length of the whole packet in bytes
   */
  public int completeWithPseudoSum(MemorySegment frame, int payloadBytes) {
    int udpBytes = completeAllButChecksum(frame, payloadBytes);
    if (hasUdpChecksum) {
      int complement = InternetChecksum.of(pseudoSum + InternetChecksum.word(udpBytes));
      frame.set(JAVA_SHORT_UNALIGNED, udp + UDP_CHECKSUM, (short) ~complement);
    }
    return udp + udpBytes;
  }

  /** Returns the length of UDP header and payload in bytes. */
  private int completeAllButChecksum(MemorySegment frame, int payloadBytes) {
    int udpBytes = HeaderLayout.UDP_BYTES + payloadBytes;
    if (isIpv4) {
      completeIpv4(frame, HeaderLayout.IPV4_BYTES + udpBytes);
    } else {
      frame.set(NetworkOrder.SHORT, ip + IPV6_PAYLOAD_LENGTH, (short) udpBytes);
    }
    frame.set(NetworkOrder.SHORT, udp + UDP_LENGTH, (short) udpBytes);
    return udpBytes;
  }

  private void completeIpv4(MemorySegment frame, int totalBytes) {
    frame.set(NetworkOrder.SHORT, ip + IPV4_TOTAL_LENGTH, (short) totalBytes);
    long sum = ipSum + InternetChecksum.word(totalBytes);
    if (isNumbered) {
      int number = identification.getAndIncrement() & 0xFFFF;
      frame.set(NetworkOrder.SHORT, ip + IPV4_IDENTIFICATION, (short) number);
      sum += InternetChecksum.word(number);
    }
    frame.set(JAVA_SHORT_UNALIGNED, ip + IPV4_CHECKSUM, (short) InternetChecksum.of(sum));
  }

  /** Whether the headers are the same, byte for byte. */
  public boolean hasSameHeaders(HeaderTemplate other) {
    return Arrays.equals(header, other.header)
        && mtuBytes == other.mtuBytes
        && hasUdpChecksum == other.hasUdpChecksum;
  }
}
