package reactor.xsk;

import java.util.List;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.xsk.internal.sender.DefaultXskSender;

/**
 * Sends the packets of Reactive Streams publishers through one AF_XDP socket.
 *
 * <pre>{@code
 * try (XskSender sender = XskSender.create(XskConfig.builder("eth0").build())) {
 *   SendReport report = sender.send(packets).block();
 * }
 * }</pre>
 *
 * <p><b>Cold.</b> Nothing is taken from a publisher before the returned {@code Mono} or {@code
 * Flux} is subscribed; each subscription is a stream of its own.
 *
 * <p><b>Threads.</b> All methods may be called from any thread, virtual threads included. One loop
 * thread per queue owns its socket. On it run: packet writers; sources without a thread of their
 * own and their operators (such as {@code Flux.range(..).map(..)}), which the loop polls itself or
 * which emit inside {@code request(n)}; and the signals to the subscribers of the returned
 * publishers, except those signalled inside their own {@code request} or {@code subscribe}. None of
 * these may block: {@code block()} on the loop thread is refused by Reactor. Operators behind a
 * {@code publishOn} run on its scheduler.
 *
 * <p><b>Several streams</b> share a lane: they are served in turn, a window at a time.
 *
 * <p><b>Several queues</b> ({@link XskConfig.Builder#queues}) have a lane each: a socket, a loop
 * thread, frames, and streams. Each {@code send} is one stream on one lane, in order: the lane with
 * the fewest streams takes the next. Then
 *
 * <ul>
 *   <li>writers, listeners and signals of one stream run on one loop thread, those of two streams
 *       may run on two at once: a writer or a {@code reportListener} that streams share must be
 *       safe for that;
 *   <li>a lane that fails ends its own streams and takes no further one; the others go on, and
 *       {@link #queues} says which failed. The sender is disposed once none is left;
 *   <li>{@link #close} asks all lanes, then waits for all, within one {@code closeTimeout}.
 * </ul>
 *
 * <p><b>Backpressure.</b> Items taken and not finished never exceed the frames, and each stream is
 * asked for at most {@link XskConfig#prefetch()} items ahead of those. A sender whose interface
 * does not keep up stops taking, and so stops requesting; it never buffers without bound and never
 * drops by itself. An idle stream costs the others nothing. Choose another policy with Reactor's
 * operators ({@code onBackpressureDrop}, …).
 */
public interface XskSender extends AutoCloseable, Disposable {

  /**
   * Opens a socket and starts the loop thread; with several queues, one after the other. Blocks the
   * caller until the socket is bound, or until {@link XskConfig#bindTimeout()} has passed while
   * another socket still holds the queue; and never longer than that and 30 s for each queue.
   *
   * @param config the settings
   * @return an open sender
   * @throws XskException if the socket cannot be opened; nothing is left open then
   */
  static XskSender create(XskConfig config) {
    return DefaultXskSender.open(config);
  }

  /**
   * Sends packets that write themselves.
   *
   * @param packets the source
   * @return the account of the stream, once every accepted packet has ended. Fails with the
   *     source's error after what was accepted has been sent, or with an {@link XskException}
   *     (which carries the account) if the socket fails or the sender is closed
   */
  default Mono<SendReport> send(Publisher<? extends Packet> packets) {
    return send(packets, Packet::writeTo);
  }

  /**
   * Sends items through a writer.
   *
   * <p><b>Items that must be given back</b> (pooled buffers): each item is passed exactly once,
   * either to the writer, which then owns it, or to Reactor's discard hook ({@code doOnDiscard}) if
   * the stream or the sender ended before the item was written. So release them in a {@code
   * finally} of the writer and in the hook.
   *
   * @param items the source
   * @param writer writes an item into a frame
   * @param <T> the type of the items
   * @return the account of the stream, as in {@link #send(Publisher)}
   */
  <T> Mono<SendReport> send(Publisher<? extends T> items, PacketWriter<? super T> writer);

  /**
   * Sends items and reports the outcome of each, in the order in which they end, which need not be
   * the order of the source. A packet's failure is a result and not an error. The source is held
   * back while results wait for demand.
   *
   * <p><b>Items that must be given back</b> (pooled buffers): each that the source emits comes back
   * once, written or not: in a result that is signalled, or, if the subscriber has cancelled or the
   * item was not accepted, through Reactor's discard hook ({@code doOnDiscard}), as the item and
   * not as a {@code SendResult}. So release them where results are handled and in the hook, and not
   * in the writer.
   *
   * @param items the source
   * @param writer writes an item into a frame
   * @param <T> the type of the items
   * @return one result per accepted item; errors as in {@link #send(Publisher)}, after the results
   */
  <T> Flux<SendResult<T>> sendWithResults(
      Publisher<? extends T> items, PacketWriter<? super T> writer);

