package reactor.xsk.kernel.net;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Reads frames with UDP over IPv4 or IPv6, with up to two VLAN tags. */
final class SentFrame {

  private SentFrame() {}

  /** The port that a frame goes to; -1 if it is no UDP. */
  static int destinationPort(byte[] frame, int length) {
    int ip = ipOf(frame);
    boolean ipv4 = isIpv4(frame, ip);
    boolean ipv6 = frame[ip - 2] == (byte) 0x86 && frame[ip - 1] == (byte) 0xdd;
    int udp = ip + (ipv4 ? 20 : 40);
    if ((!ipv4 && !ipv6) || length < udp + 8 || frame[ip + (ipv4 ? 9 : 6)] != 17) {
      return -1;
    }
    return Short.toUnsignedInt(ByteBuffer.wrap(frame).getShort(udp + 2));
  }

  /** Behind the VLAN tags. */
  private static int ipOf(byte[] frame) {
    int ip = 14;
    while (ip < 22 && (frame[ip - 2] == (byte) 0x81 || frame[ip - 2] == (byte) 0x88)) {
      ip += 4;
    }
    return ip;
  }

  private static boolean isIpv4(byte[] frame, int ip) {
    return frame[ip - 2] == 8 && frame[ip - 1] == 0;
  }

  /** In hexadecimal, without what may differ: see {@link SameAsSocketKernelTest}. */
  static String comparable(byte[] frame) {
    ByteBuffer bytes = ByteBuffer.wrap(frame.clone());
    int ip = ipOf(frame);
    boolean ipv4 = isIpv4(frame, ip);
    if (ipv4) {
      bytes.putShort(ip + 4, (short) 0).putShort(ip + 10, (short) 0);
    } else {
      bytes.putInt(ip, bytes.getInt(ip) & 0xFFF0_0000);
    }
    bytes.putShort(ip + (ipv4 ? 20 : 40) + 6, (short) 0);
    return HexFormat.ofDelimiter(" ").formatHex(bytes.array());
  }
}
