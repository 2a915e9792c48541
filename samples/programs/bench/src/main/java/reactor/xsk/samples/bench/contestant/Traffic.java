package reactor.xsk.samples.bench.contestant;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import reactor.xsk.samples.bench.linux.Wire;

/**
 * What each contestant sends: UDP datagrams in IPv4 in Ethernet, all of one length. Each differs
 * from the one before by a number of 8 bytes at the begin of its payload.
 */
public final class Traffic {

  /** Headers of Ethernet, IPv4 and UDP. */
  public static final int HEADER_BYTES = 14 + 20 + 8;

  static final int PORT = 9;

  private Traffic() {}

  /** A whole frame of {@code lengthBytes}, numbered 0. UDP without a checksum, as IPv4 allows. */
  static byte[] frame(int lengthBytes) {
    ByteBuffer frame = ByteBuffer.allocate(lengthBytes);
    putMac(frame, Wire.PEER_MAC);
    putMac(frame, Wire.NEAR_MAC);
    frame.putShort((short) 0x0800);
    int ip = frame.position();
    frame.putShort((short) 0x4500).putShort((short) (lengthBytes - 14)).putInt(0x4000);
    frame.put((byte) 64).put((byte) 17).putShort((short) 0).putInt(0x0AC80001).putInt(0x0AC80002);
    frame.putShort(ip + 10, checksum(frame, ip));
    frame.putShort((short) PORT).putShort((short) PORT);
    frame.putShort((short) (lengthBytes - 34)).putShort((short) 0);
    while (frame.hasRemaining()) {
      frame.put((byte) frame.position());
    }
    return frame.array();
  }

  private static void putMac(ByteBuffer frame, long mac) {
    frame.putShort((short) (mac >>> 32)).putInt((int) mac);
  }

  private static short checksum(ByteBuffer frame, int ip) {
    int sum = 0;
    for (int at = 0; at < 20; at += 2) {
      sum += frame.getShort(ip + at) & 0xFFFF;
    }
    sum = (sum & 0xFFFF) + (sum >>> 16);
    return (short) ~(sum + (sum >>> 16));
  }

  /** A frame in native memory, to copy from. */
  static MemorySegment template(int lengthBytes) {
    return Arena.global().allocateFrom(JAVA_BYTE, frame(lengthBytes));
  }

  /** Writes a frame with its own number. */
  static int write(MemorySegment template, long number, MemorySegment frame) {
    long length = template.byteSize();
    MemorySegment.copy(template, 0, frame, 0, length);
    frame.set(JAVA_LONG_UNALIGNED, HEADER_BYTES, number);
    return (int) length;
  }

  /** Bytes that a datagram socket is given for a frame of {@code lengthBytes}. */
  static int payloadBytes(int lengthBytes) {
    return lengthBytes - HEADER_BYTES;
  }
}
