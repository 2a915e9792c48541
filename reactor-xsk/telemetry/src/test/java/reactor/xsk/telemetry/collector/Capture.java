package reactor.xsk.telemetry.collector;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** A pcap file of UDP datagrams from 192.0.2.10 to 192.0.2.20, one millisecond apart. */
final class Capture {

  /** LINKTYPE_RAW: packets begin with their IP header. */
  private static final int RAW_IP = 101;

  private static final int SOURCE = 0xc000020a;
  private static final int DESTINATION = 0xc0000214;
  private static final int SOURCE_PORT = 50_000;
  private static final int PROTOCOL = 17;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final int port;
  private int count;

  Capture(int port) {
    this.port = port;
    ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
    header.putLong(0).putInt(65_535).putInt(RAW_IP);
    file.writeBytes(header.array());
  }

  void add(byte[] payload) {
    byte[] packet = packet(payload);
    ByteBuffer record = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    record.putInt(0x6927ca9e).putInt(count++ * 1_000).putInt(packet.length).putInt(packet.length);
    file.writeBytes(record.array());
    file.writeBytes(packet);
  }

  private byte[] packet(byte[] payload) {
    int udpLength = 8 + payload.length;
    ByteBuffer packet = ByteBuffer.allocate(20 + udpLength);
    packet
        .putInt(0x45000000 | 20 + udpLength)
        .putInt(0x4000)
        .putShort((short) (64 << 8 | PROTOCOL));
    packet.putShort((short) 0).putInt(SOURCE).putInt(DESTINATION);
    packet.putShort(10, checksum(packet, 0, 20, 0));
    packet.putShort((short) SOURCE_PORT).putShort((short) port).putShort((short) udpLength);
    packet.putShort((short) 0).put(payload);
    int addresses =
        (SOURCE >>> 16) + (SOURCE & 0xffff) + (DESTINATION >>> 16) + (DESTINATION & 0xffff);
    packet.putShort(26, checksum(packet, 20, udpLength, addresses + PROTOCOL + udpLength));
    return packet.array();
  }

  private static short checksum(ByteBuffer packet, int from, int length, int start) {
    long sum = start;
    for (int i = 0; i < length; i++) {
      int octet = Byte.toUnsignedInt(packet.get(from + i));
      sum += i % 2 == 0 ? octet << 8 : octet;
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (short) (sum == 0xffff ? sum : ~sum);
  }

  Path writeTo(Path path) {
    try {
      return Files.write(path, file.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
