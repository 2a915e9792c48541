package reactor.xsk.kernel.support;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/**
 * Checks what arrives against what {@link PatternPacket} is meant to write, byte by byte, with the
 * JDK's own generator; and that numbers only grow, so that nothing is doubled or out of order.
 */
public final class PatternCheck implements PacketTap.Reader {

  private static final int SHORTEST = 14;
  private static final int LENGTHS = 1_501;
  private static final byte[] ETHER_TYPE = {(byte) 0x88, (byte) 0xb5};

  private final long seed;
  private final BitSet arrived = new BitSet();
  private final BitSet lengths = new BitSet();
  private volatile long last = -1;

  public PatternCheck(long seed) {
    this.seed = seed;
  }

  @Override
  public void onPacket(byte[] bytes, int length) {
    ByteBuffer packet = ByteBuffer.wrap(bytes, 0, length);
    int number = packet.getInt(0);
    if (number <= last) {
      throw new AssertionError("packet " + number + " came after packet " + last);
    }
    last = number;
    arrived.set(number);
    lengths.set(length);
    int crc = packet.getInt(4);
    packet.putInt(4, 0);
    CRC32 actual = new CRC32();
    actual.update(bytes, 0, length);
    if (crc != (int) actual.getValue()) {
      throw new AssertionError("packet " + number + ", length " + length + ": the CRC is wrong");
    }
    byte[] expected = expected(number);
    int difference = Arrays.mismatch(bytes, 0, length, expected, 0, expected.length);
    if (difference >= 0) {
      throw new AssertionError(
          "packet %d differs at byte %d; its length is %d, expected %d"
              .formatted(number, difference, length, expected.length));
    }
  }

  private byte[] expected(int number) {
    SplittableRandom random = new SplittableRandom(seed ^ number);
    int length = SHORTEST + (int) Long.remainderUnsigned(random.nextLong(), LENGTHS);
    byte[] content = new byte[length - 8];
    random.nextBytes(content);
    return ByteBuffer.allocate(length)
        .putInt(number)
        .putInt(0)
        .put(content)
        .put(12, ETHER_TYPE)
        .array();
  }

  /** The number that arrived last; any thread. */
  public long last() {
    return last;
  }

  /** The numbers that have arrived. Read it when nothing arrives any more. */
  public BitSet arrived() {
    return arrived;
  }

  /** How many different lengths have arrived. */
  public int distinctLengths() {
    return lengths.cardinality();
  }
}
