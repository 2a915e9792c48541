package reactor.xsk.samples.telemetry;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;
import reactor.xsk.samples.telemetry.Reading.CpuTimes;
import reactor.xsk.samples.telemetry.Reading.InterfaceCounters;
import reactor.xsk.samples.telemetry.Reading.Pattern;

/**
 * A record as bytes, big-endian:
 *
 * <pre>
 *  0  magic "RXT1"
 *  4  kind: 1 interface, 2 CPU, 3 pattern
 *  5  zero
 *  6  length of the whole record (16 bits)
 *  8  sequence (64 bits)
 * 16  timestamp (64 bits)
 * 24  the reading
 *  n  CRC-32C of all before it (32 bits)
 * </pre>
 *
 * <p>The reading of an interface or a CPU is the length of its name (8 bits), the name (one byte
 * per character: the kernel gives names no character set, so they are kept in ISO 8859-1), and
 * eight counters (64 bits each).
 */
final class RecordLayout {

  static final int MAGIC = 0x52585431;
  static final int KIND_INTERFACE = 1;
  static final int KIND_CPU = 2;
  static final int KIND_PATTERN = 3;

  static final int HEADER_BYTES = 24;
  static final int CRC_BYTES = Integer.BYTES;
  private static final int COUNTERS_BYTES = 8 * Long.BYTES;

  private RecordLayout() {}

  static int kindOf(Reading reading) {
    return switch (reading) {
      case InterfaceCounters i -> KIND_INTERFACE;
      case CpuTimes c -> KIND_CPU;
      case Pattern p -> KIND_PATTERN;
    };
  }

  /** Length of the whole record in bytes. */
  static int lengthOf(Reading reading) {
    int body =
        switch (reading) {
          case InterfaceCounters i -> 1 + i.name().length() + COUNTERS_BYTES;
          case CpuTimes c -> 1 + c.name().length() + COUNTERS_BYTES;
          case Pattern p -> p.lengthBytes();
        };
    return HEADER_BYTES + body + CRC_BYTES;
  }

  /** The CRC of the bytes from the start to {@code end}. */
  static int crcOf(MemorySegment bytes, int end) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.asSlice(0, end).asByteBuffer());
    return (int) crc.getValue();
  }

  /** Eight bytes of a pattern: the finalizer of SplitMix64, so that every bit changes. */
  static long patternWord(long sequence, int index) {
    long z = sequence * 0x9E37_79B9_7F4A_7C15L + index;
    z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
    return z ^ z >>> 31;
  }
}
