package reactor.xsk;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/**
 * One link-layer frame to transmit, from the destination MAC address to the last payload byte,
 * without the frame check sequence.
 *
 * <p><b>Thread.</b> {@link #writeTo} is called on the sender's loop thread, once per packet.
 */
@FunctionalInterface
public interface Packet {

  /**
   * Writes this packet from offset 0 of {@code frame}.
   *
   * <p>The rules are those of {@link PacketWriter#write}.
   *
   * @param frame where to write; its size in bytes is that of the longest packet with a VLAN tag
   *     that the interface takes
   * @return the length of the packet in bytes, from 14 to {@link XskSender#maxPacketBytes()}, or 4
   *     more with a VLAN tag
   */
  int writeTo(MemorySegment frame);

  /**
   * A packet with the given bytes. The array is not copied: do not change it before the packet has
   * been written.
   *
   * @param bytes the whole link-layer frame
   * @return the packet
   */
  static Packet of(byte[] bytes) {
    return of(MemorySegment.ofArray(bytes));
  }

  /**
   * A packet with the bytes of {@code buffer} between its position and its limit, as they are now.
   * The content is not copied; position and limit of the buffer are neither used later nor changed.
   *
   * @param buffer the whole link-layer frame, heap or direct
   * @return the packet
   */
  static Packet of(ByteBuffer buffer) {
    return of(MemorySegment.ofBuffer(buffer));
  }

  /**
   * A packet with the bytes of {@code segment}. The content is not copied. The segment must be
   * accessible from the sender's loop thread: not one of a confined arena.
   *
   * @param segment the whole link-layer frame
   * @return the packet
   */
  static Packet of(MemorySegment segment) {
    return frame -> {
      long length = segment.byteSize();
      if (length <= frame.byteSize()) {
        MemorySegment.copy(
            segment, ValueLayout.JAVA_BYTE, 0, frame, ValueLayout.JAVA_BYTE, 0, length);
      }
      return (int) Math.min(length, Integer.MAX_VALUE);
    };
  }
}
