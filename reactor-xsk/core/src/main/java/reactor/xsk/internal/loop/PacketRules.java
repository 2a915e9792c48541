package reactor.xsk.internal.loop;

import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

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
}
