package reactor.xsk.telemetry.record;

import java.net.InetAddress;
import java.time.Instant;

/**
 * From the Java values that records have to the integers that are sent. Getters are filtered by
 * these.
 */
final class Conversions {

  /** Seconds from 1900, where NTP begins, to 1970. */
  private static final long NTP_EPOCH_SECONDS = 2_208_988_800L;

  private static final long MICROS = 1_000_000;
  private static final long NANOS = 1_000_000_000;

  /** RFC 7011 section 6.1.9: the low 11 bits of the fraction SHOULD be 0 for microseconds. */
  private static final long MICROSECOND_FRACTION = ~0x7ffL;

  private Conversions() {}

  static long fromBoolean(boolean value) {
    return value ? 1 : 2;
  }

  static long toFloat32(double value) {
    return Integer.toUnsignedLong(Float.floatToRawIntBits((float) value));
  }

  static long toFloat64(double value) {
    return Double.doubleToRawLongBits(value);
  }

  static long ntpOfMicros(long sinceEpoch) {
    long fraction = ((Math.floorMod(sinceEpoch, MICROS) << 32) + MICROS - 1) / MICROS;
    // Rounded up twice, to the next value without the low bits: a reader who rounds down is right.
    return ntp(Math.floorDiv(sinceEpoch, MICROS), (fraction + 0x7ff) & MICROSECOND_FRACTION);
  }

  static long ntpOfNanos(long sinceEpoch) {
    long nanos = Math.floorMod(sinceEpoch, NANOS);
    // Rounded up, so that a reader who rounds down gets the same nanosecond.
    return ntp(Math.floorDiv(sinceEpoch, NANOS), ((nanos << 32) + NANOS - 1) / NANOS);
  }

  private static long ntp(long epochSeconds, long fraction) {
    long seconds = epochSeconds + NTP_EPOCH_SECONDS;
    if (seconds >>> 32 != 0) {
      throw new RecordException(
          "%s is outside of 1900 to 2036, where an NTP time stamp of 32 bits of seconds ends: use an"
                  .formatted(Instant.ofEpochSecond(epochSeconds))
              + " element of type dateTimeMilliseconds");
    }
    return seconds << 32 | fraction;
  }

  static long secondsOf(Instant instant) {
    return instant.getEpochSecond();
  }

  static long millisOf(Instant instant) {
    return instant.getEpochSecond() * 1_000 + instant.getNano() / 1_000_000;
  }

  static long microsOf(Instant instant) {
    return instant.getEpochSecond() * MICROS + instant.getNano() / 1_000;
  }

  static long nanosOf(Instant instant) {
    return instant.getEpochSecond() * NANOS + instant.getNano();
  }

  /** An IPv4 or IEEE 802 address, in network order. */
  static long ofAddress(byte[] address, int sizeBytes) {
    if (address.length != sizeBytes) {
      throw new RecordException(
          "an address of %d octets in a field of %d".formatted(address.length, sizeBytes));
    }
    long value = 0;
    for (byte octet : address) {
      value = value << 8 | octet & 0xff;
    }
    return value;
  }

  static byte[] octetsOf(InetAddress address) {
    return address.getAddress();
  }
}
