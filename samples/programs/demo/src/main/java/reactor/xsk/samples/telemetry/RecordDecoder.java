package reactor.xsk.samples.telemetry;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import reactor.xsk.samples.telemetry.Reading.CpuTimes;
import reactor.xsk.samples.telemetry.Reading.InterfaceCounters;
import reactor.xsk.samples.telemetry.Reading.Pattern;

/** Reads a record, and believes nothing of it that it has not checked. */
public final class RecordDecoder {

  private static final int COUNTERS = 8;

  private RecordDecoder() {}

  /**
   * Reads the record that fills {@code source}.
   *
   * @throws MalformedRecordException if it is none, or was changed on its way
   */
  public static TelemetryRecord decode(MemorySegment source) {
    int length = (int) source.byteSize();
    require(length >= RecordEncoder.shortestLength(), "length", length);
    require(source.get(NetworkOrder.INT, 0) == RecordLayout.MAGIC, "magic", length);
    int stated = source.get(NetworkOrder.SHORT, 6) & 0xFFFF;
    require(stated == length, "stated length", stated);
    int crcAt = length - RecordLayout.CRC_BYTES;
    int crc = source.get(NetworkOrder.INT, crcAt);
    require(crc == RecordLayout.crcOf(source, crcAt), "CRC", crc);
    require(source.get(JAVA_BYTE, 5) == 0, "byte 5", source.get(JAVA_BYTE, 5));
    long sequence = source.get(NetworkOrder.LONG, 8);
    int kind = source.get(JAVA_BYTE, 4);
    Reading reading =
        switch (kind) {
          case RecordLayout.KIND_INTERFACE -> interfaceCounters(source, crcAt);
          case RecordLayout.KIND_CPU -> cpuTimes(source, crcAt);
          case RecordLayout.KIND_PATTERN -> pattern(source, sequence, crcAt);
          default -> throw new MalformedRecordException("kind", kind);
        };
    return new TelemetryRecord(sequence, source.get(NetworkOrder.LONG, 16), reading);
  }

  private static InterfaceCounters interfaceCounters(MemorySegment source, int end) {
    String name = name(source, end);
    int at = end - COUNTERS * Long.BYTES;
    return new InterfaceCounters(
        name,
        counter(source, at, 0),
        counter(source, at, 1),
        counter(source, at, 2),
        counter(source, at, 3),
        counter(source, at, 4),
        counter(source, at, 5),
        counter(source, at, 6),
        counter(source, at, 7));
  }

  private static CpuTimes cpuTimes(MemorySegment source, int end) {
    String name = name(source, end);
    int at = end - COUNTERS * Long.BYTES;
    return new CpuTimes(
        name,
        counter(source, at, 0),
        counter(source, at, 1),
        counter(source, at, 2),
        counter(source, at, 3),
        counter(source, at, 4),
        counter(source, at, 5),
        counter(source, at, 6),
        counter(source, at, 7));
  }

  private static String name(MemorySegment source, int end) {
    int at = RecordLayout.HEADER_BYTES + 1;
    int bytes = end - COUNTERS * Long.BYTES - at;
    int stated = source.get(JAVA_BYTE, RecordLayout.HEADER_BYTES) & 0xFF;
    require(bytes == stated, "length of the name", stated);
    byte[] name = source.asSlice(at, bytes).toArray(JAVA_BYTE);
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  private static long counter(MemorySegment source, int at, int index) {
    return source.get(NetworkOrder.LONG, at + (long) index * Long.BYTES);
  }

  private static Pattern pattern(MemorySegment source, long sequence, int end) {
    int at = RecordLayout.HEADER_BYTES;
    int index = 0;
    for (; end - at >= Long.BYTES; at += Long.BYTES) {
      long word = source.get(NetworkOrder.LONG, at);
      require(word == RecordLayout.patternWord(sequence, index++), "pattern", word);
    }
    long word = RecordLayout.patternWord(sequence, index);
    for (; at < end; at++) {
      byte found = source.get(JAVA_BYTE, at);
      require(found == (byte) word, "pattern", found);
      word >>>= Byte.SIZE;
    }
    return new Pattern(end - RecordLayout.HEADER_BYTES);
  }

  private static void require(boolean holds, String field, long value) {
    if (!holds) {
      throw new MalformedRecordException(field, value);
    }
  }
}
