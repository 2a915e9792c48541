package reactor.xsk.internal.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * A netlink message in the making: its header, then the fixed part of its type, then attributes.
 * Fields are in the machine's byte order; addresses and ports are the caller's bytes.
 *
 * <pre>{@code
 * struct nlmsghdr {            struct nlattr {
 *     __u32 nlmsg_len;   //  0     __u16 nla_len;   // 0, with these 4
 *     __u16 nlmsg_type;  //  4     __u16 nla_type;  // 2
 *     __u16 nlmsg_flags; //  6 };                   // 4
 *     __u32 nlmsg_seq;   //  8
 *     __u32 nlmsg_pid;   // 12
 * };                     // 16
 * }</pre>
 */
public final class NetlinkRequest {

  /** No request of this library comes near it. */
  static final int CAPACITY_BYTES = 1_024;

  private final ByteBuffer buffer =
      ByteBuffer.allocate(CAPACITY_BYTES).order(ByteOrder.nativeOrder());

  /**
   * A request of a type.
   *
   * @param type the message type, or the ID of a generic family
   * @param flags what to add to NLM_F_REQUEST
   */
  public NetlinkRequest(int type, int flags) {
    buffer.putShort(4, (short) type).putShort(6, (short) (Netlink.NLM_F_REQUEST | flags));
    buffer.position(Netlink.HEADER_BYTES);
  }

  /** One byte of the fixed part. */
  public NetlinkRequest u8(int value) {
    buffer.put((byte) value);
    return this;
  }

  /** Two bytes of the fixed part. */
  public NetlinkRequest u16(int value) {
    buffer.putShort((short) value);
    return this;
  }

  /** Four bytes of the fixed part. */
  public NetlinkRequest u32(int value) {
    buffer.putInt(value);
    return this;
  }

  /** An attribute of one byte. */
  public NetlinkRequest attributeU8(int type, int value) {
    return attribute(type, new byte[] {(byte) value});
  }

  /** An attribute of four bytes. */
  public NetlinkRequest attributeU32(int type, int value) {
    return nest(type, inner -> inner.u32(value));
  }

  /** An attribute of bytes as they are. */
  public NetlinkRequest attribute(int type, byte[] value) {
    return nest(type, inner -> inner.buffer.put(value));
  }

  /** A string with its terminating zero. */
  public NetlinkRequest attribute(int type, String value) {
    return nest(
        type, inner -> inner.buffer.put(value.getBytes(StandardCharsets.UTF_8)).put((byte) 0));
  }

  /** An attribute of attributes. */
  public NetlinkRequest nested(int type, Consumer<NetlinkRequest> content) {
    return nest(type | Netlink.NLA_F_NESTED, content);
  }

  private NetlinkRequest nest(int type, Consumer<NetlinkRequest> content) {
    int start = buffer.position();
    buffer.position(start + Netlink.ATTRIBUTE_HEADER_BYTES);
    content.accept(this);
    int end = buffer.position();
    buffer.putShort(start, (short) (end - start)).putShort(start + 2, (short) type);
    buffer.position(Netlink.align(end));
    return this;
  }

  /** The finished message. */
  ByteBuffer finish(int sequence) {
    int lengthBytes = buffer.position();
    buffer.putInt(0, lengthBytes).putInt(8, sequence);
    return buffer.slice(0, lengthBytes).order(ByteOrder.nativeOrder());
  }
}
