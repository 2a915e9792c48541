package reactor.xsk.net;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import reactor.xsk.support.Rfc1071;

/**
 * Takes a packet apart as RFC 791, 8200 and 768 say, byte by byte, and shares no code with the
 * library: what is not as it must be is an error.
 */
final class ReceivedDatagram {

  private static final HexFormat MAC = HexFormat.ofDelimiter(":");

  final String destinationMac;
  final String sourceMac;
  final List<Integer> vlanTags = new ArrayList<>();
  final byte[] source;
  final byte[] destination;
  final int trafficClass;
  final int hopLimit;
  final int identification;
  final boolean mayFragment;
  final int sourcePort;
  final int destinationPort;
  final boolean hasUdpChecksum;
  final byte[] payload;

  private ReceivedDatagram(ByteBuffer packet) {
    destinationMac = MAC.formatHex(take(packet, 6));
    sourceMac = MAC.formatHex(take(packet, 6));
    int etherType = unsignedShort(packet);
    while (etherType != 0x0800 && etherType != 0x86DD) {
      vlanTags.add(etherType << 16 | unsignedShort(packet));
      etherType = unsignedShort(packet);
    }
    int ip = packet.position();
    int pseudoHeader;
    if (etherType == 0x0800) {
      check("version", Byte.toUnsignedInt(packet.get()), 0x45);
      trafficClass = Byte.toUnsignedInt(packet.get());
      check("total length", unsignedShort(packet), packet.limit() - ip);
      identification = unsignedShort(packet);
      int fragment = unsignedShort(packet);
      check("fragment offset and flags", fragment & 0xBFFF, 0);
      mayFragment = fragment == 0;
      hopLimit = Byte.toUnsignedInt(packet.get());
      check("protocol", packet.get(), 17);
      packet.getShort();
      check("IPv4 checksum", Rfc1071.fold(Rfc1071.sum(packet, ip, 20)), 0xFFFF);
      source = take(packet, 4);
      destination = take(packet, 4);
      pseudoHeader = Rfc1071.sum(packet, ip + 12, 8);
    } else {
      int first = packet.getInt();
      check("version", first >>> 28, 6);
      trafficClass = first >>> 20 & 0xFF;
      check("flow label", first & 0xF_FFFF, 0);
      check("payload length", unsignedShort(packet), packet.limit() - ip - 40);
      check("next header", packet.get(), 17);
      hopLimit = Byte.toUnsignedInt(packet.get());
      identification = 0;
      mayFragment = false;
      source = take(packet, 16);
      destination = take(packet, 16);
      pseudoHeader = Rfc1071.sum(packet, ip + 8, 32);
    }
    int udp = packet.position();
    int udpBytes = packet.limit() - udp;
    sourcePort = unsignedShort(packet);
    destinationPort = unsignedShort(packet);
    check("UDP length", unsignedShort(packet), udpBytes);
    hasUdpChecksum = unsignedShort(packet) != 0;
    if (hasUdpChecksum) {
      int total = pseudoHeader + 17 + udpBytes + Rfc1071.sum(packet, udp, udpBytes);
      check("UDP checksum", Rfc1071.fold(total), 0xFFFF);
    }
    payload = take(packet, packet.remaining());
  }

  static ReceivedDatagram of(MemorySegment frame, int lengthBytes) {
    byte[] packet = new byte[lengthBytes];
    MemorySegment.copy(frame, ValueLayout.JAVA_BYTE, 0, packet, 0, lengthBytes);
    return new ReceivedDatagram(ByteBuffer.wrap(packet));
  }

  private static void check(String field, int found, int expected) {
    if (found != expected) {
      throw new AssertionError("%s is 0x%x, not 0x%x".formatted(field, found, expected));
    }
  }

  private static byte[] take(ByteBuffer packet, int bytes) {
    int start = packet.position();
    packet.position(start + bytes);
    return Arrays.copyOfRange(packet.array(), start, start + bytes);
  }

  private static int unsignedShort(ByteBuffer packet) {
    return Short.toUnsignedInt(packet.getShort());
  }
}