  /**
   * Sends packets that write themselves, and reports the outcome of each.
   *
   * @param packets the source
   * @param <P> the type of the packets
   * @return one result per accepted packet, as in {@link #sendWithResults(Publisher, PacketWriter)}
   */
  default <P extends Packet> Flux<SendResult<P>> sendWithResults(Publisher<? extends P> packets) {
    return sendWithResults(packets, Packet::writeTo);
  }

  /**
   * Sends one stream over all lanes: items with equal keys go to the same lane, and leave in the
   * order of the source. Each lane gets its part as a stream of its own, so that writers run on
   * several threads, and the {@code reportListener} gets a report of each part. The slowest lane
   * holds the source back.
   *
   * <p>If a lane fails, no further item is taken, the other parts are sent to their end, and the
   * stream fails with that failure and the sum of the accounts. For results, send each part with
   * {@link #sendWithResults}.
   *
   * @param items the source
   * @param keyOf the key of an item, such as its flow; called on the source's thread; not null
   * @param writer writes an item into a frame
   * @param <T> the type of the items
   * @return the sum of the accounts; errors as in {@link #send(Publisher)}
   */
  <T> Mono<SendReport> sendByKey(
      Publisher<? extends T> items, Function<? super T, ?> keyOf, PacketWriter<? super T> writer);

  /**
   * What each lane is, what it asked of the kernel and was granted, and what it has done.
   *
   * @return a snapshot of each, by queue
   */
  List<XskLane> queues();

  /**
   * What the sender has done since it was created: the sum over its lanes.
   *
   * @return a snapshot; counters may be a window apart while the sender is at work
   */
  XskCounters counters();

  /**
   * The device's own counters, read anew. A completion does not prove that a packet left the
   * interface; the device's {@code txDropped} and {@code txPackets} over the life of a stream do.
   *
   * @return the counters since the device was created, of all who send through it
   * @throws XskException if the device is gone
   */
  XskDeviceCounters deviceCounters();

  /**
   * The mode that the kernel granted: {@link XskMode#COPY}, {@link XskMode#ZERO_COPY}, {@link
   * XskMode#BULK} or {@link XskMode#VIRTUAL}, never {@link XskMode#AUTO}. If lanes differ, the mode
   * that promises least: copy mode before bulk, bulk before zero-copy; {@link #queues} has each.
   *
   * @return the granted mode
   */
  XskMode mode();

  /**
   * The longest packet that can be sent: MTU + 14, at most the frame size. A packet with a VLAN tag
   * (EtherType 0x8100 or 0x88a8) may be 4 bytes longer, as far as the frame size allows.
   *
   * @return bytes, from the destination MAC address to the last payload byte
   */
  int maxPacketBytes();

  /**
   * Whether the sender takes no further stream: it was asked to close, or has failed. So a sender
   * whose interface is gone is noticed before the next {@link #send}.
   *
   * @return true from the first {@code close()}, {@code dispose()} or failure on
   */
  @Override
  boolean isDisposed();

  /**
   * Observes the end of the sender, and does not cause it.
   *
   * @return completes when the sender was closed and everything native is released; fails with the
   *     {@link XskException} that ended the sender, or with one that names the stack of the loop
   *     thread if closing gave up (see {@link #close}). Signalled on a thread of the sender, and at
   *     once to those who subscribe later
   */
  Mono<Void> onDispose();

  /**
   * Closes without blocking: for event loops. Nothing happens before it is subscribed.
   *
   * @return asks to close when subscribed, as {@link #dispose}; completes when everything native is
   *     released, also if the sender had failed before; fails with an {@link XskException} if
   *     closing gave up
   */
  Mono<Void> disposeLater();

  /** Asks to close, and returns at once: what {@link #close} does, without the wait. */
  @Override
  void dispose();

  /**
   * Takes nothing more from the sources, sends what was accepted and waits for completions, at most
   * for {@link XskConfig#closeTimeout()}; then releases the socket. Open streams end with {@link
   * XskClosedException}, which carries their account. Idempotent; an interrupt does not shorten it,
   * and is kept. Returns when all is released, except on a loop thread (its own, or another
   * sender's, which must not block either): there it returns at once, and the loop ends after the
   * callback.
   *
   * <p><b>Bounded.</b> If a writer, a source or a callback blocks the loop thread, {@code close()}
   * gives up a second after the timeout: it logs a warning with the stack of the loop thread,
   * interrupts that once, ends the open streams from another thread, and returns. Packets whose end
   * is not known then count as lost in their accounts. The loop releases the socket when it comes
   * back; until then the queue stays busy.
   */
  @Override
  void close();
}
