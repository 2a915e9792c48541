/**
 * The rings that the kernel and this process share: single producer, single consumer, free-running
 * 32-bit indices. Everything here belongs to the loop thread.
 *
 * <h2>Memory order</h2>
 *
 * <p>The letters are those of the comment at the head of the kernel's {@code net/xdp/xsk_queue.h}:
 * A pairs with D, B with C.
 *
 * <table>
 *   <caption>Who does what, in which order</caption>
 *   <tr><th>letter<th>where<th>accessor<th>without it
 *   <tr><td>A<td>the producer looks at {@code consumer} before it reuses an entry
 *       <td>{@code consumerAcquire}<td>an entry is overwritten that the other side still reads. The
 *       kernel relies on a control dependency; the Java memory model has none, so it is an acquire
 *   <tr><td>B<td>the producer publishes entries<td>{@code setProducerRelease}<td>the other side
 *       sees the index before the entries
 *   <tr><td>C<td>the consumer looks at {@code producer} before it reads entries
 *       <td>{@code producerAcquire}<td>stale entries are read
 *   <tr><td>D<td>the consumer gives entries back<td>{@code setConsumerRelease}<td>an entry is
 *       overwritten before it was read
 * </table>
 *
 * <p>One more order matters: after B, the need-wakeup flag is read, and that read must not pass the
 * store (a store followed by a load of another address). {@code flagsAfterFullFence} fences it, as
 * liburing does at the same place. In copy mode the flag is always set.
 *
 * <p>Each side caches the other's index and looks again only when the cache says full or empty.
 * {@link reactor.xsk.internal.ring.RingCells} is the only class that holds {@code VarHandle}s; the
 * cursors are pure arithmetic, so they are tested without a kernel, across the 32-bit wrap.
 */
@NullMarked
package reactor.xsk.internal.ring;

import org.jspecify.annotations.NullMarked;
