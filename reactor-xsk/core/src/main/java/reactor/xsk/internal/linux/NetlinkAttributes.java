package reactor.xsk.internal.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The attributes of a message, or of an attribute, by type. One that is too short is absent. */
public final class NetlinkAttributes {

  private final Map<Integer, ByteBuffer> values = new HashMap<>();

  private NetlinkAttributes() {}

  static NetlinkAttributes of(ByteBuffer buffer) {
    NetlinkAttributes attributes = new NetlinkAttributes();
    int start = 0;
    while (buffer.limit() - start >= Netlink.ATTRIBUTE_HEADER_BYTES) {
      int lengthBytes = Short.toUnsignedInt(buffer.getShort(start));
      if (lengthBytes < Netlink.ATTRIBUTE_HEADER_BYTES || lengthBytes > buffer.limit() - start) {
        break;
      }
      attributes.values.put(
          buffer.getShort(start + 2) & Netlink.ATTRIBUTE_TYPE_MASK,
          buffer
              .slice(
                  start + Netlink.ATTRIBUTE_HEADER_BYTES,
                  lengthBytes - Netlink.ATTRIBUTE_HEADER_BYTES)
              .order(ByteOrder.nativeOrder()));
      start += Netlink.align(lengthBytes);
    }
    return attributes;
  }

  /** Whether there is one of this type. */
  public boolean has(int type) {
    return values.containsKey(type);
  }

  /** An unsigned byte, or {@code absent}. */
  public int u8(int type, int absent) {
    ByteBuffer value = atLeast(type, Byte.BYTES);
    return value == null ? absent : Byte.toUnsignedInt(value.get(0));
  }

  /** An unsigned 16-bit number, or {@code absent}. */
  public int u16(int type, int absent) {
    ByteBuffer value = atLeast(type, Short.BYTES);
    return value == null ? absent : Short.toUnsignedInt(value.getShort(0));
  }

  /** A 32-bit number, or {@code absent}. */
  public int u32(int type, int absent) {
    ByteBuffer value = atLeast(type, Integer.BYTES);
    return value == null ? absent : value.getInt(0);
  }

  /** The n-th 64-bit number of an array, or {@code absent}. */
  public long u64(int type, int n, long absent) {
    ByteBuffer value = atLeast(type, (n + 1) * Long.BYTES);
    return value == null ? absent : value.getLong(n * Long.BYTES);
  }

  /** The bytes as they are, or null. */
  public byte @Nullable [] bytes(int type) {
    ByteBuffer value = values.get(type);
    if (value == null) {
      return null;
    }
    byte[] bytes = new byte[value.limit()];
    value.get(0, bytes);
    return bytes;
  }

  /** A string up to its terminating zero, or null. */
  public @Nullable String string(int type) {
    byte[] bytes = bytes(type);
    if (bytes == null) {
      return null;
    }
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  /** The attributes inside one; none if it is absent. */
  public NetlinkAttributes nested(int type) {
    ByteBuffer value = values.get(type);
    return value == null ? new NetlinkAttributes() : of(value);
  }

  private @Nullable ByteBuffer atLeast(int type, int lengthBytes) {
    ByteBuffer value = values.get(type);
    return value == null || value.limit() < lengthBytes ? null : value;
  }
}
