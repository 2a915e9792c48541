package reactor.xsk.kernel.support;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import reactor.xsk.support.Rfc1071;

/** UDP over IPv4 over Ethernet (RFC 768, RFC 791), with both checksums. */
public final class UdpPacket {

  /** What the receiving end must have as its address. */
  public static final String DESTINATION_MAC = "02:00:00:00:00:02";

  /** The port that the packets come from. */
  public static final int SOURCE_PORT = 5_555;

  private static final byte[] ETHERNET = {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0};
  private static final int IP = ETHERNET.length;
  private static final int UDP = IP + 20;
  private static final int PAYLOAD = UDP + 8;

  /** Where the sum of the UDP checksum begins. */
  public static final int CHECKSUM_START = UDP;

  /** Where from there its field is. */
  public static final int CHECKSUM_OFFSET = 6;

  private final byte[] source;
  private final byte[] destination;
  private final int port;

  public UdpPacket(String source, String destination, int port) {
    try {
      this.source = InetAddress.getByName(source).getAddress();
      this.destination = InetAddress.getByName(destination).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
    this.port = port;
  }

  /** The length of the payload of packet {@code number}: 4 to 1,472, odd ones too. */
  public static int payloadBytes(int number) {
    return 4 + number % 1_469;
  }

  /** A {@code PacketWriter}: writes packet {@code number}, whose payload begins with it. */
  public int write(int number, MemorySegment frame) {
    return write(number, frame, true);
  }

  /** The same, but whoever sends it has the UDP checksum to compute. */
  public int writeWithoutChecksum(int number, MemorySegment frame) {
    return write(number, frame, false);
  }

  private int write(int number, MemorySegment frame, boolean withChecksum) {
    int payload = payloadBytes(number);
    ByteBuffer packet = ByteBuffer.allocate(PAYLOAD + payload).put(ETHERNET);
    packet.putShort((short) 0x4500).putShort((short) (20 + 8 + payload)).putInt(0x4000);
    packet.put((byte) 64).put((byte) 17).putShort((short) 0).put(source).put(destination);
    packet.putShort((short) SOURCE_PORT).putShort((short) port);
    packet.putShort((short) (8 + payload)).putShort((short) 0).putInt(number);
    for (int i = 4; i < payload; i++) {
      packet.put((byte) (number + i));
    }
    packet.putShort(IP + 10, checksum(packet, IP, 20, 0));
    int pseudoHeader = 17 + 8 + payload + Rfc1071.sum(packet, IP + 12, 8);
    packet.putShort(
        UDP + 6,
        withChecksum
            ? checksum(packet, UDP, 8 + payload, pseudoHeader)
            : (short) ~checksum(packet, UDP, 0, pseudoHeader));
    MemorySegment.copy(packet.array(), 0, frame, JAVA_BYTE, 0, packet.capacity());
    return packet.capacity();
  }

  private static short checksum(ByteBuffer packet, int offset, int length, int start) {
    int sum = start + Rfc1071.sum(packet, offset, length);
    short complement = (short) ~Rfc1071.fold(sum);
    return complement == 0 ? -1 : complement; // 0 would say that there is none
  }
}
