package reactor.xsk.support;

import java.nio.ByteBuffer;

/** The one's complement sum of 16-bit words, as RFC 1071, 4.1, has it: a byte at a time. */
public final class Rfc1071 {

  private Rfc1071() {}

  /** The sum of bytes, 0 to 0xFFFF; an odd one at the end is followed by a zero. */
  public static int sum(ByteBuffer bytes, int offset, int lengthBytes) {
    long sum = 0;
    for (int i = 0; i < lengthBytes; i++) {
      int value = Byte.toUnsignedInt(bytes.get(offset + i));
      sum += i % 2 == 0 ? (long) value << Byte.SIZE : value;
    }
    return fold(sum);
  }

  /** Adds the carries until there are none. */
  public static int fold(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xFFFF) + (folded >>> 16);
    }
    return (int) folded;
  }
}
