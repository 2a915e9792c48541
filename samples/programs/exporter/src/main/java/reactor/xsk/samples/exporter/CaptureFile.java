package reactor.xsk.samples.exporter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads a pcap or pcapng file (draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng). */
final class CaptureFile {

  private static final int PCAPNG_SECTION = 0x0a0d0d0a;
  private static final int PCAPNG_MAGIC = 0x1a2b3c4d;
  private static final int PCAP_MICROS = 0xa1b2c3d4;
  private static final int PCAP_NANOS = 0xa1b23c4d;

  private CaptureFile() {}

  static List<CapturedPacket> read(Path path) {
    try {
      return parse(Files.readAllBytes(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<CapturedPacket> parse(byte[] octets) {
    List<CapturedPacket> packets = new ArrayList<>();
    ByteBuffer file = ByteBuffer.wrap(octets);
    if (file.limit() >= 24) {
      if (file.getInt(0) == PCAPNG_SECTION) {
        readBlocks(file, packets::add);
        return packets;
      }
      for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
        int magic = file.order(order).getInt(0);
        if (magic == PCAP_MICROS || magic == PCAP_NANOS) {
          readPackets(file, magic == PCAP_NANOS ? 1_000_000 : 1_000, packets::add);
          return packets;
        }
      }
    }
    throw new IllegalArgumentException("neither a pcap file nor a pcapng file");
  }

  private static void readPackets(ByteBuffer file, int perMs, Consumer<CapturedPacket> packets) {
    int linkType = file.getInt(20) & 0xffff;
    file.position(24);
    while (file.remaining() >= 16) {
      long seconds = Integer.toUnsignedLong(file.getInt());
      long timeMs = seconds * 1_000 + Integer.toUnsignedLong(file.getInt()) / perMs;
      int length = file.getInt();
      file.getInt(); // the length on the wire
      packets.accept(new CapturedPacket(timeMs, linkType, take(file, length)));
    }
  }

  /** The end of a file that was cut off is no packet. */
  private static byte[] take(ByteBuffer file, int length) {
    byte[] octets = new byte[Math.min(length, file.remaining())];
    file.get(octets);
    return octets;
  }

  private record Interface(int linkType, double ticksPerMs) {}

  private static void readBlocks(ByteBuffer file, Consumer<CapturedPacket> packets) {
    List<Interface> interfaces = new ArrayList<>();
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    while (file.remaining() >= 12) {
      int start = file.position();
      if (file.order(order).getInt(start) == PCAPNG_SECTION) { // the same in both orders
        boolean little = file.order(ByteOrder.LITTLE_ENDIAN).getInt(start + 8) == PCAPNG_MAGIC;
        order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        interfaces.clear();
      }
      int length = file.order(order).getInt(start + 4);
      if (length < 12 || length > file.limit() - start) {
        return; // the file was cut off
      }
      ByteBuffer body = file.slice(start + 8, length - 12).order(order);
      switch (file.getInt(start)) {
        case 1 -> interfaces.add(new Interface(body.getShort(0) & 0xffff, ticksPerMs(body)));
        case 6 -> packets.accept(packet(body, interfaces.get(body.getInt(0))));
        default -> {} // names, statistics and others
      }
      file.position(start + length);
    }
  }

  /** Option 9, if_tsresol: a power of ten, or of two with the top bit; microseconds without it. */
  private static double ticksPerMs(ByteBuffer body) {
    int at = 8;
    while (at + 4 <= body.limit()) {
      int code = body.getShort(at);
      int length = Short.toUnsignedInt(body.getShort(at + 2));
      if (code == 9) {
        int resolution = body.get(at + 4);
        return (resolution < 0 ? Math.pow(2, resolution & 0x7f) : Math.pow(10, resolution)) / 1_000;
      }
      if (code == 0) {
        break;
      }
      at += 4 + (length + 3) / 4 * 4;
    }
    return 1_000;
  }

  private static CapturedPacket packet(ByteBuffer body, Interface on) {
    long ticks = (long) body.getInt(4) << 32 | Integer.toUnsignedLong(body.getInt(8));
    int length = body.getInt(12);
    body.position(20);
    return new CapturedPacket((long) (ticks / on.ticksPerMs), on.linkType, take(body, length));
  }
}
