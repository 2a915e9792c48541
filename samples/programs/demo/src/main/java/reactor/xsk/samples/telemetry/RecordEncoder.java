package reactor.xsk.samples.telemetry;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import reactor.xsk.samples.telemetry.Reading.CpuTimes;
import reactor.xsk.samples.telemetry.Reading.InterfaceCounters;
import reactor.xsk.samples.telemetry.Reading.Pattern;

/** Writes a record into memory that somebody else owns: for packets, straight into the frame. */
public final class RecordEncoder {

  private RecordEncoder() {}

  /** Length of a record in bytes. */
  public static int lengthOf(TelemetryRecord record) {
    return RecordLayout.lengthOf(record.reading());
  }

  /** Length of a record with an empty pattern: the shortest there is. */
  public static int shortestLength() {
    return RecordLayout.HEADER_BYTES + RecordLayout.CRC_BYTES;
  }

  /**
   * Writes a record from offset 0.
   *
   * @return its length in bytes
   */
  public static int encode(TelemetryRecord record, MemorySegment target) {
    int length = lengthOf(record);
    target.set(NetworkOrder.INT, 0, RecordLayout.MAGIC);
    target.set(JAVA_BYTE, 4, (byte) RecordLayout.kindOf(record.reading()));
    target.set(JAVA_BYTE, 5, (byte) 0);
    target.set(NetworkOrder.SHORT, 6, (short) length);
    target.set(NetworkOrder.LONG, 8, record.sequence());
    target.set(NetworkOrder.LONG, 16, record.timestampNs());
    int crcAt = length - RecordLayout.CRC_BYTES;
    switch (record.reading()) {
      case InterfaceCounters i -> {
        int at = putName(target, i.name());
        at = put(target, at, i.rxBytes(), i.rxPackets(), i.rxErrors(), i.rxDropped());
        put(target, at, i.txBytes(), i.txPackets(), i.txErrors(), i.txDropped());
      }
      case CpuTimes c -> {
        int at = putName(target, c.name());
        at = put(target, at, c.user(), c.nice(), c.system(), c.idle());
        put(target, at, c.iowait(), c.irq(), c.softirq(), c.steal());
      }
      case Pattern p -> putPattern(target, record.sequence(), crcAt);
    }
    target.set(NetworkOrder.INT, crcAt, RecordLayout.crcOf(target, crcAt));
    return length;
  }

  private static int putName(MemorySegment target, String name) {
    int at = RecordLayout.HEADER_BYTES;
    target.set(JAVA_BYTE, at++, (byte) name.length());
    for (int i = 0; i < name.length(); i++) {
      target.set(JAVA_BYTE, at++, (byte) name.charAt(i));
    }
    return at;
  }

  private static int put(MemorySegment target, int at, long a, long b, long c, long d) {
    target.set(NetworkOrder.LONG, at, a);
    target.set(NetworkOrder.LONG, at + 8, b);
    target.set(NetworkOrder.LONG, at + 16, c);
    target.set(NetworkOrder.LONG, at + 24, d);
    return at + 32;
  }

  private static void putPattern(MemorySegment target, long sequence, int end) {
    int at = RecordLayout.HEADER_BYTES;
    int index = 0;
    for (; end - at >= Long.BYTES; at += Long.BYTES) {
      target.set(NetworkOrder.LONG, at, RecordLayout.patternWord(sequence, index++));
    }
    long word = RecordLayout.patternWord(sequence, index);
    for (; at < end; at++) {
      target.set(JAVA_BYTE, at, (byte) word);
      word >>>= Byte.SIZE;
    }
  }
}
