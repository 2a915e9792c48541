/**
 * A Reactive Streams sink whose items leave the machine through a Linux AF_XDP socket.
 *
 * <h2>Words</h2>
 *
 * <dl>
 *   <dt>packet
 *   <dd>what the user hands over: something that can write itself into a frame
 *   <dt>frame
 *   <dd>a fixed-size piece of packet memory that the kernel can see
 *   <dt>UMEM
 *   <dd>all frames of one socket
 *   <dt>descriptor
 *   <dd>(address, length, options) of a frame in the TX ring
 *   <dt>chunk
 *   <dd>the piece of a frame that one descriptor names: all of it, or 4,096 bytes of a larger one
 *   <dt>chain
 *   <dd>the descriptors of a packet that is longer than a chunk
 *   <dt>window
 *   <dd>up to {@code batchSize} packets that are written and published together
 *   <dt>more
 *   <dd>the flag on every packet of a window but the last: another packet of this window follows
 *   <dt>kick
 *   <dd>the one system call that tells the kernel to look at the ring. Several full windows may
 *       share one
 *   <dt>doorbell
 *   <dd>what the driver does to its device. Copy mode of today's kernels rings it for every packet;
 *       zero-copy and mode BULK ring it once for a group
 *   <dt>in flight
 *   <dd>published and not yet completed
 *   <dt>completion
 *   <dd>the kernel has given the frame back. It does not prove that the packet reached the wire
 *   <dt>port
 *   <dd>what carries windows out: AF_XDP, bulk, or AF_XDP over the virtual kernel
 *   <dt>lane
 *   <dd>port, loop, thread and streams of one queue of one interface. A sender has one for each of
 *       its queues
 * </dl>
 *
 * <h2>The data path</h2>
 *
 * <p>One loop thread per sender owns everything native. One pass of {@code TxLoop.doWork} runs the
 * stages 6, 7, 2, 3, 4, 5: it reaps first, so that frames freed in this pass serve in this pass.
 *
 * <table>
 *   <caption>The stages of one packet</caption>
 *   <tr><th>#<th>stage<th>what happens<th>thread
 *   <tr><td>1<td>Flux<td>a source is subscribed; fused sources are polled, others hand over through
 *       a bounded queue<td>publisher / loop
 *   <tr><td>2<td>window<td>the loop takes what is there, up to {@code batchSize}; it never waits for
 *       more unless {@code linger} says so<td>loop
 *   <tr><td>3<td>frame<td>a free frame is acquired, the packet writes itself straight into it: no
 *       copy in between<td>loop
 *   <tr><td>4<td>ring<td>one descriptor per frame, <i>more</i> on all but the last; one
 *       release-store publishes the window<td>loop
 *   <tr><td>5<td>kick<td>one system call for a window, or for several full ones that
 *       are ready<td>loop
 *   <tr><td>6<td>completion<td>the completion ring is drained; each address turns back into a free
 *       frame and an outcome<td>loop
 *   <tr><td>7<td>demand<td>freed frames become {@code request(n)}, in batches<td>loop
 * </table>
 *
 * <p>Nothing is allocated per packet on that path, and nothing on it takes a lock.
 */
@NullMarked
package reactor.xsk;

import org.jspecify.annotations.NullMarked;
