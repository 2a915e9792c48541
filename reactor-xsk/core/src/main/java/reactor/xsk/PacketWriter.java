package reactor.xsk;

import java.lang.foreign.MemorySegment;

/**
 * Writes an item of the stream straight into a frame that the kernel will read.
 *
 * <p><b>Rules.</b> Called on the sender's loop thread, once per item, in the order of the source.
 * It must not block, and must write every byte of the packet: what an earlier packet left in the
 * frame is still there. It must not keep {@code frame}: another thread that uses it, at any time,
 * gets a {@link WrongThreadException} from the JVM; on the loop thread nothing notices, and bytes
 * that are written after the call may become part of this packet or of another. Who gives back an
 * item that must be is said at {@link XskSender#send(org.reactivestreams.Publisher, PacketWriter)}.
 *
 * @param <T> the type of the items
 */
@FunctionalInterface
public interface PacketWriter<T> {

  /**
   * Writes {@code item} as one link-layer frame from offset 0 of {@code frame}.
   *
   * <p>Fails only this packet, which then counts as <i>failed</i>: throwing; returning less than 14
   * (an Ethernet header); returning more than {@link XskSender#maxPacketBytes()}, or 4 more for a
   * packet with a VLAN tag. A packet that does not fit need not be written: its length is enough.
   *
   * @param item the item
   * @param frame where to write; its size in bytes is that of the longest packet with a VLAN tag
   *     (EtherType 0x8100 or 0x88a8) that the interface takes: MTU + 18, at most the frame size
   * @return the length of the packet in bytes
   */
  int write(T item, MemorySegment frame);
}
