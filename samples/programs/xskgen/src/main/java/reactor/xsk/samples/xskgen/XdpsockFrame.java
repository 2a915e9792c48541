package reactor.xsk.samples.xskgen;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The frames that {@code xdpsock -t} of xdp-project/bpf-examples sends: UDP from 10.10.10.16 to
 * 10.10.10.32, port 4096 to 4096, filled with a pattern; with {@code -y} a number and a time stamp
 * (the header of the kernel's pktgen). xdpsock leaves the UDP checksum of stamped frames as it was
 * without the stamp; here it is right. For one thread.
 */
final class XdpsockFrame {

  private static final int FRAME_CHECK_BYTES = 4; // counted by -s, and not sent
  private static final int STAMP_BYTES = 16;
  private static final int STAMP_MAGIC = 0xbe9be955;
  private static final int IP_BYTES = 20;
  private static final int UDP_BYTES = 8;
  private static final int PORT = 0x1000;
  private static final int SOURCE = 0x0a0a0a10;
  private static final int DESTINATION = 0x0a0a0a20;

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final byte[] frame;
  private final int udp;
  private final boolean stamped;
  private final long unstampedSum;
  private int number;

  XdpsockFrame(FrameOptions options) {
    stamped = options.isStamped();
    int link = options.vlanTci() < 0 ? 14 : 18;
    udp = link + IP_BYTES;
    ByteBuffer bytes = ByteBuffer.allocate(options.sizeBytes() - FRAME_CHECK_BYTES);
    bytes.put(mac(options.destinationMac())).put(mac(options.sourceMac()));
    if (options.vlanTci() >= 0) {
      bytes.putShort((short) 0x8100).putShort((short) options.vlanTci());
    }
    bytes.putShort((short) 0x0800);
    bytes.putShort((short) 0x4500).putShort((short) (bytes.capacity() - link)).putInt(0);
    bytes.put((byte) 64).put((byte) 17).putShort((short) 0).putInt(SOURCE).putInt(DESTINATION);
    bytes.putShort((short) PORT).putShort((short) PORT);
    bytes.putShort((short) (bytes.capacity() - udp)).putShort((short) 0);
    if (stamped) {
      bytes.putInt(STAMP_MAGIC).position(bytes.position() + STAMP_BYTES - Integer.BYTES);
    }
    for (int i = 0; bytes.hasRemaining(); i++) {
      bytes.put((byte) (options.pattern() >>> 24 - i % 4 * 8));
    }
    frame = bytes.array();
    bytes.putShort(link + 10, (short) checksum(sum(link, IP_BYTES)));
    int udpBytes = frame.length - udp;
    unstampedSum = sum(udp, udpBytes) + sum(link + 12, 8) + 17 + udpBytes;
    bytes.putShort(udp + 6, udpChecksum(unstampedSum));
  }

  /** The shortest frame that has room for a stamp. */
  static int minStampedBytes(boolean tagged) {
    return (tagged ? 18 : 14) + IP_BYTES + UDP_BYTES + STAMP_BYTES + FRAME_CHECK_BYTES;
  }

  private static byte[] mac(String text) {
    byte[] mac = new byte[6];
    String[] parts = text.split(":");
    for (int i = 0; i < mac.length; i++) {
      mac[i] = (byte) Integer.parseInt(parts[i], 16);
    }
    return mac;
  }

  /** A {@code PacketWriter}: the next frame. */
  int write(Object item, MemorySegment into) {
    MemorySegment.copy(frame, 0, into, ValueLayout.JAVA_BYTE, 0, frame.length);
    if (stamped) {
      stamp(into);
    }
    return frame.length;
  }

  private void stamp(MemorySegment into) {
    long nowNs = System.nanoTime(); // CLOCK_MONOTONIC, as the default of xdpsock
    int seconds = (int) (nowNs / 1_000_000_000);
    int micros = (int) (nowNs % 1_000_000_000 / 1_000);
    int at = udp + UDP_BYTES + Integer.BYTES;
    into.set(INT, at, number);
    into.set(INT, at + 4, seconds);
    into.set(INT, at + 8, micros);
    long sum = unstampedSum + words(number) + words(seconds) + words(micros);
    into.set(SHORT, udp + 6, udpChecksum(sum));
    number++;
  }

  private static int words(int value) {
    return (value >>> 16) + (value & 0xFFFF);
  }

  private long sum(int offset, int lengthBytes) {
    long sum = 0;
    for (int i = 0; i < lengthBytes; i++) {
      int value = Byte.toUnsignedInt(frame[offset + i]);
      sum += i % 2 == 0 ? value << 8 : value;
    }
    return sum;
  }

  private static int checksum(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xFFFF) + (folded >>> 16);
    }
    return (int) ~folded & 0xFFFF;
  }

  private static short udpChecksum(long sum) {
    int checksum = checksum(sum);
    return (short) (checksum == 0 ? 0xFFFF : checksum);
  }
}
