package reactor.xsk.telemetry;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Messages as octets: what a route would put into a frame. */
public final class Written {

  private Written() {}

  /** Writes a message into a payload of that size. */
  public static byte[] message(TelemetryMessage message, int maxBytes) {
    MemorySegment payload = MemorySegment.ofArray(new byte[maxBytes]);
    int length = message.writeTo(payload);
    if (length > maxBytes) {
      throw new AssertionError("a message of " + length + " octets in " + maxBytes);
    }
    return payload.asSlice(0, length).toArray(JAVA_BYTE);
  }

  /** A field of 16 bits. */
  public static int u16(byte[] octets, int offset) {
    return Short.toUnsignedInt(ByteBuffer.wrap(octets).getShort(offset));
  }

  /** A field of 32 bits. */
  public static long u32(byte[] octets, int offset) {
    return Integer.toUnsignedLong(ByteBuffer.wrap(octets).getInt(offset));
  }
}
