package reactor.xsk.net;

import java.util.HexFormat;

/** MAC addresses in text: six bytes in hexadecimal, with colons between them. */
final class MacAddress {

  private static final int BYTES = 6;
  private static final HexFormat FORMAT = HexFormat.ofDelimiter(":");

  private MacAddress() {}

  static byte[] parse(String text) {
    byte[] bytes;
    try {
      bytes = FORMAT.parseHex(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(message(text), e);
    }
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(message(text));
    }
    return bytes;
  }

  private static String message(String text) {
    return "a MAC address is six bytes in hexadecimal, as 02:00:00:00:00:01, and not " + text;
  }
}
