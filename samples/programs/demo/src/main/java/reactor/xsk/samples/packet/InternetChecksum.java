package reactor.xsk.samples.packet;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/** The checksum of IPv4 and UDP (RFC 1071): the complement of the one's complement sum. */
public final class InternetChecksum {

  private InternetChecksum() {}

  /**
   * Sums bytes as big-endian 16-bit words. Sums of several pieces may be added, as long as every
   * piece but the last has an even length.
   *
   * @return the sum, with its carries still in the upper bits
   */
  public static long sum(MemorySegment bytes, long offset, long length) {
    long sum = 0;
    long end = offset + length;
    long at = offset;
    // two words at a time: the carry out of the lower one folds back into the upper one later
    for (; end - at >= Integer.BYTES; at += Integer.BYTES) {
      sum += bytes.get(NetworkOrder.INT, at) & 0xFFFF_FFFFL;
    }
    if (end - at >= Short.BYTES) {
      sum += bytes.get(NetworkOrder.SHORT, at) & 0xFFFFL;
      at += Short.BYTES;
    }
    if (at < end) {
      sum += (bytes.get(JAVA_BYTE, at) & 0xFFL) << Byte.SIZE; // padded with a zero byte
    }
    return sum;
  }

  /**
   * Folds a sum into 16 bits and complements it.
   *
   * @return the checksum; 0 if the sum was taken over data that includes its correct checksum
   */
  public static int of(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xFFFF) + (folded >>> 16);
    }
    return (int) ~folded & 0xFFFF;
  }
}
