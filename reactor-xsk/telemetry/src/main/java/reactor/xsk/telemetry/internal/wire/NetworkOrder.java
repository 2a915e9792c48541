package reactor.xsk.telemetry.internal.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Writes the low octets of a value in network order, at any offset. Compiled writers call it too.
 */
public final class NetworkOrder {

  private static final ValueLayout.OfShort SHORT = JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN);
  private static final ValueLayout.OfInt INT = JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG = JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN);

  private NetworkOrder() {}

  /** One octet. */
  public static void put1(MemorySegment target, long offset, long value) {
    target.set(JAVA_BYTE, offset, (byte) value);
  }

  /** Two octets. */
  public static void put2(MemorySegment target, long offset, long value) {
    target.set(SHORT, offset, (short) value);
  }

  /** Four octets. */
  public static void put4(MemorySegment target, long offset, long value) {
    target.set(INT, offset, (int) value);
  }

  /** Eight octets. */
  public static void put8(MemorySegment target, long offset, long value) {
    target.set(LONG, offset, value);
  }
}
