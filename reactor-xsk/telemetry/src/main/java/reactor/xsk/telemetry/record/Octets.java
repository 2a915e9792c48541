package reactor.xsk.telemetry.record;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static reactor.xsk.telemetry.internal.wire.NetworkOrder.put1;
import static reactor.xsk.telemetry.internal.wire.NetworkOrder.put2;

import java.lang.foreign.MemorySegment;

/** Writes what is no integer: octets and text. Compiled writers call these methods. */
final class Octets {

  /** A length below this takes one octet, another three (RFC 7011 section 7). */
  private static final int LONG_FORM = 255;

  private Octets() {}

  /** Writes exactly {@code size} octets: a shorter value is filled with zeros. */
  static long putFixed(MemorySegment target, long offset, byte[] value, int size) {
    if (value.length > size) {
      throw new RecordException(
          "a value of %d octets is longer than %d".formatted(value.length, size));
    }
    MemorySegment.copy(value, 0, target, JAVA_BYTE, offset, value.length);
    target.asSlice(offset + value.length, size - value.length).fill((byte) 0);
    return offset + size;
  }

  /** Writes an IPv6 address. */
  static long putAddress(MemorySegment target, long offset, byte[] value, int size) {
    if (value.length != size) {
      throw new RecordException("an IPv6 address has 16 octets, not " + value.length);
    }
    MemorySegment.copy(value, 0, target, JAVA_BYTE, offset, size);
    return offset + size;
  }

  /** Writes text of exactly {@code size} octets: a shorter one is filled with zeros. */
  static long putFixedText(MemorySegment target, long offset, String text, int size) {
    int length = Utf8.sizeBytes(text);
    if (length > size) {
      throw new RecordException("\"%s\" is longer than %d octets".formatted(text, size));
    }
    Utf8.put(target, offset, text, length);
    target.asSlice(offset + length, size - length).fill((byte) 0);
    return offset + size;
  }

  static int variableSize(byte[] value) {
    return prefixed(value.length);
  }

  static int variableTextSize(String text) {
    return prefixed(Utf8.sizeBytes(text));
  }

  private static int prefixed(int length) {
    return length < LONG_FORM ? 1 + length : 3 + length;
  }

  static long putVariable(MemorySegment target, long offset, byte[] value) {
    long start = putLength(target, offset, value.length);
    MemorySegment.copy(value, 0, target, JAVA_BYTE, start, value.length);
    return start + value.length;
  }

  static long putVariableText(MemorySegment target, long offset, String text) {
    int length = Utf8.sizeBytes(text);
    long start = putLength(target, offset, length);
    Utf8.put(target, start, text, length);
    return start + length;
  }

  private static long putLength(MemorySegment target, long offset, int length) {
    if (length < LONG_FORM) {
      put1(target, offset, length);
      return offset + 1;
    }
    if (length >= Element.VARIABLE) {
      throw new RecordException("a value of " + length + " octets is longer than 65534");
    }
    put1(target, offset, LONG_FORM);
    put2(target, offset + 1, length);
    return offset + 3;
  }
}
