package reactor.xsk.internal.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/**
 * The checksum of IPv4 and UDP (RFC 1071): the complement of the one's complement sum of 16-bit
 * words.
 *
 * <p>Words are summed in the byte order of the machine, whatever it is, since a sum with its bytes
 * swapped is the sum of swapped words (RFC 1071, 2 B). Numbers that are not read from memory come
 * in through {@link #word}. Sums of several pieces are added; every piece but the last has an even
 * length.
 */
final class InternetChecksum {

  private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  private static final long LOW_HALF = 0xFFFF_FFFFL;

  /** Bytes of one step: four longs, whose additions do not wait for each other. */
  private static final int STEP_BYTES = 4 * Long.BYTES;

  private InternetChecksum() {}

  /** A 16-bit number of the host as a word of a sum. */
  static int word(int value) {
    int low = value & 0xFFFF;
    return LITTLE_ENDIAN ? Short.toUnsignedInt(Short.reverseBytes((short) low)) : low;
  }

  /**
   * Sums up to 65,535 bytes.
   *
   * @return the sum with its carries still in the upper bits, less than 2<sup>47</sup>
   */
  static long sum(MemorySegment bytes, int offset, int lengthBytes) {
    long even = 0;
    long odd = 0;
    int end = offset + lengthBytes;
    int at = offset;
    for (; at <= end - STEP_BYTES; at += STEP_BYTES) {
      long a = bytes.get(JAVA_LONG_UNALIGNED, at);
      long b = bytes.get(JAVA_LONG_UNALIGNED, at + 8);
      long c = bytes.get(JAVA_LONG_UNALIGNED, at + 16);
      long d = bytes.get(JAVA_LONG_UNALIGNED, at + 24);
      even += (a & LOW_HALF) + (a >>> 32) + (b & LOW_HALF) + (b >>> 32);
      odd += (c & LOW_HALF) + (c >>> 32) + (d & LOW_HALF) + (d >>> 32);
    }
    return even + odd + sumOfTail(bytes, at, end);
  }

  private static long sumOfTail(MemorySegment bytes, int start, int end) {
    long sum = 0;
    int at = start;
    for (; end - at >= Integer.BYTES; at += Integer.BYTES) {
      sum += bytes.get(JAVA_INT_UNALIGNED, at) & LOW_HALF;
    }
    if (end - at >= Short.BYTES) {
      sum += Short.toUnsignedLong(bytes.get(JAVA_SHORT_UNALIGNED, at));
      at += Short.BYTES;
    }
    if (at < end) { // as if a zero byte followed
      sum += word(Byte.toUnsignedInt(bytes.get(JAVA_BYTE, at)) << Byte.SIZE);
    }
    return sum;
  }

  /**
   * Folds a sum and complements it.
   *
   * @return the checksum as it is stored in the machine's byte order, 0 to 0xFFFF; 0 if the sum was
   *     taken over data that includes its right checksum
   */
  static int of(long sum) {
    long folded = (sum & LOW_HALF) + (sum >>> 32);
    folded = (folded & 0xFFFF) + (folded >>> 16);
    folded = (folded & 0xFFFF) + (folded >>> 16);
    folded = (folded & 0xFFFF) + (folded >>> 16);
    return (int) ~folded & 0xFFFF;
  }
}
