package reactor.xsk.internal.flow;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskPacketException;

/**
 * What may go into a descriptor. The kernel checks neither the least length nor the MTU (net/xdp/
 * xsk_queue.h, xskq_cons_is_valid_desc), so it is checked here, before the descriptor is written.
 */
final class PacketRules {

  /** An Ethernet header. */
  static final int MIN_PACKET_BYTES = 14;

  private PacketRules() {}

  static boolean isSendable(int lengthBytes, MemorySegment frame) {
    return lengthBytes >= MIN_PACKET_BYTES && lengthBytes <= frame.byteSize();
  }

  /** Why a packet cannot be sent. */
  static XskPacketException refusal(
      int lengthBytes, MemorySegment frame, Object item, @Nullable Throwable thrown) {
    if (thrown instanceof XskPacketException own) {
      return own; // a writer of the library has said it already
    }
    long most = frame.byteSize();
    String limits = "minimum=%d, maximum=%d".formatted(MIN_PACKET_BYTES, most);
    if (thrown instanceof IndexOutOfBoundsException) {
      return new XskPacketException(
          "write packet",
          0,
          "the writer left its frame",
          limits,
          "a frame holds MTU + 14 bytes (at most frameSize): shorten the packet, or raise the MTU",
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
            : "the maximum is MTU + 14 (at most frameSize): shorten the packet, or raise the MTU",
        null);
  }
}
