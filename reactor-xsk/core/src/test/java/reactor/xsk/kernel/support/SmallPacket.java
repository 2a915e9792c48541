package reactor.xsk.kernel.support;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Packets of 60 bytes with a number and the one who sent them, for tests that only count. */
public final class SmallPacket {

  private static final int LENGTH = 60;
  private static final ValueLayout.OfInt BIG =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfShort BIG_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private SmallPacket() {}

  /** A {@code PacketWriter}: writes packet {@code number} of publisher 0. */
  public static int write(int number, MemorySegment frame) {
    return write(0, number, frame);
  }

  /** Writes packet {@code number} of {@code publisher}. */
  public static int write(int publisher, int number, MemorySegment frame) {
    return write(publisher, number, LENGTH, frame);
  }

  /** Writes a packet of {@code length} bytes, as far as it fits. */
  public static int write(int publisher, int number, int length, MemorySegment frame) {
    if (length <= frame.byteSize()) {
      frame.asSlice(0, length).fill((byte) 0);
      frame.set(JAVA_BYTE, 0, (byte) 2); // a local address
      frame.set(JAVA_BYTE, 5, (byte) publisher);
      frame.set(BIG, 6, number);
      frame.set(BIG_SHORT, 12, (short) PacketTap.ETHER_TYPE);
    }
    return length;
  }

  /** The number of a received packet. */
  public static int numberOf(byte[] packet) {
    return ByteBuffer.wrap(packet).getInt(6);
  }

  /** The publisher of a received packet. */
  public static int publisherOf(byte[] packet) {
    return packet[5];
  }
}
