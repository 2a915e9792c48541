package reactor.xsk.telemetry;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;

/** Octets as text, with spaces wherever they help the reader. */
public final class Hex {

  private Hex() {}

  /** The octets of hexadecimal text; white space is ignored. */
  public static byte[] octets(String text) {
    return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
  }

  /** The first octets of a segment as hexadecimal text. */
  public static String of(MemorySegment segment, long sizeBytes) {
    return HexFormat.of().formatHex(segment.asSlice(0, sizeBytes).toArray(ValueLayout.JAVA_BYTE));
  }

  /** Hexadecimal text without white space. */
  public static String flat(String text) {
    return text.replaceAll("\\s", "");
  }
}
