package reactor.xsk.internal.loop;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import reactor.xsk.XskPacketException;
import reactor.xsk.internal.stream.PacketDrop;
import reactor.xsk.internal.stream.UserCode;

/** What is said of a packet that {@link PacketRules} do not let out, or whose writer threw. */
final class PacketRefusal {

  private PacketRefusal() {}

  /** Why a packet cannot be sent. */
  static XskPacketException of(
      int lengthBytes, MemorySegment frame, int longest, Object item, @Nullable Throwable thrown) {
    if (thrown instanceof XskPacketException own) {
      return own; // a writer of the library has said it already
    }
    if (thrown instanceof PacketDrop drop) {
      return drop.why();
    }
    String limits =
        "minimum=%d, maximum=%d, maximumTagged=%d"
            .formatted(PacketRules.MIN_PACKET_BYTES, longest, frame.byteSize());
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
    boolean tooShort = lengthBytes < PacketRules.MIN_PACKET_BYTES;
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
