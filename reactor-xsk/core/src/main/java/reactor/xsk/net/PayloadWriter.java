package reactor.xsk.net;

import java.lang.foreign.MemorySegment;

/**
 * Writes an item of the stream as the payload of one datagram, straight into the frame that the
 * kernel will read. The headers around it are the library's.
 *
 * <p><b>Rules</b>, as for a {@link reactor.xsk.PacketWriter}: called on a sender's loop thread,
 * once per item, in the order of the source. It must not block, must not keep {@code payload}, and
 * must write every byte that it counts: what an earlier packet left in the frame is still there.
 *
 * @param <T> the type of the items
 */
@FunctionalInterface
public interface PayloadWriter<T> {

  /**
   * Writes {@code item} from offset 0 of {@code payload}.
   *
   * <p>Fails only this datagram, which then counts as <i>failed</i>: throwing; returning less than
   * 0; returning more than {@code payload.byteSize()}, which is how a writer says that the item
   * does not fit, having written nothing.
   *
   * @param item the item
   * @param payload where to write; its size in bytes is the longest payload that is not fragmented
   *     on its way, as far as the route and the interface say
   * @return the length of the payload in bytes, 0 included
   */
  int write(T item, MemorySegment payload);
}
