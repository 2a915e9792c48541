package reactor.xsk.kernel.support;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * Writes packets whose length and content follow from a seed and a number. {@link PatternCheck},
 * which shares no code with this, knows what must arrive.
 *
 * <pre>
 *   0  u32  number                     (in place of the destination address)
 *   4  u32  CRC-32 of the packet with 0 here
 *   8  u32  random                     (the rest of the source address)
 *  12  u16  EtherType 0x88b5
 *  14       random
 * </pre>
 *
 * All numbers are big-endian. The random numbers are SplitMix64's, from the state {@code seed ^
 * number}: the first one, unsigned and modulo 1,501, is what the packet is longer than 14 bytes;
 * the following ones are the content from offset 8 in little-endian order.
 */
public final class PatternPacket {

  private static final ValueLayout.OfLong LITTLE =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt BIG =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfShort BIG_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private static final long GAMMA = 0x9e3779b97f4a7c15L;

  private final long seed;

  public PatternPacket(long seed) {
    this.seed = seed;
  }

  /** A {@code PacketWriter}: writes packet {@code number} and returns its length. */
  public int write(int number, MemorySegment frame) {
    long state = (seed ^ number) + GAMMA;
    int length = 14 + (int) Long.remainderUnsigned(mix(state), 1_501);
    int at = 8;
    for (; at + 8 <= length; at += 8) {
      state += GAMMA;
      frame.set(LITTLE, at, mix(state));
    }
    long last = mix(state + GAMMA);
    for (; at < length; at++) {
      frame.set(JAVA_BYTE, at, (byte) last);
      last >>>= 8;
    }
    frame.set(BIG, 0, number);
    frame.set(BIG, 4, 0);
    frame.set(BIG_SHORT, 12, (short) 0x88b5);
    CRC32 crc = new CRC32();
    crc.update(frame.asSlice(0, length).asByteBuffer());
    frame.set(BIG, 4, (int) crc.getValue());
    return length;
  }

  private static long mix(long z) {
    long y = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long x = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }
}
