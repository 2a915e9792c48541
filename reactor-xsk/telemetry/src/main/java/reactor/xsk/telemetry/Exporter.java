package reactor.xsk.telemetry;

import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.xsk.SendResult;

/**
 * Packs records into messages of a telemetry protocol.
 *
 * <p>An exporter is a session with one collector: it numbers what it sends and refreshes its
 * templates. Use one exporter for each collector. It serves one stream at a time; streams that
 * follow each other continue the session.
 *
 * <p><b>Records</b> are kept until their message has been sent, since only then it is known whether
 * they have to be counted as not sent. So they must not change: immutable records do.
 *
 * <p><b>Threads.</b> All methods may be called from any thread. Records are packed on the thread of
 * their publisher, of the demand, or of the exporter's scheduler; messages are written by whoever
 * sends them.
 *
 * @param <R> the type of the records
 */
public interface Exporter<R> {

  /**
   * Packs records into messages. Cold; a subscription while another is open fails with an {@link
   * IllegalStateException}.
   *
   * <p>A message ends when the next record does not fit, or when its first record has waited for
   * {@code maxDelay}. Templates come first and again when they are due, also while there are no
   * records. Messages are emitted as demanded and no faster than the exporter's pace; records are
   * requested {@code prefetch} ahead. An error of the source comes after what was packed.
   *
   * <p>Reactor's discard hook ({@code doOnDiscard}) sees records that were taken and not packed
   * when the subscriber cancels. Whoever does not send a message calls nothing: use {@link
   * #export}, where the exporter is to know its losses.
   *
   * @param records the source
   * @return the messages
   */
  Flux<TelemetryMessage> messages(Publisher<? extends R> records);

  /**
   * Sends records and keeps the account of what became of them.
   *
   * <pre>{@code
   * exporter.export(records, messages ->
   *     sender.sendWithResults(messages, route.datagrams(TelemetryMessage::writeTo)))
   * }</pre>
   *
   * @param records the source
   * @param transport sends messages and gives a result for each; it is called once for the records,
   *     and, for protocols that report their losses, once more for the last report. It is given no
   *     more messages than the burst of the pace before it has given results, so that what waits in
   *     it is no longer burst either: it must not wait for more than that
   * @return the account of the exporter, once everything that was taken has been sent or counted as
   *     not sent. Fails with the error of the source or of the transport; {@link #report()} has the
   *     account then
   */
  Mono<ExportReport> export(
      Publisher<? extends R> records,
      Function<Flux<TelemetryMessage>, Flux<SendResult<TelemetryMessage>>> transport);

  /**
   * The account so far.
   *
   * @return a snapshot over all streams of the exporter; its numbers may be a message apart
   */
  ExportReport report();
}
