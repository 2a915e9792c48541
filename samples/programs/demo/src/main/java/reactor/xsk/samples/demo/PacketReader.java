package reactor.xsk.samples.demo;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Takes a UDP datagram in IPv4 in Ethernet apart as a kernel's IP stack does: every header is
 * checked before the next is looked at. It shares no code with the writer.
 */
final class PacketReader {

  /** Where the checksum of the IPv4 header is. */
  static final int IP_CHECKSUM = 24;

  /** Where the checksum of the UDP datagram is. */
  static final int UDP_CHECKSUM = 40;

  /** Ethernet, IPv4 and UDP. */
  static final int HEADER_BYTES = 42;

  private static final int ETHER_TYPE = 12;
  private static final int IP = 14;
  private static final int IP_SOURCE = 26;
  private static final int UDP = 34;
  private static final int PROTOCOL_UDP = 17;

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final InetSocketAddress source;
  private final InetSocketAddress destination;

  /** A reader of the packets between two addresses. */
  PacketReader(InetSocketAddress source, InetSocketAddress destination) {
    this.source = source;
    this.destination = destination;
  }

  /**
   * Checks all headers and both checksums.
   *
   * @param frame the packet, from the destination MAC address on
   * @return the payload, a slice of {@code frame}
   * @throws MalformedPacketException if anything is wrong
   */
  MemorySegment payloadOf(MemorySegment frame) {
    check("length", frame.byteSize() >= HEADER_BYTES, frame.byteSize());
    int type = unsignedShort(frame, ETHER_TYPE);
    check("Ethernet type", type == 0x0800, type);
    checkIp(frame);
    return frame.asSlice(HEADER_BYTES, checkUdp(frame) - (HEADER_BYTES - UDP));
  }

  private void checkIp(MemorySegment frame) {
    int version = unsignedByte(frame, IP);
    check("IP version and header length", version == 0x45, version);
    int sum = folded(sum(frame, IP, UDP - IP));
    check("IP header checksum", sum == 0xFFFF, sum);
    int total = unsignedShort(frame, IP + 2);
    check("IP total length", total == frame.byteSize() - IP, total);
    int fragment = unsignedShort(frame, IP + 6); // only "do not fragment" may be set
    check("IP fragment", (fragment & 0xBFFF) == 0, fragment);
    int protocol = unsignedByte(frame, IP + 9);
    check("IP protocol", protocol == PROTOCOL_UDP, protocol);
    int from = frame.get(INT, IP_SOURCE);
    check("IP source", from == ip(source), from);
    int to = frame.get(INT, IP_SOURCE + 4);
    check("IP destination", to == ip(destination), to);
  }

  /** Returns the length of the datagram. */
  private int checkUdp(MemorySegment frame) {
    int from = unsignedShort(frame, UDP);
    check("UDP source port", from == source.getPort(), from);
    int to = unsignedShort(frame, UDP + 2);
    check("UDP destination port", to == destination.getPort(), to);
    int length = unsignedShort(frame, UDP + 4);
    check("UDP length", length == frame.byteSize() - UDP, length);
    int checksum = unsignedShort(frame, UDP_CHECKSUM);
    check("UDP checksum is there", checksum != 0, checksum);
    long pseudoHeader = sum(frame, IP_SOURCE, 8) + PROTOCOL_UDP + length;
    int sum = folded(pseudoHeader + sum(frame, UDP, length));
    check("UDP checksum", sum == 0xFFFF, sum);
    return length;
  }

  /** RFC 1071: the sum of 16-bit words, the last one padded with a zero byte. */
  private static long sum(MemorySegment bytes, int offset, int lengthBytes) {
    long sum = 0;
    int at = offset;
    for (; at < offset + lengthBytes - 1; at += Short.BYTES) {
      sum += unsignedShort(bytes, at);
    }
    return at < offset + lengthBytes ? sum + (unsignedByte(bytes, at) << Byte.SIZE) : sum;
  }

  private static int folded(long sum) {
    long folded = sum;
    while (folded >>> Short.SIZE != 0) {
      folded = (folded & 0xFFFF) + (folded >>> Short.SIZE);
    }
    return (int) folded;
  }

  private static int ip(InetSocketAddress address) {
    if (address.getAddress() instanceof Inet4Address ip) {
      return ByteBuffer.wrap(ip.getAddress()).getInt();
    }
    throw new IllegalArgumentException("not an IPv4 address: " + address);
  }

  private static int unsignedShort(MemorySegment frame, int at) {
    return Short.toUnsignedInt(frame.get(SHORT, at));
  }

  private static int unsignedByte(MemorySegment frame, int at) {
    return Byte.toUnsignedInt(frame.get(ValueLayout.JAVA_BYTE, at));
  }

  private static void check(String field, boolean holds, long value) {
    if (!holds) {
      throw new MalformedPacketException(field, value);
    }
  }
}
