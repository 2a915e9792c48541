package reactor.xsk.telemetry.record;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * UTF-8 straight into memory, without an array in between. Well-formed always, as RFC 7011 section
 * 6.1.6 asks: a surrogate without its partner becomes a question mark, as in {@link
 * String#getBytes}.
 */
final class Utf8 {

  private Utf8() {}

  static int sizeBytes(String text) {
    int size = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        continue;
      }
      if (c < 0x800) {
        size += 1;
      } else if (!Character.isSurrogate(c)) {
        size += 2;
      } else if (isPair(text, i)) {
        size += 2; // two chars, four octets
        i++;
      }
    }
    return size;
  }

  /** Writes text whose size is known. */
  static void put(MemorySegment target, long offset, String text, int sizeBytes) {
    if (sizeBytes == text.length()) {
      putSingle(target, offset, text);
    } else {
      putMixed(target, offset, text);
    }
  }

  private static void putSingle(MemorySegment target, long offset, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      target.set(JAVA_BYTE, offset + i, (byte) (c < 0x80 ? c : '?'));
    }
  }

  private static void putMixed(MemorySegment target, long offset, String text) {
    long at = offset;
    for (int i = 0; i < text.length(); i++) {
      int c = text.charAt(i);
      if (Character.isSurrogate((char) c)) {
        if (isPair(text, i)) {
          c = text.codePointAt(i++);
        } else {
          c = '?';
        }
      }
      at = putCodePoint(target, at, c);
    }
  }

  private static long putCodePoint(MemorySegment target, long offset, int c) {
    long at = offset;
    if (c < 0x80) {
      target.set(JAVA_BYTE, at++, (byte) c);
      return at;
    }
    if (c < 0x800) {
      target.set(JAVA_BYTE, at++, (byte) (0xc0 | c >> 6));
    } else {
      if (c < 0x10000) {
        target.set(JAVA_BYTE, at++, (byte) (0xe0 | c >> 12));
      } else {
        target.set(JAVA_BYTE, at++, (byte) (0xf0 | c >> 18));
        target.set(JAVA_BYTE, at++, (byte) (0x80 | c >> 12 & 0x3f));
      }
      target.set(JAVA_BYTE, at++, (byte) (0x80 | c >> 6 & 0x3f));
    }
    target.set(JAVA_BYTE, at++, (byte) (0x80 | c & 0x3f));
    return at;
  }

  private static boolean isPair(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        && at + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(at + 1));
  }
}
