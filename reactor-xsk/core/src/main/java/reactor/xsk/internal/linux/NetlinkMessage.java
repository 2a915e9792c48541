package reactor.xsk.internal.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that the kernel sent; a copy that outlives the buffer that it was received in.
 *
 * @param type what it is of
 * @param flags its flags
 * @param sequence that of the request; 0 of an event
 * @param body all behind the header, in the machine's byte order
 */
public record NetlinkMessage(int type, int flags, int sequence, ByteBuffer body) {

  /** The messages of one datagram. A cut one ends the list. */
  static List<NetlinkMessage> in(ByteBuffer datagram) {
    List<NetlinkMessage> messages = new ArrayList<>();
    int start = 0;
    while (datagram.limit() - start >= Netlink.HEADER_BYTES) {
      int lengthBytes = datagram.getInt(start);
      if (lengthBytes < Netlink.HEADER_BYTES || lengthBytes > datagram.limit() - start) {
        break;
      }
      messages.add(at(datagram, start, lengthBytes));
      start += Netlink.align(lengthBytes);
    }
    return messages;
  }

  private static NetlinkMessage at(ByteBuffer datagram, int start, int lengthBytes) {
    byte[] body = new byte[lengthBytes - Netlink.HEADER_BYTES];
    datagram.get(start + Netlink.HEADER_BYTES, body);
    return new NetlinkMessage(
        Short.toUnsignedInt(datagram.getShort(start + 4)),
        Short.toUnsignedInt(datagram.getShort(start + 6)),
        datagram.getInt(start + 8),
        ByteBuffer.wrap(body).order(ByteOrder.nativeOrder()));
  }

  /** The fixed part of a message; of one that is too short, zeros where nothing is. */
  public ByteBuffer fixedPart(int lengthBytes) {
    return body.limit() >= lengthBytes
        ? body
        : ByteBuffer.wrap(Arrays.copyOf(body.array(), lengthBytes)).order(ByteOrder.nativeOrder());
  }

  /** The attributes behind a fixed part of this length. */
  public NetlinkAttributes attributes(int fixedPartBytes) {
    int skipped = Math.min(Netlink.align(fixedPartBytes), body.limit());
    return NetlinkAttributes.of(
        body.slice(skipped, body.limit() - skipped).order(ByteOrder.nativeOrder()));
  }

  /** Whether it ends an answer: an acknowledgement, an error, or the end of a dump. */
  boolean isEnd() {
    return type == Netlink.NLMSG_ERROR || type == Netlink.NLMSG_DONE;
  }

  /** 0 or the negated errno of a message that ends an answer. */
  int result() {
    return body.limit() >= Integer.BYTES ? body.getInt(0) : 0;
  }

  /** Why the kernel refused, in its words, where it gives any. */
  @Nullable String explanation() {
    if ((flags & Netlink.NLM_F_ACK_TLVS) == 0) {
      return null;
    }
    int request = Integer.BYTES; // behind the errno: the header of the request, or all of it
    boolean headerOnly = (flags & Netlink.NLM_F_CAPPED) != 0 || type == Netlink.NLMSG_DONE;
    int repeated =
        type == Netlink.NLMSG_DONE ? 0 : headerOnly ? Netlink.HEADER_BYTES : body.getInt(request);
    return attributes(request + repeated).string(Netlink.NLMSGERR_ATTR_MSG);
  }
}
