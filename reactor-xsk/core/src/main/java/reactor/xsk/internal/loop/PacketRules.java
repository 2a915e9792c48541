package reactor.xsk.internal.loop;

import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskPacketException;
import reactor.xsk.internal.stream.PacketDrop;
import reactor.xsk.internal.stream.UserCode;

/**
 * What may go into a descriptor. The kernel checks neither the least length nor the MTU (net/xdp/
 * xsk_queue.h, xskq_cons_is_valid_desc), so it is checked here, before the descriptor is written:
 * MTU + 14 bytes, and 4 more for a packet that carries a VLAN tag. A veth drops what is longer than
 * MTU + 18, with a tag or without one (net/core/dev.c, is_skb_forwardable), and so does mode BULK
 * (net/core/filter.c, xdp_ok_fwd_dev).
 */
final class PacketRules {

  /** An Ethernet header. */
  static final int MIN_PACKET_BYTES = 14;

  /** Where the type of an Ethernet header is. */
  private static final long ETHER_TYPE_OFFSET = 12;

  private static final short VLAN_802_1Q = (short) 0x8100;
  private static final short VLAN_802_1AD = (short) 0x88a8;
  private static final ValueLayout.OfShort ETHER_TYPE = JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN);

  private PacketRules() {}

  /** Whether a packet may be sent; {@code longest} is the most for one without a VLAN tag. */
  static boolean isSendable(int lengthBytes, MemorySegment frame, int longest) {
    return lengthBytes >= MIN_PACKET_BYTES
        && (lengthBytes <= longest || (lengthBytes <= frame.byteSize() && isTagged(frame)));
  }

  private static boolean isTagged(MemorySegment frame) {
    short type = frame.get(ETHER_TYPE, ETHER_TYPE_OFFSET);
    return type == VLAN_802_1Q || type == VLAN_802_1AD;
  }

  /** Why a packet cannot be sent. */
  static XskPacketException refusal(
      int lengthBytes, MemorySegment frame, int longest, Object item, @Nullable Throwable thrown) {
    if (thrown instanceof XskPacketException own) {
      return own; // a writer of the library has said it already
    }
    if (thrown instanceof PacketDrop drop) {
      return drop.why();
    }
    String limits =
        "minimum=%d, maximum=%d, maximumTagged=%d"
            .formatted(MIN_PACKET_BYTES, longest, frame.byteSize());
    if (thrown instanceof IndexOutOfBoundsException) {
      return new XskPacketException(
          "write packet",
          0,
          "the writer left its frame",
          limits,
          "a frame holds MTU + 18 bytes (at most frameSize): shorten the packet, or raise the MTU",
          thrown);
    }
    if (thrown != null) {
      return new XskPacketException(
          "write packet",
          0,
          "the writer threw " + UserCode.describe(thrown),
          "item=" + item.getClass().getName(),
          "see the cause; only this packet failed",
          thrown);
    }
    boolean tooShort = lengthBytes < MIN_PACKET_BYTES;
    return new XskPacketException(
        "write packet",
        0,
        tooShort ? "the packet is too short" : "the packet is too long",
        "length=%d, %s".formatted(lengthBytes, limits),
        tooShort
            ? "a packet starts with an Ethernet header of 14 bytes"
            : "the maximum is MTU + 14, and 4 more with a VLAN tag (0x8100, 0x88a8), at most"
                + " frameSize: shorten the packet, or raise the MTU",
        null);
  }
}
