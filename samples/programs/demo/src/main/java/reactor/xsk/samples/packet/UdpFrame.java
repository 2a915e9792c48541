package reactor.xsk.samples.packet;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * A UDP datagram in IPv4 in Ethernet: where its fields are, and how its headers are written in
 * place, around a payload that already stands in the frame.
 */
public final class UdpFrame {

  static final int DESTINATION_MAC = 0;
  static final int SOURCE_MAC = 6;
  static final int ETHER_TYPE = 12;

  static final int IP = 14;
  static final int IP_TOTAL_LENGTH = IP + 2;
  static final int IP_FRAGMENT = IP + 6;
  static final int IP_TTL_PROTOCOL = IP + 8;
  static final int IP_PROTOCOL = IP + 9;

  /** Where the checksum of the IPv4 header is. */
  public static final int IP_CHECKSUM = IP + 10;

  static final int IP_SOURCE = IP + 12;
  static final int IP_DESTINATION = IP + 16;
  static final int IP_HEADER_BYTES = 20;

  static final int UDP = IP + IP_HEADER_BYTES;
  static final int UDP_SOURCE_PORT = UDP;
  static final int UDP_DESTINATION_PORT = UDP + 2;
  static final int UDP_LENGTH = UDP + 4;

  /** Where the checksum of the UDP datagram is. */
  public static final int UDP_CHECKSUM = UDP + 6;

  static final int UDP_HEADER_BYTES = 8;

  /** Where the payload begins, which is also the length of all headers. */
  public static final int PAYLOAD = UDP + UDP_HEADER_BYTES;

  static final short ETHER_TYPE_IPV4 = 0x0800;
  static final int PROTOCOL_UDP = 17;
  private static final short VERSION_4_HEADER_5_WORDS = 0x4500;
  private static final short DO_NOT_FRAGMENT = 0x4000;
  private static final int TTL = 64;

  private UdpFrame() {}

  /** The part of a frame that is for the payload. */
  public static MemorySegment payloadOf(MemorySegment frame) {
    return frame.asSlice(PAYLOAD);
  }

  /**
   * Writes the headers, checksums included, around the payload.
   *
   * @param frame holds the payload from {@link #PAYLOAD} on
   * @return the length of the whole packet in bytes
   */
  public static int writeHeaders(MemorySegment frame, UdpFlow flow, int payloadBytes) {
    int udpBytes = UDP_HEADER_BYTES + payloadBytes;
    writeEthernet(frame, flow);
    writeIp(frame, flow, IP_HEADER_BYTES + udpBytes);
    writeUdp(frame, flow, udpBytes);
    return UDP + udpBytes;
  }

  private static void writeEthernet(MemorySegment frame, UdpFlow flow) {
    putMac(frame, DESTINATION_MAC, flow.destinationMac());
    putMac(frame, SOURCE_MAC, flow.sourceMac());
    frame.set(NetworkOrder.SHORT, ETHER_TYPE, ETHER_TYPE_IPV4);
  }

  private static void putMac(MemorySegment frame, int at, long mac) {
    frame.set(NetworkOrder.SHORT, at, (short) (mac >>> 32));
    frame.set(NetworkOrder.INT, at + 2, (int) mac);
  }

  private static void writeIp(MemorySegment frame, UdpFlow flow, int totalBytes) {
    frame.set(NetworkOrder.SHORT, IP, VERSION_4_HEADER_5_WORDS);
    frame.set(NetworkOrder.SHORT, IP_TOTAL_LENGTH, (short) totalBytes);
    // identification 0, as RFC 6864 allows where there is no fragmentation
    frame.set(NetworkOrder.INT, IP_FRAGMENT - 2, DO_NOT_FRAGMENT);
    frame.set(NetworkOrder.SHORT, IP_TTL_PROTOCOL, (short) (TTL << Byte.SIZE | PROTOCOL_UDP));
    frame.set(NetworkOrder.SHORT, IP_CHECKSUM, (short) 0);
    frame.set(NetworkOrder.INT, IP_SOURCE, flow.sourceIp());
    frame.set(NetworkOrder.INT, IP_DESTINATION, flow.destinationIp());
    int checksum = InternetChecksum.of(InternetChecksum.sum(frame, IP, IP_HEADER_BYTES));
    frame.set(NetworkOrder.SHORT, IP_CHECKSUM, (short) checksum);
  }

  private static void writeUdp(MemorySegment frame, UdpFlow flow, int udpBytes) {
    frame.set(NetworkOrder.SHORT, UDP_SOURCE_PORT, (short) flow.sourcePort());
    frame.set(NetworkOrder.SHORT, UDP_DESTINATION_PORT, (short) flow.destinationPort());
    frame.set(NetworkOrder.SHORT, UDP_LENGTH, (short) udpBytes);
    frame.set(NetworkOrder.SHORT, UDP_CHECKSUM, (short) 0);
    int checksum = InternetChecksum.of(udpSum(frame, udpBytes));
    // 0 means "no checksum" (RFC 768); its other form in one's complement is the same number
    frame.set(NetworkOrder.SHORT, UDP_CHECKSUM, (short) (checksum == 0 ? 0xFFFF : checksum));
  }

  /** The sum over the datagram and its pseudo header: addresses, protocol, length. */
  static long udpSum(MemorySegment frame, int udpBytes) {
    return InternetChecksum.sum(frame, IP_SOURCE, 2 * Integer.BYTES)
        + PROTOCOL_UDP
        + udpBytes
        + InternetChecksum.sum(frame, UDP, udpBytes);
  }

  static int unsignedShort(MemorySegment frame, int at) {
    return frame.get(NetworkOrder.SHORT, at) & 0xFFFF;
  }

  static int unsignedByte(MemorySegment frame, int at) {
    return frame.get(JAVA_BYTE, at) & 0xFF;
  }
}
